/* Credentials as they come: a signed token, a document with its proof, or the wrapper that W3C puts around a token
   (W3C VCDM 2.0, 4). Read, not verified: `verify` does that with a key of the issuer. */
import * as proofs from "./data_integrity.js";
import { hold, address, W3C_CONTEXT } from "./shapes.js";
import { END_OF_TIME, moment } from "./moments.js";
import { refuse } from "./refusing.js";
import { has, isNumber, isObject, parseObject, Real } from "./strict_json.js";
import * as tokens from "./token.js";

const ENVELOPED = "EnvelopedVerifiableCredential";
const ENVELOPE = "data:application/vc+jwt,";

/** The credential in bytes, with the sha256 of the bytes that came. */
export async function read(bytes) {
  const data = trimmed(bytes);
  if (data[0] !== 0x7b) return ofToken(data);
  const document = parseObject(data);
  const kind = document.type;
  if (kind !== ENVELOPED && !(Array.isArray(kind) && kind.length === 1 && kind[0] === ENVELOPED))
    return ofProof(document, data);
  const inner = document.id;
  if (typeof inner !== "string" || !inner.startsWith(ENVELOPE) || !/^[\x00-\x7f]*$/.test(inner))
    throw refuse("envelope", { path: "id" });
  return ofToken(tokens.bytesOf(inner.slice(ENVELOPE.length)));
}

export function trimmed(bytes) {
  const blank = (byte) => byte === 32 || byte === 9 || byte === 13 || byte === 10;
  let begin = 0;
  let end = bytes.length;
  while (begin < end && blank(bytes[begin])) begin += 1;
  while (end > begin && blank(bytes[end - 1])) end -= 1;
  return bytes.subarray(begin, end);
}

/** The one subject; refused where there are several. */
export function subjectOf(credential) {
  let found = credential.document.credentialSubject;
  if (Array.isArray(found) && found.length === 1) [found] = found;
  if (!isObject(found)) throw refuse("several_subjects", { path: "credentialSubject" });
  return found;
}

async function ofProof(document, data) {
  const proof = await proofs.read(document);
  const found = content(proofs.without(document, "proof"), [null, proof.expires]);
  return {
    ...found, verify: (key) => proofs.verify(proof, key), keyId: proof.keyId,
    signedAt: proof.created === null ? found.validFrom : proof.created,
    sha256: tokens.hexadecimal(await tokens.sha256(data)),
  };
}

async function ofToken(data) {
  const token = tokens.read(data);
  const document = token.payload;
  const limits = [claimed(document, "nbf"), claimed(document, "exp")];
  const issuer = isObject(document.issuer) ? member(document.issuer, "id") : member(document, "issuer");
  const subject = isObject(document.credentialSubject) ? member(document.credentialSubject, "id") : null;
  for (const [claim, stated] of [["iss", issuer], ["jti", member(document, "id")], ["sub", subject]]) {
    if (has(document, claim) && stated !== null && JSON.stringify(document[claim]) !== JSON.stringify(stated))
      throw refuse("token_claim_differs", { path: claim, name: claim });
  }
  if (has(token.header, "iss") && JSON.stringify(token.header.iss) !== JSON.stringify(issuer))
    throw refuse("token_claim_differs", { path: "iss", name: "iss" });
  const found = content(document, limits);
  return {
    ...found, verify: (key) => tokens.verify(token, key), keyId: token.keyId,
    signedAt: signedAt(document, found.validFrom), sha256: tokens.hexadecimal(await tokens.sha256(data)),
  };
}

function content(document, [begin, end]) {
  const contexts = document["@context"];
  if (!Array.isArray(contexts) || contexts[0] !== W3C_CONTEXT) throw refuse("context_order", { path: "@context" });
  const kinds = document.type;
  const types = typeof kinds === "string" ? [kinds] : Array.isArray(kinds) ? kinds : [];
  if (!types.includes("VerifiableCredential") || !types.every((kind) => typeof kind === "string"))
    throw refuse("kind", { path: "type", expected: "VerifiableCredential" });
  const subjects = document.credentialSubject;
  const each = Array.isArray(subjects) && subjects.length ? subjects : [subjects];
  if (!each.every((one) => isObject(one) && Object.keys(one).length))
    throw refuse("shape_missing", { path: "credentialSubject", expected: "missing" });
  const [issuer, issuerName] = issuerOf(document);
  const begins = [has(document, "validFrom") ? moment(document.validFrom, "validFrom") : null, begin];
  const ends = [has(document, "validUntil") ? moment(document.validUntil, "validUntil") : null, end];
  const validFrom = begins.every((one) => one === null) ? null : Math.max(...begins.filter((one) => one !== null));
  const validUntil = ends.every((one) => one === null) ? null : Math.min(...ends.filter((one) => one !== null));
  if (validFrom !== null && validUntil !== null && validUntil < validFrom) throw refuse("window", { path: "validUntil" });
  const id = member(document, "id");
  if (id !== null) hold(id, address);
  return { document, types, issuer, issuerName, id, validFrom, validUntil };
}

function issuerOf(document) {
  const issuer = member(document, "issuer");
  const name = isObject(issuer) ? member(issuer, "name") : null;
  const found = isObject(issuer) ? member(issuer, "id") : issuer;
  if (found === null) throw refuse("shape_missing", { path: "issuer", expected: "missing" });
  hold(found, address);
  return [found, typeof name === "string" ? name : null];
}

const member = (object, name) => (has(object, name) ? object[name] : null);
const plain = (value) => (value instanceof Real ? value.value : value);

/** When its issuer says it was signed (`iat`); else when it begins to hold. */
function signedAt(document, validFrom) {
  const said = member(document, "iat");
  return isNumber(said) && plain(said) >= 0 && plain(said) < END_OF_TIME ? Math.round(plain(said) * 1_000_000) : validFrom;
}

/** `nbf` and `exp` in seconds since 1970 (RFC 7519, 2). */
function claimed(document, name) {
  const value = member(document, name);
  if (value === null) return null;
  if (!isNumber(value) || !(plain(value) >= 0 && plain(value) < END_OF_TIME))
    throw refuse("token_claim_differs", { path: name, name });
  return Math.round(plain(value) * 1_000_000);
}
