/* Signed tokens: JWS in its compact form, as credentials use it (RFC 7515; W3C VC-JOSE-COSE, 3.1).

   Nothing in a token says where a key is to be had: it is read, and then verified with a key that the caller trusts. */
import * as base64url from "./base64url.js";
import { Refused, refuse } from "./refusing.js";
import { MOST_BYTES, has, named, parseObject } from "./strict_json.js";

export const MOST_TOKEN_BYTES = Math.floor((MOST_BYTES * 4) / 3) + 8_192;
const MOST_HEADER_BYTES = 4_096;
const FORBIDDEN = ["crit", "b64", "zip", "enc", "jwk", "jku", "x5u", "x5c"];
const FORMER_CLAIMS = ["vc", "vp"];
/** “EdDSA” is the older name; for an Ed25519 key the two are one. */
export const NAMES = { Ed25519: "Ed25519", EdDSA: "Ed25519", ES256: "ES256", ES384: "ES384", ES512: "ES512" };

/** A text of which each character is one byte. */
export function latin(bytes) {
  let found = "";
  for (let at = 0; at < bytes.length; at += 8_192) found += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return found;
}

export const bytesOf = (text) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export const hexadecimal = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

/** Take a compact token (bytes) apart; `mediaTypes` are those that the caller is ready for (`typ`), so with `cty`. */
export function read(bytes, mediaTypes = ["vc+jwt"], contentTypes = ["vc"]) {
  if (bytes.length > MOST_TOKEN_BYTES) throw refuse("json_size", { most: MOST_BYTES });
  const parts = latin(bytes).split(".");
  if (parts.length !== 3 || !parts.every(Boolean)) throw refuse("token_parts", { parts: parts.length });
  const header = parseObject(base64url.decode(parts[0]), MOST_HEADER_BYTES);
  const algorithm = checked(header, mediaTypes, contentTypes);
  const payload = parseObject(base64url.decode(parts[1]));
  for (const name of FORMER_CLAIMS) if (has(payload, name)) throw refuse("token_claims", { path: name, name });
  return {
    header,
    payload,
    algorithm,
    keyId: header.kid,
    signature: base64url.decode(parts[2]),
    signed: bytes.subarray(0, parts[0].length + 1 + parts[1].length),
  };
}

/** Refuse where the key is of another algorithm than the token says, or did not sign it. */
export async function verify(token, key) {
  if (key.algorithm !== token.algorithm)
    throw refuse("token_algorithm_of_key", { algorithm: token.algorithm, key: key.algorithm });
  if (!(await key.verifies(token.signature, token.signed))) throw refuse("token_signature");
}

/** Whether one of the keys signed it; keys of another algorithm are passed over. */
export async function signedByOne(token, keys) {
  for (const key of keys) {
    try {
      await verify(token, key);
      return true;
    } catch (fault) {
      if (!(fault instanceof Refused)) throw fault;
    }
  }
  return false;
}

/** A media type without “application/”, which may be written out or left out (RFC 7515, 4.1.9). */
const short = (said) => (typeof said === "string" ? said.replace(/^application\/(?=[^/]*$)/, "") : said);

function checked(header, mediaTypes, contentTypes) {
  for (const name of FORBIDDEN) if (has(header, name)) throw refuse("token_header", { path: name, name });
  if (!mediaTypes.includes(short(header.typ)))
    throw refuse("token_media_type", { path: "typ", expected: mediaTypes.join(" / ") });
  if (has(header, "cty") && !contentTypes.includes(short(header.cty)))
    throw refuse("token_media_type", { path: "cty", expected: contentTypes.join(" / ") });
  if (typeof header.alg !== "string" || !has(NAMES, header.alg))
    throw refuse("token_algorithm", { path: "alg", name: named(header.alg).slice(0, 40) });
  if (typeof header.kid !== "string" || !header.kid) throw refuse("token_key_id", { path: "kid" });
  return NAMES[header.alg];
}
