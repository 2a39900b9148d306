// Keeps the page's own files for the time without a network. Nothing else is touched.
const VERSION = "itl-playground-" + "%VERSION%";
const FILES = "%FILES%";
const KEPT = new Set(FILES.map((file) => new URL(file, self.registration.scope).href));

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(VERSION)
      .then((cache) => cache.addAll(FILES))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(
          names
            .filter((name) => name.startsWith("itl-playground-") && name !== VERSION)
            .map((name) => caches.delete(name)),
        ),
      )
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.search = url.hash = "";
  if (request.method !== "GET" || !KEPT.has(url.href)) return;
  const fromCache = () => caches.match(url.href, { cacheName: VERSION });
  // Names in assets/ change with their content. All others come from the server while it answers.
  if (url.pathname.includes("/assets/")) event.respondWith(fromCache().then((kept) => kept ?? fetch(request)));
  else event.respondWith(fetch(request).catch(() => fromCache().then((kept) => kept ?? Response.error())));
});
