/* The whole chain offline: certificate, body that issued it, its accreditation, the arrangement behind its accreditor.

   As core/credentials/chain.py, with one difference: a pack holds the status lists of today alone. How an accreditation
   stood on an earlier day is what the platform, which signed the pack, says of it (`events`). */
import { accreditedBodyOf, attestationOf } from "./attestation.js";
import * as credentials from "./credential.js";
import { keyFor } from "./identities.js";
import { dayOf, endOf, moment } from "./moments.js";
import { believes, recognised, told, verdictOf } from "./recognition.js";
import { refuse } from "./refusing.js";
import { CONFORMITY, IDENTITY, checkShape } from "./shapes.js";
import * as standing from "./standing.js";
import { LIST_TYPE, readEntries, readList } from "./status_list.js";

const { doubted, failed, passed } = standing;
const REGISTER = "accreditation";
const MOST_DAYS = 40;
/* of several claims the best answers, of several days the worst */
const RANK = {
  false: 0, out_of_scope: 1, lapsed: 2, unknown: 3, not_claimed: 4, outside_arrangement: 5, approved: 6, overseen: 6, recognised: 6,
};
const SCOPES = "credentialSubject.accreditationScope";
/* certification is a third party's (ISO/IEC 17000:2020, 7.6): no accreditation for it covers what these assessed */
const CERTIFICATION = "certification";
const OTHER_PARTIES = ["self", "commercial", "buyer", "membership"];
const AFTER = { suspended: "suspended", reinstated: "valid", withdrawn: "withdrawn", replaced: "withdrawn" };

/** The verdict on bytes at a moment, by a pack; bad input is a verdict too, with its reason. */
export async function verify(bytes, pack, at) {
  let credential;
  let attestation;
  let registered;
  try {
    credential = await credentials.read(bytes);
    attestation = credential.types.includes(CONFORMITY) ? attestationOf(credential) : null;
    registered = attestation === null && (await checkKind(credential));
  } catch (fault) {
    return { ...standing.ofFault(fault), asOf: at, credential: credential || null, attestation: null, then: null };
  }
  let alone = await byItself(credential, pack, at);
  if (attestation === null) alone = standing.joined([alone, await ofAnotherKind(credential, registered, pack)]);
  if (attestation === null || alone.verdict === "invalid") return { ...alone, asOf: at, credential, attestation, then: null };
  const chain = await chained(attestation, pack, at);
  const same = JSON.stringify(chain.now.checks) === JSON.stringify(chain.then.checks);
  return {
    verdict: standing.gravest([alone.verdict, verdictOf(chain.then.recognition)]),
    checks: [...alone.checks, ...chain.then.checks, ...(same ? [] : chain.now.checks)],
    asOf: at, credential, attestation, ...chain,
  };
}

/** Whether it is the anchor of an accreditation. Refused: what says of itself to be an anchor or a list and is none, and
    an authority that accredits itself. */
async function checkKind(credential) {
  if (credential.types.includes(IDENTITY)) {
    checkShape(credential.document, IDENTITY);
    const subject = credential.document.credentialSubject;
    const registered = subject.registerType === REGISTER;
    if (registered && subject.id === credential.issuer)
      throw refuse("self_accredited", { path: "credentialSubject.id", body: credential.issuer.slice(0, 200) });
    return registered;
  }
  if (credential.types.includes(LIST_TYPE)) await readList(credential.document);
  return false;
}

/** Nothing tells what another credential attests, nor who would have to stand behind its issuer. */
async function ofAnotherKind(credential, registered, pack) {
  const valid = { verdict: "valid", checks: [] };
  const unknown = (check) => ({ verdict: "unknown", checks: [check] });
  if (!credential.types.includes(IDENTITY))
    return credential.types.includes(LIST_TYPE) ? valid : unknown(doubted("another_kind"));
  if (!registered) return valid;
  if (pack.trust === null) return unknown(doubted("no_trust_list"));
  if (!(pack.trust.authorities || []).some((item) => item.id === credential.issuer))
    return unknown(doubted("authority_unknown", { authority: credential.issuer.slice(0, 200) }));
  const { fault } = await readOne(pack, async () => credential, null);
  if (!fault) return valid;
  return fault.status === "warn" ? unknown(fault) : { verdict: "invalid", checks: [fault] };
}

async function byItself(credential, pack, at) {
  const signed = await standing.signature(credential, await pack.history(credential.issuer));
  if (signed.verdict === "invalid") return signed;
  const dates = standing.dates(credential, at);
  if (dates.verdict === "not_yet_valid") return standing.joined([signed, dates]); /* no list says anything of it yet */
  return standing.joined([signed, dates, await standing.status(credential, pack, at)]);
}

async function chained(attestation, pack, at) {
  const both = (recognition, check) => ({
    accreditation: null, then: told(recognition, attestation.days[0], [check]), now: told(recognition, dayOf(at), [check]),
  });
  if (!attestation.claims.length) return both("not_claimed", doubted("no_accreditation"));
  if (attestation.attestationType === CERTIFICATION && OTHER_PARTIES.includes(attestation.assessorLevel))
    return both("unknown", doubted("not_third_party", { level: attestation.assessorLevel }));
  if (pack.trust === null) return both("unknown", doubted("no_trust_list"));
  if (pack.trust.validUntil && at > moment(pack.trust.validUntil)) return both("unknown", doubted("trust_list_old"));
  if (attestation.days.length > MOST_DAYS) return both("unknown", doubted("many_days", { most: MOST_DAYS }));
  let best = null;
  for (const claimed of attestation.claims) {
    const found = await byClaim(claimed, attestation, pack, at, both);
    if (best === null || RANK[found.then.recognition] > RANK[best.then.recognition]) best = found;
  }
  return best;
}

