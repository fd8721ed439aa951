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
    activityDate: day, measuredQuantity: many(MEASURED),
  },
});
const SCOPED = record({ required: { credentialSubject: record({ required: { accreditationScope: many(anything, 1) } }) } });
const REGISTER = "accreditation";
/** Documents that tell of a day's work: what counts is the accreditation on that day. */
const OF_A_DAY = ["test", "calibration", "inspection"];

/** Refused: another kind of credential, or one of another shape. */
export function attestationOf(credential) {
  checkShape(credential.document, CONFORMITY);
  const said = subjectOf(credential);
  hold(said, OURS);
  const kind = has(said, "documentKind") && KINDS.includes(said.documentKind) ? said.documentKind : null;
  const activity = has(said, "activityDate") ? said.activityDate : null;
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
    validFrom: credential.validFrom,
    validUntil: credential.validUntil,
    accreditation: endorsement(has(said, "authorisation") ? said.authorisation : []),
    dayThatCounts: activity !== null && OF_A_DAY.includes(kind) ? activity : issued,
    issued,
  };
}

/** The first endorsement with evidence, or the first: a certificate is accredited once. */
function endorsement(said) {
  if (!said.length) return null;
  const one = said.find((item) => has(item, "endorsementEvidence")) || said[0];
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
