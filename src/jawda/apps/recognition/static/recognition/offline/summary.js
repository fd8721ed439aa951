/* The signed summary in the second code of a paper (core/credentials/offline_summary.py, summary_standing.py). */
import * as base64url from "./base64url.js";
import { Fields } from "./fields.js";
import { keyFor } from "./identities.js";
import { KINDS } from "./kinds.js";
import { dayOf, END_OF_TIME } from "./moments.js";
import { refuse } from "./refusing.js";
import * as standing from "./standing.js";
import { PURPOSES } from "./status_list.js";
import * as tokens from "./token.js";

const MOST_READ_BYTES = 2_953;
const SHORTENED = ["scope", "holder", "standard"];
const MOST_ENTRIES = 2;

/** Take a summary apart (bytes). */
export function read(bytes) {
  if (bytes.length > MOST_READ_BYTES) throw refuse("summary_size", { most: MOST_READ_BYTES });
  const token = tokens.read(bytes, ["jawda-summary+jwt"], ["jawda-summary"]);
  const fields = new Fields(token.payload);
  const validFrom = moment(fields, "nbf");
  const validUntil = fields.get("exp") === null ? null : moment(fields, "exp");
  if (validUntil !== null && validUntil <= validFrom) throw refuse("window", { path: "exp" });
  const kind = fields.optionalText("kind");
  const found = {
    token, keyId: token.keyId, issuer: controller(token.keyId), number: fields.text("number"),
    kind: KINDS.includes(kind) ? kind : null, holder: fields.text("holder"), standard: fields.text("standard"),
    scope: fields.optionalText("scope"), shortened: shortened(fields), validFrom, validUntil,
    status: places(fields), sha256: digest(fields),
  };
  fields.end();
  return found;
}

/** Whether the issuer signed it with a key that was never revoked, its dates, its status; nothing of accreditation. */
export async function verify(bytes, pack, at) {
  let summary;
  try {
    summary = read(bytes);
  } catch (fault) {
    return { ...standing.ofFault(fault), asOf: at, summary: null };
  }
  const signed = await signature(summary, await pack.history(summary.issuer));
  if (signed.verdict === "invalid") return { ...signed, asOf: at, summary };
  const state = await standing.statusOf(summary.status, summary.issuer, pack, at);
  return { ...standing.joined([signed, standing.dates(summary, at), state]), asOf: at, summary };
}

/** A summary bears no moment of its own: a key that went out of use counts, one that was revoked does not. */
async function signature(summary, history) {
  if (history === null)
    return { verdict: "unknown", checks: [standing.doubted("issuer_unknown", { issuer: summary.issuer.slice(0, 200) })] };
  try {
    const key = keyFor(history, summary.keyId, summary.validFrom);
    await tokens.verify(summary.token, key.method.key);
    const made = standing.passed("signature", { algorithm: key.method.key.algorithm });
    if (key.standing !== "revoked") return { verdict: "valid", checks: [made] };
    return { verdict: "invalid", checks: [made, standing.failed("key_revoked", { day: dayOf(key.since) })] };
  } catch (fault) {
    return standing.ofFault(fault);
  }
}

function controller(keyId) {
  const place = keyId.indexOf("#");
  if (!keyId.startsWith("did:") || place < 0 || place === keyId.length - 1)
    throw refuse("summary_key", { path: "kid", key: keyId.slice(0, 200) });
  return keyId.slice(0, place);
}

function moment(fields, name) {
  const found = fields.whole(name);
  if (found >= END_OF_TIME) throw refuse("field_number", { path: name });
  return found * 1_000_000;
}

function shortened(fields) {
  const found = fields.texts("shortened");
  if (!found.every((name) => SHORTENED.includes(name)))
    throw refuse("field_choice", { path: "shortened", choices: SHORTENED.join(", ") });
  return found;
}

function places(fields) {
  const found = fields.items("status", place, false);
  if (found.length > MOST_ENTRIES) throw refuse("status_entry", { path: "status" });
  return found.flat();
}

function place(fields) {
  const [url, index, purposes] = [fields.text("list"), fields.whole("index"), fields.texts("purposes")];
  if (!purposes.length || new Set(purposes).size !== purposes.length || !purposes.every((one) => PURPOSES.includes(one)))
    throw refuse("status_purposes", { path: fields.place("purposes") });
  return purposes.map((purpose) => ({ url, index, purpose }));
}

function digest(fields) {
  const found = base64url.decode(fields.text("sha256"));
  if (found.length !== 32) throw refuse("summary_digest", { path: "sha256" });
  return tokens.hexadecimal(found);
}
