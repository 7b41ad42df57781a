// The service worker: it shows what was pushed, opens what was tapped, and keeps one page for when there is no network.
const SHELF = "watchkeep-1";
const OFFLINE = "/phone/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name)));
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
});

self.addEventListener("push", (event) => {
  const told = event.data ? event.data.json() : { title: "Watchkeep", body: "" };
  event.waitUntil(self.registration.showNotification(told.title, {
    body: told.body,
    tag: told.tag,
    renotify: Boolean(told.tag),
    requireInteraction: Boolean(told.urgent),
    vibrate: told.urgent ? [400, 200, 400, 200, 400] : [],
    icon: "/static/ui/icon-192.png",
    data: { link: told.link },
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(self.clients.openWindow(event.notification.data.link || "/phone"));
});
