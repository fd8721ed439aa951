/* The shape of a document, told as data (core/credentials/shapes.py) and the shapes of the UN Transparency Protocol 0.7.0
   (untp.py): what is missing, unknown or wrong is refused with its place. */
import { isDay, moment as readMoment } from "./moments.js";
import { Refused, refuse } from "./refusing.js";
import { has, isNumber, isObject, isWhole, size } from "./strict_json.js";

const ADDRESS = /^[A-Za-z][A-Za-z0-9+.\-]*:[^<>"{}|\\^`\x00-\x20]+$/u;
const LONGEST = 20_000;
const LONGEST_ADDRESS = 2_048;

class Misshapen extends Error {
  constructor(expected, ...parts) {
    super(expected);
    this.expected = expected;
    this.parts = parts;
  }

  get path() {
    return this.parts.reduceRight(
      (found, part) => found + (typeof part === "number" ? `[${part}]` : found ? `.${part}` : part), "");
  }
}

/** Refuse a value that has not this shape. */
export function hold(value, shape) {
  try {
    shape(value);
  } catch (fault) {
    if (!(fault instanceof Misshapen)) throw fault;
    throw refuse(fault.expected === "missing" ? "shape_missing" : "shape", { path: fault.path, expected: fault.expected });
  }
}

const expect = (expected, good) => (value) => { if (!good(value)) throw new Misshapen(expected); };

export const text = expect("text", (value) => typeof value === "string" && value !== "" && size(value) <= LONGEST);
export const address = expect("address", (value) => typeof value === "string" && size(value) <= LONGEST_ADDRESS && ADDRESS.test(value));
export const number = expect("number", isNumber);
export const whole = expect("whole_number", isWhole);
export const truth = expect("truth", (value) => typeof value === "boolean");
export const day = expect("date", isDay);
export const moment = expect("moment", (value) => {
  try {
    readMoment(value);
    return true;
  } catch (fault) {
    if (fault instanceof Refused) return false;
    throw fault;
  }
});
export const anything = () => {};
export const choice = (...names) => expect(names.join(" / "), (value) => typeof value === "string" && names.includes(value));

export const many = (shape, least = 0) => (value) => {
  if (!Array.isArray(value) || value.length < least) throw new Misshapen("list");
  value.forEach((item, place) => within(shape, item, place));
};

/** An object with the members `required`; a closed one has no others but those of `optional`. */
export function record({ named = null, closed = false, optional = {}, required = {} }) {
  const members = { ...optional, ...required };
  return (value) => {
    if (!isObject(value)) throw new Misshapen("object");
    for (const name of Object.keys(required)) if (!has(value, name)) throw new Misshapen("missing", name);
    if (named !== null && has(value, "type") && !(Array.isArray(value.type) && value.type.includes(named)))
      throw new Misshapen(named, "type");
    if (closed) {
      for (const name of Object.keys(value))
        if (name !== "type" && !has(members, name)) throw new Misshapen("no_such_member", name);
    }
    for (const name of Object.keys(value)) if (has(members, name)) within(members[name], value[name], name);
  };
}

function within(shape, value, part) {
  try {
    shape(value);
  } catch (fault) {
    if (fault instanceof Misshapen) fault.parts.push(part);
    throw fault;
  }
}

export const W3C_CONTEXT = "https://www.w3.org/ns/credentials/v2";
export const UNTP_CONTEXT = "https://vocabulary.uncefact.org/untp/0.7.0/context/";
/* terms of proofs: they give no member of a credential another meaning */
const FURTHER_CONTEXTS = ["https://w3id.org/security/data-integrity/v2", "https://www.w3.org/ns/credentials/status/v1"];
export const CONFORMITY = "DigitalConformityCredential";
export const IDENTITY = "DigitalIdentityAnchor";

const named = (kind = null, more = {}) => record({ named: kind, required: { id: address, name: text }, optional: more });

const SCHEME = record({ named: "IdentifierScheme", closed: true, required: { id: address, name: text } });
const PARTY = named("Party", { registeredId: text, idScheme: SCHEME });
const IMAGE = record({ closed: true, required: { name: text, imageData: text, mediaType: text }, optional: { description: text } });
const LINK = record({
  closed: true, required: { linkURL: address, linkName: text },
  optional: { digestMultibase: text, mediaType: text, linkType: text },
});
const SCORE = record({ closed: true, required: { code: text }, optional: { rank: whole, definition: text } });
const TOPIC = record({ named: "ConformityTopic", closed: true, required: { id: address, name: text }, optional: { definition: text } });
const MEASURE = record({
  closed: true, required: { value: number, unit: text }, optional: { upperTolerance: number, lowerTolerance: number },
});
const PERFORMANCE = record({ closed: true, optional: { metric: named(), measure: MEASURE, score: SCORE } });
const ENDORSEMENT = record({
  required: { name: text, issuingAuthority: PARTY }, optional: { trustmark: IMAGE, endorsementEvidence: LINK },
});
const ASSESSMENT = record({
  named: "ConformityAssessment",
  required: {
    id: address, name: text, assessmentCriteria: many(named("Criterion")), assessmentDate: day,
    assessedPerformance: many(PERFORMANCE), conformityTopic: many(TOPIC),
  },
  optional: {
    assessedProduct: many(record({ required: { product: named() }, optional: { idVerifiedByCAB: truth } })),
    assessedFacility: many(record({ required: { facility: named() }, optional: { idVerifiedByCAB: truth } })),
    assessedOrganisation: PARTY, referenceStandard: many(named()), referenceRegulation: many(named()),
    specifiedCondition: many(anything), evidence: many(LINK), conformance: truth,
  },
});
const ATTESTATION = record({
  named: "ConformityAttestation",
  required: {
    id: address, name: text,
    assessorLevel: choice("self", "commercial", "buyer", "membership", "unspecified", "3rdParty", "hybrid"),
    assessmentLevel: choice(
      "authority-benchmark", "authority-mandate", "authority-globalmra", "authority-peer", "authority-extended-mra",
      "scheme-self", "scheme-cab", "no-endorsement"),
    attestationType: choice(
      "certification", "declaration", "inspection", "testing", "verification", "validation", "calibration"),
    issuedToParty: PARTY, referenceScheme: named("ConformityScheme"),
  },
  optional: {
    description: text, authorisation: many(ENDORSEMENT), referenceProfile: named("ConformityProfile"),
    profileScore: SCORE, conformityCertificate: LINK, auditableEvidence: LINK, trustmark: IMAGE,
    conformityAssessment: many(ASSESSMENT),
  },
});
const REGISTERED = record({
  named: "RegisteredIdentity",
  required: {
    id: address, registeredName: text, registeredId: text, registeredDate: day, schemeId: SCHEME,
    registerType: choice("product", "facility", "business", "trademark", "land", "accreditation"),
  },
  optional: { publicInformation: address, registrar: PARTY, registrationScope: many(address) },
});

const credential = (subject, closed) => record({
  required: {
    id: address,
    issuer: record({
      named: "CredentialIssuer", closed, required: { id: address, name: text }, optional: { issuerAlsoKnownAs: many(PARTY) },
    }),
    validFrom: moment, name: text, credentialSubject: subject,
  },
  optional: { validUntil: moment },
});
const SHAPES = { [CONFORMITY]: credential(ATTESTATION, false), [IDENTITY]: credential(REGISTERED, true) };

/** Refuse what is no conformity credential or identity anchor (`kind`) of the protocol. */
export function checkShape(document, kind) {
  const kinds = document.type;
  if (!Array.isArray(kinds) || !kinds.includes(kind) || !kinds.includes("VerifiableCredential"))
    throw refuse("kind", { path: "type", expected: kind });
  const contexts = document["@context"];
  if (!Array.isArray(contexts) || contexts[0] !== W3C_CONTEXT || contexts[1] !== UNTP_CONTEXT)
    throw refuse("context_order", { path: "@context" });
  contexts.forEach((context, place) => {
    if (place > 1 && !FURTHER_CONTEXTS.includes(context)) throw refuse("context_unknown", { path: `@context[${place}]` });
  });
  hold(document, SHAPES[kind]);
}
