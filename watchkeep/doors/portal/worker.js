// The service worker of the portals: one page for when there is no network, and nothing that is about anybody.
const SHELF = "portal-1";
const OFFLINE = "/portal/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELF).then((shelf) => shelf.add(OFFLINE)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const old = (names) => Promise.all(
    names.filter((name) => name.startsWith("portal-") && name !== SHELF).map((name) => caches.delete(name)),
  );
  event.waitUntil(caches.keys().then(old).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  if (event.request.mode !== "navigate") return;
  event.respondWith(fetch(event.request).catch(() => caches.match(OFFLINE)));
});
