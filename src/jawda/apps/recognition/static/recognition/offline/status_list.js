/* Bitstring Status List 1.0. Whatever keeps a list from being believed gives "unknown", with its reason: never “not
   revoked”. */
import * as base64url from "./base64url.js";
import { DAY_LENGTH, moment, written } from "./moments.js";
import { refuse } from "./refusing.js";
import { has, isObject, isWhole, MOST_BYTES } from "./strict_json.js";

const LEAST_BITS = 131_072;
const MOST_BITS = 1 << 26;
const MOST_ENTRIES = 8;
const MOST_PURPOSES = 8;
const ENTRY_TYPE = "BitstringStatusListEntry";
const OPEN_ENDED = 7 * DAY_LENGTH;
export const LIST_TYPE = "BitstringStatusListCredential";
export const PURPOSES = ["revocation", "suspension"];
/** Purposes that say nothing of standing. */
const TELLING = ["message", "refresh"];

/** The list in a credential whose signature and issuer are verified elsewhere. */
export async function readList(document) {
  const subject = document.credentialSubject;
  if (!Array.isArray(document.type) || !document.type.includes(LIST_TYPE) || !isObject(subject))
    throw refuse("status_kind", { path: "type", expected: LIST_TYPE });
  if (subject.type !== "BitstringStatusList")
    throw refuse("status_kind", { path: "credentialSubject.type", expected: "BitstringStatusList" });
  const issuer = isObject(document.issuer) ? document.issuer.id : document.issuer;
  const id = document.id;
  if (typeof issuer !== "string" || typeof id !== "string" || !issuer || !id)
    throw refuse("status_kind", { path: typeof id === "string" && id ? "issuer" : "id", expected: "URL" });
  const validFrom = moment(document.validFrom, "validFrom");
  const validUntil = has(document, "validUntil") ? moment(document.validUntil, "validUntil") : null;
  if (validUntil !== null && validUntil < validFrom) throw refuse("status_window", { path: "validUntil" });
  const said = purposes(subject.statusPurpose, "credentialSubject.statusPurpose", MOST_PURPOSES);
  const ttl = readTtl(subject);
  return { id, issuer, purposes: said, validFrom, validUntil, ttl, bits: await decode(subject.encodedList) };
}

/** The bits of an `encodedList`; unpacking stops at 8 MiB. */
export async function decode(text) {
  const path = "credentialSubject.encodedList";
  if (typeof text !== "string" || !text.startsWith("u") || !/^[\x00-\x7f]*$/.test(text) || text.length > (MOST_BYTES * 4) / 3)
    throw refuse("status_encoding", { path });
  const { bytes, whole } = await unpacked(base64url.decode(text.slice(1)), "gzip", MOST_BITS / 8 + 1);
  if (!bytes.length && !whole) throw refuse("status_encoding", { path });
  if (bytes.length < LEAST_BITS / 8 || bytes.length > MOST_BITS / 8)
    throw refuse("status_length", { path, least: LEAST_BITS, most: MOST_BITS });
  if (!whole) throw refuse("status_encoding", { path });
  return bytes;
}

/** What is packed in bytes, at most `most` of it; `whole` says whether it came to its end without fault. */
export async function unpacked(packed, format, most) {
  const stream = new DecompressionStream(format);
  const writer = stream.writable.getWriter();
  writer.write(packed).then(() => writer.close()).catch(() => {}); /* the reader tells of the same fault */
  const reader = stream.readable.getReader();
  const parts = [];
  let length = 0;
  let whole = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) { whole = true; break; }
      parts.push(value);
      length += value.length;
      if (length >= most) { reader.cancel().catch(() => {}); break; }
    }
  } catch { /* cut off, no such format, something behind its end */ }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) { bytes.set(part, at); at += part.length; }
  return { bytes, whole };
}

/** The entries of `credentialStatus`: one object or several, the index a number (UNTP 0.7) or its figures (W3C). */
export function readEntries(status, path = "credentialStatus") {
  const items = Array.isArray(status) ? status : [status];
  if (items.length < 1 || items.length > MOST_ENTRIES) throw refuse("status_entry", { path });
  const places = items.map((item, number) => ({ item, place: items.length > 1 ? `${path}[${number}]` : path }));
  const said = places.filter(({ item }) => !TELLING.includes(purposeOf(item)));
  const known = said.filter(({ item }) => purposeOf(item) === null || PURPOSES.includes(purposeOf(item)));
  if (said.length && !known.length) throw refuse("status_purposes", { path: `${said[0].place}.statusPurpose` });
  return known.map(({ item, place }) => entry(item, place));
}

/** The purpose of an entry; null where it is none that has one. */
const purposeOf = (item) =>
  isObject(item) && item.type === ENTRY_TYPE && typeof item.statusPurpose === "string" ? item.statusPurpose : null;

function entry(item, path) {
  if (!isObject(item)) throw refuse("status_entry", { path });
  if (item.type !== ENTRY_TYPE) throw refuse("status_entry_kind", { path: `${path}.type`, expected: ENTRY_TYPE });
  if (has(item, "statusSize") && item.statusSize !== 1) throw refuse("status_size", { path: `${path}.statusSize` });
  const url = item.statusListCredential;
  if (typeof url !== "string" || !url) throw refuse("status_entry", { path: `${path}.statusListCredential` });
  let index = item.statusListIndex;
  if (typeof index === "string" && /^[0-9]{1,10}$/.test(index)) index = Number(index);
  if (!isWhole(index) || index < 0) throw refuse("status_entry_index", { path: `${path}.statusListIndex` });
  return { url, index, purpose: purposes(item.statusPurpose, `${path}.statusPurpose`, 1)[0] };
}

/** What a list says of an entry at a moment: `{set}` or `{reason, data}` where nothing may be concluded from it. */
export function answer(list, entryAsked, issuer, at) {
  if (list.id !== entryAsked.url) return doubt("status_other_list", { url: entryAsked.url.slice(0, 200) });
  if (list.issuer !== issuer) return doubt("status_issuer", { issuer: list.issuer.slice(0, 200) });
  if (!list.purposes.includes(entryAsked.purpose)) return doubt("status_purpose", { purpose: entryAsked.purpose });
  if (!(entryAsked.index >= 0 && entryAsked.index < list.bits.length * 8))
    return doubt("status_index", { index: entryAsked.index, most: list.bits.length * 8 - 1 });
  if (list.validFrom > at) return doubt("status_early", { moment: written(list.validFrom) });
  const end = list.validUntil === null ? list.validFrom + OPEN_ENDED : list.validUntil;
  if (at > end) return doubt("status_stale", { moment: written(end) });
  /* the first bit is the leftmost one of the first byte (3.2) */
  return { set: Boolean((list.bits[Math.floor(entryAsked.index / 8)] >> (7 - (entryAsked.index % 8))) & 1) };
}

const doubt = (reason, data) => ({ reason, data });

function purposes(said, path, most) {
  const items = Array.isArray(said) && most > 1 ? said : [said];
  if (items.length < 1 || items.length > most || !items.every((item) => typeof item === "string"))
    throw refuse("status_purposes", { path });
  const found = items.filter((item) => PURPOSES.includes(item));
  if (!found.length) throw refuse("status_purposes", { path });
  return found;
}

function readTtl(subject) {
  if (!has(subject, "ttl") || subject.ttl === null) return null;
  if (!isWhole(subject.ttl) || subject.ttl < 0 || subject.ttl > 366 * 86_400_000)
    throw refuse("status_ttl", { path: "credentialSubject.ttl" });
  return subject.ttl * 1000;
}
