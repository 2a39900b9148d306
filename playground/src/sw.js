// Keeps the page's own files for the time without a network. Nothing else is touched.
const VERSION = "itl-playground-" + "%VERSION%";
const FILES = "%FILES%";
// Large files that not every visit needs; they are fetched when the page has nothing else to do, or needs one.
const LATER = "%LATER%";
const addresses = (files) => new Set(files.map((file) => new URL(file, self.registration.scope).href));
const KEPT = addresses(FILES);
const KEPT_LATER = addresses(LATER);

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
  if (request.method !== "GET") return;
  const fromCache = () => caches.match(url.href, { cacheName: VERSION });
  if (KEPT_LATER.has(url.href)) event.respondWith(fromCache().then((kept) => kept ?? fetchAndKeep(url.href)));
  if (!KEPT.has(url.href)) return;
  // Names in assets/ change with their content. All others come from the server while it answers.
  if (url.pathname.includes("/assets/")) event.respondWith(fromCache().then((kept) => kept ?? fetch(request)));
  else event.respondWith(fetch(request).catch(() => fromCache().then((kept) => kept ?? Response.error())));
});

// The page says when it has nothing else to do.
self.addEventListener("message", (event) => {
  if (event.data !== "keep the rest") return;
  const missing = async (address) => !(await caches.match(address, { cacheName: VERSION }));
  event.waitUntil(
    // The check of answers is kept once it was used.
    Promise.all(
      [...KEPT_LATER]
        .filter((address) => !address.includes("answers"))
        .map(async (address) => (await missing(address)) && fetchAndKeep(address)),
    ).catch(() => {}),
  );
});

async function fetchAndKeep(address) {
  const response = await fetch(address);
  if (response.ok) await caches.open(VERSION).then((cache) => cache.put(address, response.clone()));
  return response;
}
