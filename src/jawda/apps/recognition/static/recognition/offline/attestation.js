/* What a conformity credential attests, and what an identity anchor says of an accreditation (UNTP 0.7.0). */
import { subjectOf } from "./credential.js";
import { multibase } from "./keys.js";
import { dayOf } from "./moments.js";
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
/** Types of attestations that one kind of document alone has. */
const BY_TYPE = { inspection: "inspection", testing: "test", calibration: "calibration" };
/** Documents that tell of a day's work: what counts is the accreditation on that day. */
const OF_A_DAY = ["test", "calibration", "inspection"];

/** Refused: another kind of credential, one of another shape, or one whose kind and type contradict each other. */
export function attestationOf(credential) {
  checkShape(credential.document, CONFORMITY);
  const said = subjectOf(credential);
  hold(said, OURS);
  const kind = kindOf(said);
  const activity = activityOf(said, kind);
  const issued = dayOf(credential.validFrom);
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
    dayThatCounts: activity !== null && OF_A_DAY.includes(kind) ? activity : issued,
    issued,
  };
}

/** In our own word; of another issuer, which has none, as far as the protocol's type of attestation tells it. */
function kindOf(said) {
  const ofType = has(BY_TYPE, said.attestationType) ? BY_TYPE[said.attestationType] : null;
  if (!has(said, "documentKind")) return ofType;
  const kind = KINDS.includes(said.documentKind) ? said.documentKind : null;
  if (kind !== null && (ofType !== null || OF_A_DAY.includes(kind)) && ofType !== kind)
    throw refuse("kind_differs", { path: "credentialSubject.documentKind", kind, type: said.attestationType });
  return kind;
}

/** Of a document about a day's work, the day of its assessments too, where they were all made on one. */
function activityOf(said, kind) {
  if (has(said, "activityDate")) return said.activityDate;
  if (!OF_A_DAY.includes(kind) || !has(said, "conformityAssessment")) return null;
  const days = new Set(said.conformityAssessment.map((item) => item.assessmentDate));
  return days.size === 1 ? [...days][0] : null;
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
