// The service worker is installed once; without one (an old browser, no https) the page is a page like any other.
if ("serviceWorker" in navigator) navigator.serviceWorker.register("/sw.js").catch(() => {});
