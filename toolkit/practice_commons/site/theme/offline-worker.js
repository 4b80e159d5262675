/*
 * The site from this device where there is no network. What a reader keeps lies in one cache for each edition, put
 * there by the page for it (assets/offline.js); this only answers. With a network its answer comes first, so that
 * nobody reads an old page without need; what is named by what is in it never changes, and is not asked for again.
 */
"use strict";

const SCOPE = self.registration.scope;
const POINTER = `commons ${SCOPE}`, CURRENT = `${SCOPE}-/current`;
const PATIENCE = 5000;
const UNCHANGING = /\/search\/(?:[0-9a-f]{8,}\/|[a-z]+-[0-9a-f]{12}\.js$)/;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

/** The copy that is kept, or null. */
async function copy() {
  const said = await caches.match(CURRENT, { cacheName: POINTER });
  return said ? caches.open(`${POINTER} ${(await said.json()).edition}`) : null;
}

/** A file of the copy, by the address without what follows it. */
async function kept(url) {
  const cache = await copy();
  if (!cache) return null;
  const path = url.origin + url.pathname;
  return (await cache.match(path.endsWith("/") ? `${path}index.html` : path)) || null;
}

async function lost(request) {
  const page = request.mode === "navigate" ? await kept(new URL("404.html", SCOPE)) : null;
  return page ? new Response(page.body, { status: 404, headers: page.headers }) : Response.error();
}

async function answer(request) {
  const url = new URL(request.url);
  if (UNCHANGING.test(url.pathname)) {
    const same = await kept(url);
    if (same) return same;
  }
  const asked = fetch(request);
  asked.catch(() => undefined);
  let timer;
  const late = new Promise((done) => (timer = setTimeout(done, PATIENCE)));
  try {
    const first = await Promise.race([asked, late]);
    if (first && first.status < 500) return first;
    return (await kept(url)) || (await asked);
  } catch {
    return (await kept(url)) || lost(request);
  } finally {
    clearTimeout(timer);
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method === "GET" && request.url.startsWith(SCOPE) && !request.headers.has("X-Commons-Keep"))
    event.respondWith(answer(request));
});
