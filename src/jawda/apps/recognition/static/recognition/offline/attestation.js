/* What a conformity credential attests, and what an identity anchor says of an accreditation (UNTP 0.7.0). */
import { subjectOf } from "./credential.js";
import { multibase } from "./keys.js";
import { dayOf, nextDay } from "./moments.js";
import { refuse } from "./refusing.js";
import { readScope } from "./scopes.js";
import { CONFORMITY, IDENTITY, anything, checkShape, day, hold, many, number, record, text } from "./shapes.js";
import { has } from "./strict_json.js";
import { hexadecimal } from "./token.js";
import { KINDS } from "./kinds.js";

const MEASURED = record({
  closed: true, required: { quantity: text, unit: text, low: number, high: number, uncertainty: number, uncertaintyUnit: text },
});
const OURS = record({
  optional: {
    documentKind: text, certificateNumber: text, certifiedScope: text, sectorCode: many(text), certifiedSite: many(text),
    activityDate: day, measuredQuantity: many(MEASURED), replacedCertificateNumber: text,
  },
});
const SCOPED = record({ required: { credentialSubject: record({ required: { accreditationScope: many(anything, 1) } }) } });
const REGISTER = "accreditation";
const MOST_CLAIMS = 8;
/** Kinds that are certified, by a third party: a declaration is a first party's (ISO/IEC 17000:2020, 7.5, 7.6). */
const CERTIFIED = ["management_system", "product", "person"];
/** Types of attestations that one kind of document alone has. */
const BY_TYPE = { inspection: "inspection", testing: "test", calibration: "calibration" };
/** Documents that tell of a day's work: what counts is the accreditation on that day. */
const OF_A_DAY = ["test", "calibration", "inspection"];

/** Refused: another kind of credential, one of another shape, one whose kind and type contradict each other, or that
    tells of a day after its issue. */
export function attestationOf(credential) {
  checkShape(credential.document, CONFORMITY);
  const said = subjectOf(credential);
  hold(said, OURS);
  const kind = kindOf(said);
  const issued = dayOf(credential.validFrom);
  const days = daysOf(said, kind);
  if (days.length && days[days.length - 1] > nextDay(issued)) /* a day begins earlier in the east */
    throw refuse("day_after_issue", { path: "credentialSubject.activityDate", day: days[days.length - 1] });
  return {
    number: has(said, "certificateNumber") ? said.certificateNumber : said.id,
    kind,
    holder: said.issuedToParty.name,
    issuer: credential.issuer,
    issuerName: credential.issuerName || credential.issuer,
    scheme: said.referenceScheme,
    standard: has(said, "referenceProfile") ? said.referenceProfile.name : null,
    scope: has(said, "certifiedScope") ? said.certifiedScope : null,
    sectors: has(said, "sectorCode") ? said.sectorCode : [],
    measured: has(said, "measuredQuantity") ? said.measuredQuantity : [],
    replaces: has(said, "replacedCertificateNumber") ? said.replacedCertificateNumber : null,
    validFrom: credential.validFrom,
    validUntil: credential.validUntil,
    attestationType: said.attestationType,
    assessorLevel: said.assessorLevel,
    claims: endorsements(has(said, "authorisation") ? said.authorisation : []),
    references: referencesOf(said),
    days: days.length ? days : [issued],
    issued,
  };
}

/** In our own word; of another issuer, which has none, as far as the protocol's type of attestation tells it. */
function kindOf(said) {
  const ofType = has(BY_TYPE, said.attestationType) ? BY_TYPE[said.attestationType] : null;
  if (!has(said, "documentKind")) return ofType;
  const kind = KINDS.includes(said.documentKind) ? said.documentKind : null;
  const needs = CERTIFIED.includes(kind) && said.attestationType !== "certification";
  if (needs || (kind !== null && (ofType !== null || OF_A_DAY.includes(kind)) && ofType !== kind))
    throw refuse("kind_differs", { path: "credentialSubject.documentKind", kind, type: said.attestationType });
  return kind;
}

const assessments = (said) => (has(said, "conformityAssessment") ? said.conformityAssessment : []);

/** On which the work was done that a test, a calibration or an inspection tells of; none for the others. */
function daysOf(said, kind) {
  if (!OF_A_DAY.includes(kind)) return [];
  const days = assessments(said).map((item) => item.assessmentDate);
  return [...new Set(has(said, "activityDate") ? [said.activityDate, ...days] : days)].sort();
}

/** What it attests conformity with, by name: each must be in the issuer's scope. */
function referencesOf(said) {
  const own = has(said, "referenceProfile") ? [said.referenceProfile.name] : [];
  const others = assessments(said).flatMap((item) => (has(item, "referenceStandard") ? item.referenceStandard : []));
  return [...new Set([...own, ...others.map((one) => one.name)])];
}

/** Those with evidence first: nothing can be verified of the others. */
function endorsements(said) {
  const proved = (item) => has(item, "endorsementEvidence");
  return [...said.filter(proved), ...said.filter((item) => !proved(item))].slice(0, MOST_CLAIMS).map(endorsement);
}

function endorsement(one) {
  const evidence = has(one, "endorsementEvidence") ? one.endorsementEvidence : {};
  return {
    name: one.name,
    authority: one.issuingAuthority.id,
    url: has(evidence, "linkURL") ? evidence.linkURL : null,
    sha256: has(evidence, "digestMultibase") ? digest(evidence.digestMultibase) : null,
  };
}

function digest(said) {
  if (!/^[zu]/.test(said)) return ""; /* in another base: equal to nothing here */
  const found = multibase(said);
  if (found.length !== 34 || found[0] !== 0x12 || found[1] !== 0x20) return ""; /* of another hash: equal to nothing here */
  return hexadecimal(found.slice(2));
}

/** Refused: another kind of credential or of register, no scope that can be read, a body that accredits itself. */
export function accreditedBodyOf(credential) {
  checkShape(credential.document, IDENTITY);
  const subject = credential.document.credentialSubject;
  if (subject.registerType !== REGISTER)
    throw refuse("other_register", { path: "credentialSubject.registerType", expected: REGISTER });
  hold(credential.document, SCOPED);
  if (credential.issuer === subject.id)
    throw refuse("self_accredited", { path: "credentialSubject.id", body: subject.id.slice(0, 200) });
  return {
    number: subject.registeredId,
    authority: credential.issuer,
    authorityName: credential.issuerName || credential.issuer,
    body: subject.id,
    bodyName: subject.registeredName,
    since: subject.registeredDate,
    scopes: subject.accreditationScope.map((item, place) => readScope(item, `credentialSubject.accreditationScope[${place}]`)),
    validFrom: credential.validFrom,
    validUntil: credential.validUntil,
  };
}