async function byClaim(claimed, attestation, pack, at, both) {
  const held = await readAll(pack, claimed.url);
  if (!held.versions.length) return both("unknown", doubted("accreditation_missing", { url: (claimed.url || claimed.name).slice(0, 200) }));
  const good = held.versions.filter((one) => one.body);
  if (claimed.sha256 !== null && good.length && !good.some((one) => one.credential.sha256 === claimed.sha256))
    return both("unknown", doubted("accreditation_differs"));
  const each = [];
  for (const day of attestation.days) {
    const then = day === attestation.issued ? attestation.validFrom : endOf(day);
    each.push(await judged(claimed, attestation, held, pack, day, then, false));
  }
  return {
    accreditation: held.versions[held.versions.length - 1].body || null,
    then: each.reduce((worst, one) => (RANK[one.recognition] < RANK[worst.recognition] ? one : worst)),
    now: await judged(claimed, attestation, held, pack, dayOf(at), at, true),
  };
}

/** By the version of the accreditation that stood on that day, its status then, its scope and its authority. */
async function judged(claimed, attestation, held, pack, day, at, today) {
  const good = held.versions.filter((one) => one.body);
  const stood = good.filter((one) => one.body.validFrom <= at);
  if (!stood.length) {
    const fault = held.versions.find((one) => one.fault);
    if (fault) return told(fault.fault.status === "warn" ? "unknown" : "false", day, [fault.fault]);
    const newer = good.reduce((first, one) => (one.body.validFrom < first.body.validFrom ? one : first)).body;
    if (newer.since <= day)
      return told("unknown", day, [doubted("accreditation_version_missing", { day, since: dayOf(newer.validFrom) })]);
    return told("lapsed", day, [failed("accreditation_not_yet", { day })]);
  }
  const one = stood.reduce((last, item) => (item.body.validFrom >= last.body.validFrom ? item : last));
  if (one.body.body !== attestation.issuer)
    return told("false", day, [failed("accreditation_of_another", { body: one.body.bodyName.slice(0, 200) })]);
  const named = claimed.authority;
  if (named.startsWith("did:") && named !== one.body.authority)
    return told("false", day, [failed("accreditation_by_another", { authority: one.body.authorityName.slice(0, 200) })]);
  if (one.body.since > day) return told("lapsed", day, [failed("accreditation_not_yet", { day })]);
  const state = today ? await standing.status(one.credential, pack, at) : standingThen(one.credential, held.events, at);
  const verdict = standing.gravest([standing.dates(one.credential, at).verdict, state.verdict]);
  if (verdict === "unknown") return told("unknown", day, [doubted("accreditation_unknown", { day })]);
  if (verdict !== "valid")
    return told("lapsed", day, [failed(`accreditation_${verdict}`, { day, authority: one.body.authorityName.slice(0, 200) })]);
  const found = recognised(attestation, one.body, pack.trust, day);
  const inForce = [passed("accreditation", { number: one.body.number.slice(0, 200), day })];
  if (!tellsStatus(one.credential)) inForce.push(doubted("accreditation_no_status"));
  return told(found.recognition, day, [...inForce, ...found.checks]);
}

/** Whether a credential names a list that says how it stands; its entries were read before. */
const tellsStatus = ({ document }) => standing.statusOfDocument(document) !== null && readEntries(document.credentialStatus).length > 0;

/** How an accreditation stood at a moment, after what the platform says happened to it; nothing said is not known. */
function standingThen(credential, events, at) {
  if (standing.statusOfDocument(credential.document) === null) return { verdict: "valid", checks: [] };
  try {
    readEntries(credential.document.credentialStatus);
  } catch (fault) {
    return standing.ofStatusFault(fault);
  }
  if (!events.length) return { verdict: "unknown", checks: [] };
  let verdict = "valid";
  for (const event of events) if (moment(event.at) <= at && AFTER[event.kind]) verdict = AFTER[event.kind];
  return { verdict, checks: [] };
}

/** Each version read, and signed by a key that the trust list pins for its authority; or the check that failed. */
async function readAll(pack, url) {
  const entry = pack.accreditation(url);
  const versions = [];
  for (const { token, loggedAt } of entry.versions) versions.push(await readOne(pack, () => credentials.read(token), loggedAt));
  return { versions, events: entry.events };
}

async function readOne(pack, read, loggedAt) {
  try {
    const credential = await read();
    const body = accreditedBodyOf(credential);
    const authority = (pack.trust.authorities || []).find((item) => item.id === credential.issuer);
    const named = { authority: credential.issuer.slice(0, 200) };
    if (!authority) return { fault: failed("authority_unknown", named) };
    const history = await pack.history(credential.issuer);
    if (history === null) return { fault: doubted("authority_keys_missing", named) };
    const signed = await standing.signature(credential, history, { at: loggedAt });
    if (signed.verdict === "unknown") return { fault: signed.checks[signed.checks.length - 1] };
    if (signed.verdict !== "valid") return { fault: failed("accreditation_signature", named) };
    const signedAt = credential.signedAt === null ? body.validFrom : credential.signedAt;
    const key = keyFor(history, credential.keyId, signedAt, loggedAt).method.key;
    if (!believes(authority, key, dayOf(signedAt))) return { fault: failed("authority_key", named) };
    return { credential, body };
  } catch (fault) {
    const [check] = standing.ofFault(fault).checks;
    /* an entry of a register may be in order and tell no scope that can be read here */
    return { fault: check.path && check.path.startsWith(SCOPES) ? { ...check, status: "warn" } : check };
  }
}
