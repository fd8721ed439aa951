/* Answers where there is no network (Service Worker). Registered for the page of the verifier, and for the addresses that
   the codes on paper hold (/c/ and /d/): there, what is not answered by the network gets the verifier's page, which reads
   the code. No answer of those addresses is ever kept, nor any that says that it must not be.

   Kept are: the verifier's page in each language, its sentences, and the static files that these name. All of it is
   fetched without cookies, so that nothing of a person can stand in it, and anew as a whole. */
"use strict";

const PAGE = "/verifier/hors-ligne/";
const CODES = ["fr", "ar", "en"];
const PREFIX = "jawda-hors-ligne-";
const LANGUAGE = "/verifier/hors-ligne/langue";
const STATIC = /["'(](\/static\/[^"'()\s]+)["')]/g;
const STYLE = /url\(\s*["']?([^"')\s]+)["']?\s*\)/g;
const IMPORT = /from\s+"(\.\/[^"]+)"/g;
const PAPERS = ["/c/", "/d/"];

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("message", (event) => {
  if (event.data !== "keep" || !event.ports[0]) return;
  /* one after the other: each throws away what was kept before it */
  event.waitUntil(navigator.locks.request("jawda-hors-ligne", keep).then(() => event.ports[0].postMessage("kept"), () => event.ports[0].postMessage("failed")));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname.startsWith(PAGE) || PAPERS.some((paper) => url.pathname.startsWith(paper)))
      event.respondWith(fetch(request).catch(() => shell(url.pathname)));
  } else if (url.pathname.startsWith("/static/") || url.pathname.startsWith(PAGE)) {
    event.respondWith(fetch(request).catch(() => kept(url.pathname)));
  }
});

/* The page in the language of its address, else in the one in which it was last read. */
async function shell(path) {
  const named = CODES.find((code) => path === `${PAGE}${code}/`);
  const said = await caches.match(LANGUAGE);
  const last = said ? await said.text() : "fr";
  return kept(`${PAGE}${named || (CODES.includes(last) ? last : "fr")}/`);
}

async function kept(path) {
  return (await caches.match(path, { ignoreVary: true })) || Response.error();
}

async function keep() {
  const name = `${PREFIX}${Date.now()}`;
  const cache = await caches.open(name);
  try {
    const found = new Set(CODES.flatMap((code) => [`${PAGE}${code}/`, `${PAGE}${code}/phrases.json`]));
    for (const path of found) for (const other of await keepOne(cache, path)) found.add(other);
  } catch (fault) {
    await caches.delete(name);
    throw fault;
  }
  for (const other of await caches.keys()) if (other.startsWith(PREFIX) && other !== name) await caches.delete(other);
}

/* Keeps one answer; gives the addresses of our own files that it names. */
async function keepOne(cache, path) {
  const response = await fetch(path, { credentials: "omit", cache: "reload", redirect: "error" });
  if (!response.ok || /no-store|private/.test(response.headers.get("Cache-Control") || "")) throw new Error(path);
  await cache.put(path, response.clone());
  const kind = response.headers.get("Content-Type") || "";
  if (kind.startsWith("text/html")) return matches(await response.text(), STATIC, path);
  if (kind.startsWith("text/css")) return matches(await response.text(), STYLE, path);
  if (kind.includes("javascript")) return matches(await response.text(), IMPORT, path);
  return [];
}

function matches(text, pattern, path) {
  return [...text.matchAll(pattern)].map(([, name]) => new URL(name, new URL(path, self.location.origin)))
    .filter((url) => url.origin === self.location.origin && url.pathname.startsWith("/static/")).map((url) => url.pathname);
}
