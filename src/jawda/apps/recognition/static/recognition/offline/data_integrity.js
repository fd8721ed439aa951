/* Proofs within a document, of the suite eddsa-jcs-2022 (W3C VC Data Integrity EdDSA Cryptosuites 1.0, 3.3).

   What is signed is the canonical form (RFC 8785) of the proof's options and of the document without it. */
import { multibase } from "./keys.js";
import { moment } from "./moments.js";
import { refuse } from "./refusing.js";
import { Real, has, isObject, named } from "./strict_json.js";
import { sha256 } from "./token.js";

const SUITE = "eddsa-jcs-2022";
const TYPE = "DataIntegrityProof";
const PURPOSE = "assertionMethod";
const REQUIRED = ["type", "cryptosuite", "verificationMethod", "proofPurpose", "proofValue"];
const OPTIONAL = ["id", "created", "expires", "domain", "challenge", "nonce", "@context"];

/** RFC 8785: names in the order of their UTF-16 units, numbers and texts as JavaScript writes them. */
export function canonical(value) {
  if (value instanceof Real) return JSON.stringify(value.value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  return `{${Object.keys(value).sort().map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

/** The one proof of a document, not yet verified. Refused: none or several, another suite, type or purpose. */
export async function read(document) {
  let proof = has(document, "proof") ? document.proof : null;
  if (Array.isArray(proof) && proof.length === 1) [proof] = proof;
  if (!isObject(proof)) throw refuse("proof_count", { path: "proof" });
  if (proof.type !== TYPE || proof.cryptosuite !== SUITE)
    throw refuse("proof_suite", { path: "proof.cryptosuite", suite: named(proof.cryptosuite).slice(0, 40) });
  const names = Object.keys(proof);
  const missing = REQUIRED.filter((name) => !names.includes(name));
  const surplus = names.filter((name) => !REQUIRED.includes(name) && !OPTIONAL.includes(name));
  for (const name of (missing.length ? missing : surplus).map((one) => one.slice(0, 60)).sort())
    throw refuse("proof_member", { path: `proof.${name}`, name });
  if (proof.proofPurpose !== PURPOSE) throw refuse("proof_purpose", { path: "proof.proofPurpose", expected: PURPOSE });
  for (const name of ["verificationMethod", "proofValue"])
    if (typeof proof[name] !== "string") throw refuse("proof_member", { path: `proof.${name}`, name });
  checkContext(document, proof);
  const signature = multibase(proof.proofValue, "z");
  if (signature.length !== 64) throw refuse("proof_signature");
  const digests = await Promise.all([without(proof, "proofValue"), without(document, "proof")].map(digest));
  const [created, expires] = ["created", "expires"].map((name) => (has(proof, name) ? moment(proof[name], `proof.${name}`) : null));
  return { keyId: proof.verificationMethod, signature, signed: Uint8Array.of(...digests[0], ...digests[1]), created, expires };
}

/** Refuse where the key is no Ed25519 key or did not sign. */
export async function verify(proof, key) {
  if (key.algorithm !== "Ed25519") throw refuse("token_algorithm_of_key", { algorithm: SUITE, key: key.algorithm });
  if (!(await key.verifies(proof.signature, proof.signed))) throw refuse("proof_signature");
}

/** A proof's own context must be the beginning of the document's (3.3.2, step 4). */
function checkContext(document, proof) {
  if (!has(proof, "@context")) return;
  const [ours, whole] = [proof["@context"], has(document, "@context") ? document["@context"] : null]
    .map((one) => (Array.isArray(one) ? one : [one]).map(canonical));
  if (ours.length > whole.length || ours.some((one, place) => one !== whole[place]))
    throw refuse("proof_context", { path: "proof.@context" });
}

/** A copy without one member, and without a prototype: no name in a document means anything but itself. */
export function without(object, name) {
  const rest = Object.create(null);
  for (const other of Object.keys(object)) if (other !== name) rest[other] = object[other];
  return rest;
}

const digest = (value) => sha256(new TextEncoder().encode(canonical(value)));
