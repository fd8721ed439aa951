/* Whether one credential holds by itself at a moment: its issuer's key, its signature, its dates, its status. */
import { keyFor } from "./identities.js";
import { dayOf } from "./moments.js";
import { NotHere, Refused } from "./refusing.js";
import { answer, readEntries } from "./status_list.js";
import { has } from "./strict_json.js";

const ORDER = ["invalid", "withdrawn", "expired", "not_yet_valid", "suspended", "unknown", "valid"];
const OTHER_FORMS = ["credentials.status_entry_kind", "credentials.status_size", "credentials.status_purposes"];
const KEY_FAULTS = { revoked: "key_revoked", not_yet: "key_not_yet", retired: "key_retired" };

const check = (status) => (name, data = {}) => ({ id: `verification.${name}`, status, data, path: null });
export const passed = check("ok");
export const doubted = check("warn");
export const failed = check("fail");

/** The one that is told: what was forged is not suspended, what was withdrawn is not merely expired. */
export const gravest = (verdicts) => ORDER[Math.min(...verdicts.map((one) => ORDER.indexOf(one)), ORDER.length - 1)];

/** A refusal as a check that failed; what cannot be checked here as one that could not be made. */
export function ofFault(fault) {
  if (fault instanceof Refused)
    return { verdict: "invalid", checks: [{ id: `credentials.${fault.reason}`, status: "fail", data: fault.data, path: fault.path }] };
  if (fault instanceof NotHere) return { verdict: "unknown", checks: [doubted(fault.check, fault.data)] };
  throw fault;
}

export const joined = (parts) => ({ verdict: gravest(parts.map((one) => one.verdict)), checks: parts.flatMap((one) => one.checks) });

/** Whether its issuer signed it with a key that was theirs then.

    Once a key was revoked, what was not logged before does not count. `log` is null where the log is not at hand: then it
    cannot be told. Else `log.at` is when this was first seen there, null for never. */
export async function signature(credential, history, log = null) {
  if (history === null)
    return { verdict: "unknown", checks: [doubted("issuer_unknown", { issuer: credential.issuer.slice(0, 200) })] };
  const signedAt = credential.signedAt === null ? log && log.at : credential.signedAt;
  if (signedAt === null) return { verdict: "unknown", checks: [doubted("no_moment")] };
  let key;
  try {
    key = keyFor(history, credential.keyId, signedAt, log && log.at);
    await credential.verify(key.method.key);
  } catch (fault) {
    return ofFault(fault);
  }
  const made = passed("signature", { algorithm: key.method.key.algorithm });
  if (key.standing === "in_use") return { verdict: "valid", checks: [made, passed("key_in_use")] };
  const day = dayOf(key.since);
  if (key.standing === "revoked" && log === null)
    return { verdict: "unknown", checks: [made, doubted("key_revoked_not_here", { day })] };
  return { verdict: "invalid", checks: [made, failed(KEY_FAULTS[key.standing], { day })] };
}

/** Whether a moment lies between the first and the last. */
export function dates({ validFrom, validUntil }, at) {
  if (validFrom !== null && at < validFrom)
    return { verdict: "not_yet_valid", checks: [failed("not_yet", { day: dayOf(validFrom) })] };
  if (validUntil !== null && at >= validUntil) return { verdict: "expired", checks: [failed("expired", { day: dayOf(validUntil) })] };
  if (validUntil === null) return { verdict: "valid", checks: [passed("no_end")] };
  return { verdict: "valid", checks: [passed("in_time", { day: dayOf(validUntil) })] };
}

/** Told in another way than is read here, a standing may be in order where that is read. */
export function ofStatusFault(fault) {
  const found = ofFault(fault);
  if (!OTHER_FORMS.includes(found.checks[0].id)) return found;
  return { verdict: "unknown", checks: [{ ...found.checks[0], status: "warn" }] };
}

/** What a document says of where its standing is told; null where it says nothing. */
export const statusOfDocument = (document) => (has(document, "credentialStatus") ? document.credentialStatus : null);

/** What the lists say of a credential that names them. */
export async function status(credential, pack, at) {
  const said = statusOfDocument(credential.document);
  if (said === null) return { verdict: "valid", checks: [doubted("no_status")] };
  let entries;
  try {
    entries = readEntries(said);
  } catch (fault) {
    return ofStatusFault(fault);
  }
  return statusOf(entries, credential.issuer, pack, at);
}

/** The same for entries read elsewhere: the version of each list that stood at the moment answers. */
export async function statusOf(entries, issuer, pack, at) {
  if (!entries.length) return { verdict: "valid", checks: [doubted("no_status")] };
  return joined(await Promise.all(entries.map((entry) => one(entry, issuer, pack, at))));
}

async function one(entry, issuer, pack, at) {
  const held = (await pack.lists(entry.url)).filter((list) => list.validFrom <= at);
  const newest = held.reduce((best, list) => (best === null || list.validFrom >= best.validFrom ? list : best), null);
  if (newest === null) return { verdict: "unknown", checks: [doubted("no_list", { url: entry.url.slice(0, 200) })] };
  const said = answer(newest, entry, issuer, at);
  if (said.reason)
    return { verdict: "unknown", checks: [{ id: `credentials.${said.reason}`, status: "warn", data: said.data, path: null }] };
  const suspension = entry.purpose === "suspension";
  if (!said.set) return { verdict: "valid", checks: [passed(suspension ? "not_suspended" : "not_withdrawn")] };
  return suspension ? { verdict: "suspended", checks: [failed("suspended")] } : { verdict: "withdrawn", checks: [failed("withdrawn")] };
}
