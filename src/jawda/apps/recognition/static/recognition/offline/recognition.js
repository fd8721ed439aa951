/* By whom an issuer is recognised on a day: scheme, scope, authority and arrangement of the trust list. */
import { undated } from "./kinds.js";
import { holdsOn } from "./moments.js";
import { covered } from "./scopes.js";
import { doubted, failed, passed } from "./standing.js";

const BROKEN = ["out_of_scope", "lapsed", "false"];

/** What a recognition makes of the certificate: a claim that does not hold is no claim to be believed. */
export const verdictOf = (recognition) =>
  recognition === "unknown" ? "unknown" : BROKEN.includes(recognition) ? "invalid" : "valid";

/** Whether a key is one of an authority's on a day of its own time on the list. */
export const believes = (authority, key, day) =>
  holdsOn(day, authority.since, authority.until)
  && authority.keys.some((item) => item.thumbprint === key.thumbprint && holdsOn(day, item.since, item.until));

/** Scope, authority and arrangement; that `body` is signed and in force is checked before. */
export function recognised(attestation, body, trust, day) {
  const entry = (trust.authorities || []).find((item) => item.id === body.authority);
  if (entry && !holdsOn(day, entry.since, entry.until))
    return told("lapsed", day, [failed("authority_not_then", { authority: body.authority.slice(0, 200), day })]);
  if (attestation.kind === null) return told("unknown", day, [doubted("kind_unknown")]);
  const { fault, standards } = covered(body.scopes, attestation, day);
  if (fault) {
    const why = { id: `credentials.${fault.reason}`, status: fault.unsure ? "warn" : "fail", data: fault.data, path: null };
    return told(fault.unsure ? "unknown" : "out_of_scope", day, [why]);
  }
  const within = passed("in_scope", { day });
  const scheme = (trust.schemes || []).find((item) => item.id === attestation.scheme.id);
  if (scheme && scheme.kind === "none") return told("not_claimed", day, [within, doubted("scheme_of_nobody")]);
  if (scheme && (scheme.kind === "oversight" || scheme.kind === "approval")) {
    const authority = body.authority.slice(0, 200);
    if (!(scheme.authorities || []).includes(body.authority)) return told("false", day, [within, failed("not_of_scheme", { authority })]);
    const found = scheme.kind === "oversight" ? "overseen" : "approved";
    return told(found, day, [within, passed(found, { authority })]);
  }
  return byArrangement(attestation.kind, standards, body, trust, day, within);
}

/** Each part of the claim must lie in a scope for whose standard an arrangement recognises the accreditor. */
function byArrangement(kind, standards, body, trust, day, within) {
  const checks = new Map();
  for (const choices of standards) {
    const found = choices.map((standard) => memberOn(trust, body.authority, kind, standard, day)).find(Boolean);
    if (!found)
      return told("outside_arrangement", day, [within, doubted("outside_arrangement", { authority: body.authorityName.slice(0, 200), day })]);
    const name = found.transition ? "arrangement_transition" : "arrangement";
    checks.set(found.arrangement.id, passed(name, { arrangement: found.arrangement.id.slice(0, 200), day }));
  }
  return told("recognised", day, [within, ...checks.values()]);
}

/** The arrangement that recognised an authority on a day; one that holds goes before one in transition. */
function memberOn(trust, authority, kind, standard, day) {
  const entry = (trust.authorities || []).find((item) => item.id === authority);
  if (!entry || !holdsOn(day, entry.since, entry.until)) return null;
  const found = [];
  for (const arrangement of trust.arrangements || []) {
    for (const member of arrangement.members || []) {
      if (member.authority === authority && member.kind === kind && undated(member.standard) === undated(standard)
        && counts(arrangement, member, day))
        found.push({ arrangement, transition: !holdsOn(day, arrangement.since, arrangement.until) });
    }
  }
  const rank = (one) => `${one.transition ? 0 : 1}${one.arrangement.since}`;
  return found.reduce((best, one) => (best === null || rank(one) > rank(best) ? one : best), null);
}

/** On a day after the arrangement's end, what counted on its last day counts until the transition's. */
function counts(arrangement, member, on) {
  let day = on;
  if (arrangement.until && on > arrangement.until) {
    if (!arrangement.transitionUntil || on > arrangement.transitionUntil) return false;
    day = arrangement.until;
  }
  return holdsOn(day, arrangement.since, arrangement.until) && holdsOn(day, member.since, member.until);
}

export const told = (recognition, on, checks) => ({ recognition, on, checks });
