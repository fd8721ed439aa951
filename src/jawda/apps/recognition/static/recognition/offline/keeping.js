/* What this device keeps: the pack, with when it was fetched, and the page itself (worker.js). */
import { readPack } from "./pack.js";

const CACHE = "jawda-paquet";
const LANGUAGE_CACHE = "jawda-langue";
const LANGUAGE = "/verifier/hors-ligne/langue";
const SCOPES = ["/c/", "/d/"];

/** The pack that is kept: `{pack, keptAt}` in microseconds, null where there is none or where it cannot be believed. */
export async function keptPack(address, keeper) {
  const cache = await caches.open(CACHE);
  const found = await cache.match(address);
  if (!found || !keeper) return null;
  const pack = await readPack(new Uint8Array(await found.arrayBuffer()), keeper);
  return { pack, keptAt: Number(found.headers.get("X-Kept-At")) };
}

/** Fetch the pack anew, without cookies. One that is older than what is kept is not taken. */
export async function fetchPack(address, keeper, known) {
  const response = await fetch(address, { credentials: "omit", cache: "no-cache" });
  if (response.status === 404) return { missing: true };
  if (!response.ok) throw new Error(String(response.status));
  const bytes = new Uint8Array(await response.arrayBuffer());
  const pack = await readPack(bytes, keeper);
  const older = known !== null && pack.issuedAt < known.pack.issuedAt;
  const keptAt = Date.now() * 1000;
  if (!older) {
    const headers = { "Content-Type": "application/octet-stream", "X-Kept-At": String(keptAt) };
    await (await caches.open(CACHE)).put(address, new Response(bytes, { headers }));
  }
  return older ? known : { pack, keptAt };
}

/** Have the page itself kept, for its own address and those that codes hold; gives whether it is. */
export async function keepPage(worker, page, code) {
  if (!("serviceWorker" in navigator)) return false;
  await (await caches.open(LANGUAGE_CACHE)).put(LANGUAGE, new Response(code));
  const own = await navigator.serviceWorker.register(worker, { scope: page, updateViaCache: "none" });
  for (const scope of SCOPES) await navigator.serviceWorker.register(worker, { scope, updateViaCache: "none" });
  const active = await activeOf(own);
  return new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = (event) => resolve(event.data === "kept");
    active.postMessage("keep", [channel.port2]);
  });
}

function activeOf(registration) {
  const worker = registration.installing || registration.waiting || registration.active;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (worker.state === "activated") resolve(worker);
      if (worker.state === "redundant") reject(new Error("redundant"));
    };
    worker.addEventListener("statechange", look);
    look();
  });
}
