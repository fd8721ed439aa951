/* Identity documents and their history: which key a name meant, and how it stood when something was signed. */
import { publicKey, publicKeyOfMultikey } from "./keys.js";
import { moment } from "./moments.js";
import { Refused, refuse } from "./refusing.js";
import { has, isObject } from "./strict_json.js";

const MOST_METHODS = 64;
const MOST_IN_FRAGMENT = 200;

/** Versions of one signer's document, the oldest first: `[{since, document}]`, as a signed pack holds them. */
export async function readHistory(did, versions) {
  if (!versions.length) throw refuse("history_empty", { identifier: did.slice(0, 200) });
  const found = [];
  const names = new Map();
  for (const [place, { since, document }] of versions.entries()) {
    const begins = moment(since);
    if (place && begins <= found[place - 1].since) throw refuse("history_order", { path: `[${place}]` });
    const read = await readDocument(document, did);
    for (const method of [...read.methods, ...read.others]) {
      if (names.has(method.id) && !names.get(method.id).key.equals(method.key))
        throw refuse("history_reused", { path: `[${place}]`, key: method.id.slice(0, 200) });
      names.set(method.id, method);
    }
    if (place) found[place - 1].until = begins;
    found.push({ ...read, since: begins, until: null });
  }
  return { did, versions: found };
}

/** How the key that `keyId` named stood at a moment: `{method, standing, since}`. Refused where no version has it. */
export function keyFor(history, keyId, at, loggedAt = null) {
  const holding = [];
  for (const version of history.versions) {
    const method = methodOf(version, history.did, keyId);
    if (method) holding.push([version, method]);
  }
  if (!holding.length) throw refuse("identity_key_unknown", { path: "kid", key: keyId.slice(0, 200), controller: history.did });
  const [last, method] = holding[holding.length - 1];
  const revoked = revocation(history, method.key);
  if (revoked !== null && (loggedAt === null || loggedAt >= revoked)) return { method, standing: "revoked", since: revoked };
  const begin = holding[0][0].since;
  if (at < begin) return { method, standing: "not_yet", since: begin };
  const ends = [method.expires, last.until].filter((end) => end !== null);
  if (ends.length && at >= Math.min(...ends)) return { method, standing: "retired", since: Math.min(...ends) };
  return { method, standing: "in_use", since: null };
}

/** Of a key under whatever name, in any version: one once published is not taken back by leaving it out. */
export function revocation(history, key) {
  const found = history.versions.flatMap((version) => [...version.methods, ...version.others])
    .filter((method) => method.revoked !== null && method.key.equals(key)).map((method) => method.revoked);
  return found.length ? Math.min(...found) : null;
}

function methodOf(version, did, keyId) {
  const thumbprint = /^[A-Za-z0-9_-]{43}$/.test(keyId);
  if (keyId.startsWith("#") || !(keyId.startsWith("did:") || thumbprint))
    throw refuse("identity_key_relative", { path: "kid", key: keyId.slice(0, 200) });
  if (keyId.startsWith("did:") && keyId.split("#", 1)[0] !== did)
    throw refuse("identity_key_foreign", { path: "kid", key: keyId.slice(0, 200), controller: did });
  return version.methods.find((method) => keyId === method.id || keyId === method.key.thumbprint) || null;
}

async function readDocument(document, did) {
  if (document.id !== did) throw refuse("identity_id", { path: "id", expected: did });
  const listed = new Map();
  const methods = has(document, "verificationMethod") ? document.verificationMethod : [];
  if (!Array.isArray(methods) || methods.length > MOST_METHODS)
    throw refuse("identity_methods", { path: "verificationMethod", most: MOST_METHODS });
  for (const item of methods) {
    if (!isObject(item)) throw refuse("identity_method_form", { path: "verificationMethod" });
    checkPublic(item);
    const name = absolute(item.id, did);
    if (listed.has(name)) throw refuse("identity_twice", { path: "verificationMethod", key: name.slice(0, 200) });
    listed.set(name, item);
  }
  const asserting = has(document, "assertionMethod") ? document.assertionMethod : [];
  if (!Array.isArray(asserting) || asserting.length > MOST_METHODS) throw refuse("identity_assertion", { path: "assertionMethod" });
  const found = new Map();
  for (const item of asserting) {
    const embedded = isObject(item);
    const name = absolute(embedded ? item.id : item, did);
    if (found.has(name) || (embedded && listed.has(name)))
      throw refuse("identity_twice", { path: "assertionMethod", key: name.slice(0, 200) });
    if (embedded) checkPublic(item);
    else if (!listed.has(name) && name.startsWith(`${did}#`)) throw refuse("identity_assertion", { path: "assertionMethod" });
    const given = embedded ? item : listed.get(name);
    found.set(name, given === undefined ? null : await readMethod(given, name, did)); /* another document is not fetched */
  }
  const others = [];
  for (const [name, item] of listed) {
    if (found.has(name)) continue;
    try {
      others.push(await readMethod(item, name, did));
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault; /* an end that is no moment ends no key that signs */
    }
  }
  const usable = (method) => method !== null;
  return { methods: [...found.values()].filter(usable), others: others.filter(usable) };
}

function checkPublic(item) {
  const secret = Object.keys(item).some((name) => name.startsWith("private") || name.startsWith("secret"));
  if (secret || (isObject(item.publicKeyJwk) && has(item.publicKeyJwk, "d"))) throw refuse("key_private");
}

/** Null where it cannot be used (CID 1.0, 2.2); refused where it can and its end is no moment. */
async function readMethod(item, name, did) {
  const rest = name.startsWith(`${did}#`) ? name.length - did.length - 1 : 0;
  const key = rest > 0 && rest <= MOST_IN_FRAGMENT && item.controller === did ? await readKey(item) : null;
  if (key === null) return null;
  const [expires, revoked] = ["expires", "revoked"].map((name) => (has(item, name) ? moment(item[name], name) : null));
  return { id: name, key, expires, revoked };
}

async function readKey(item) {
  const [jwk, multikey] = ["publicKeyJwk", "publicKeyMultibase"].map((name) => (has(item, name) ? item[name] : null));
  try {
    if (item.type === "JsonWebKey" && isObject(jwk) && multikey === null) return await publicKey(jwk);
    if (item.type === "Multikey" && typeof multikey === "string" && jwk === null) return await publicKeyOfMultikey(multikey);
  } catch (fault) {
    /* of a type, a curve or for a use that verifies nothing */
    if (!(fault instanceof Refused)) throw fault;
  }
  return null;
}

function absolute(name, did) {
  if (typeof name !== "string") throw refuse("identity_method_id", { path: "id", expected: `${did}#…` });
  return name.startsWith("#") ? did + name : name;
}
