/* Public keys: Ed25519, and ECDSA over the NIST curves. The algorithm belongs to the key, never to the token
   (RFC 8725, 3.1). The browser's WebCrypto verifies. */
import * as base64url from "./base64url.js";
import { NotHere, refuse } from "./refusing.js";
import { has, named } from "./strict_json.js";
import { NAMES, sha256 } from "./token.js";

/* `prefix` is the multicodec; y² = x³ − 3x + b modulo `prime` (NIST SP 800-186, 3.2.1) */
const CURVES = {
  ES256: {
    name: "P-256", size: 32, digest: "SHA-256", prefix: 0x80,
    prime: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    b: 0x5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604bn,
  },
  ES384: {
    name: "P-384", size: 48, digest: "SHA-384", prefix: 0x81,
    prime: 2n ** 384n - 2n ** 128n - 2n ** 96n + 2n ** 32n - 1n,
    b: 0xb3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aefn,
  },
  ES512: {
    name: "P-521", size: 66, digest: "SHA-512", prefix: 0x82,
    prime: 2n ** 521n - 1n,
    b: 0x0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00n,
  },
};
const FIELD = 2n ** 255n - 19n;
const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const MOST_CHARACTERS = 256;

/** A key to verify with: `raw` are the 32 bytes of Ed25519, or the uncompressed point. */
export class PublicKey {
  constructor(algorithm, raw, loaded, thumbprint) {
    Object.assign(this, { algorithm, raw, loaded, thumbprint });
  }

  /** Whether `signature` was made over `message`: 64 bytes, or both numbers of ECDSA at full length. */
  async verifies(signature, message) {
    if (this.loaded === null) throw new NotHere("browser_without_algorithm", { algorithm: this.algorithm });
    const curve = CURVES[this.algorithm];
    if (signature.length !== (curve ? 2 * curve.size : 64)) return false;
    const how = curve ? { name: "ECDSA", hash: curve.digest } : { name: "Ed25519" };
    return crypto.subtle.verify(how, this.loaded, signature, message);
  }

  equals(other) {
    return this.algorithm === other.algorithm && this.raw.length === other.raw.length
      && this.raw.every((byte, place) => byte === other.raw[place]);
  }
}

/** Which of the two algorithms that we issue with this browser knows. */
export async function known(algorithm) {
  const how = algorithm === "Ed25519" ? { name: "Ed25519" } : { name: "ECDSA", namedCurve: CURVES[algorithm].name };
  try {
    await crypto.subtle.generateKey(how, false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}

/** The key of a public JSON Web Key. */
export async function publicKey(jwk) {
  if (has(jwk, "d")) throw refuse("key_private");
  let algorithm;
  let raw;
  if (jwk.kty === "OKP" && jwk.crv === "Ed25519") {
    algorithm = "Ed25519";
    raw = coordinate(jwk, "x", 32);
  } else {
    algorithm = Object.keys(CURVES).find((name) => CURVES[name].name === jwk.crv);
    if (jwk.kty !== "EC" || !algorithm) throw refuse("key_type", { kind: `${named(jwk.kty)} ${named(jwk.crv)}`.slice(0, 60) });
    raw = Uint8Array.of(4, ...coordinate(jwk, "x", CURVES[algorithm].size), ...coordinate(jwk, "y", CURVES[algorithm].size));
  }
  if (has(jwk, "alg") && !(typeof jwk.alg === "string" && has(NAMES, jwk.alg) && NAMES[jwk.alg] === algorithm))
    throw refuse("key_use");
  const uses = has(jwk, "key_ops") ? jwk.key_ops : ["verify"];
  if ((has(jwk, "use") && jwk.use !== "sig") || !Array.isArray(uses) || !uses.includes("verify")) throw refuse("key_use");
  return checked(algorithm, raw);
}

/** The key of a multikey: Ed25519, or a compressed point of a NIST curve. */
export async function publicKeyOfMultikey(text) {
  const data = multibase(text, "z");
  if (data[0] === 0xed && data[1] === 0x01 && data.length === 34) return checked("Ed25519", data.slice(2));
  for (const [algorithm, curve] of Object.entries(CURVES)) {
    if (data[0] === curve.prefix && data[1] === 0x24 && data.length === 3 + curve.size)
      return checked(algorithm, uncompressed(data.slice(2), curve));
  }
  throw refuse("key_type", { kind: text.slice(0, 8) });
}

/** The bytes of a text in base58btc (`z`) or base64url (`u`). */
export function multibase(text, accepted = "zu") {
  if (!text || !accepted.includes(text[0])) throw refuse("multibase_prefix", { accepted: [...accepted].join(" ") });
  if (text.length > MOST_CHARACTERS) throw refuse("multibase_length", { most: MOST_CHARACTERS });
  if (text[0] === "u") return base64url.decode(text.slice(1));
  let number = 0n;
  for (const letter of text.slice(1)) {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw refuse("base58_character");
    number = number * 58n + BigInt(value);
  }
  const found = [];
  for (; number; number >>= 8n) found.unshift(Number(number & 255n));
  const zeros = /^1*/.exec(text.slice(1))[0].length;
  return Uint8Array.from([...new Array(zeros).fill(0), ...found]);
}

async function checked(algorithm, raw) {
  const curve = CURVES[algorithm];
  if (!curve) checkEdwardsPoint(raw);
  const how = curve ? { name: "ECDSA", namedCurve: curve.name } : { name: "Ed25519" };
  let loaded = null;
  try {
    loaded = await crypto.subtle.importKey("raw", raw, how, true, ["verify"]);
  } catch (fault) {
    if (fault.name !== "NotSupportedError") throw refuse("key_invalid");
  }
  const jwk = curve
    ? { crv: curve.name, kty: "EC", x: base64url.encode(raw.slice(1, 1 + curve.size)), y: base64url.encode(raw.slice(1 + curve.size)) }
    : { crv: "Ed25519", kty: "OKP", x: base64url.encode(raw) };
  const thumbprint = base64url.encode(await sha256(new TextEncoder().encode(JSON.stringify(jwk))));
  return new PublicKey(algorithm, raw, loaded, thumbprint);
}

function coordinate(jwk, name, length) {
  const text = has(jwk, name) ? jwk[name] : null;
  if (typeof text !== "string" || !/^[\x00-\x7f]*$/.test(text)) throw refuse("key_invalid");
  const found = base64url.decode(text);
  if (found.length !== length) throw refuse("key_invalid");
  return found;
}

const numberOf = (bytes) => bytes.reduce((found, byte) => (found << 8n) | BigInt(byte), 0n);

/** The point with both coordinates, which WebCrypto wants; each of these primes is 3 modulo 4 (SEC 1, 2.3.4). */
function uncompressed(point, { prime, b, size }) {
  const x = numberOf(point.slice(1));
  const square = (((x * x * x - 3n * x + b) % prime) + prime) % prime;
  const root = power(square, (prime + 1n) / 4n, prime);
  if ((point[0] !== 2 && point[0] !== 3) || x >= prime || (root * root) % prime !== square) throw refuse("key_invalid");
  const odd = point[0] === 3;
  const y = (root % 2n === 1n) === odd ? root : prime - root;
  const bytes = y.toString(16).padStart(2 * size, "0").match(/../g).map((pair) => parseInt(pair, 16));
  return Uint8Array.of(4, ...point.slice(1), ...bytes);
}

function power(base, exponent, field) {
  let found = 1n;
  for (let rest = exponent, square = ((base % field) + field) % field; rest; rest >>= 1n) {
    if (rest & 1n) found = (found * square) % field;
    square = (square * square) % field;
  }
  return found;
}

/** A point of small order would let one signature stand for many messages; libraries take any 32 bytes (RFC 8032). */
function checkEdwardsPoint(raw) {
  let y = 0n;
  for (let place = 31; place >= 0; place -= 1) y = (y << 8n) | BigInt(place === 31 ? raw[place] & 127 : raw[place]);
  const d = (((-121665n * power(121666n, FIELD - 2n, FIELD)) % FIELD) + FIELD) % FIELD;
  const square = (y * y) % FIELD;
  const above = (square - 1n + FIELD) % FIELD;
  const below = (d * square + 1n) % FIELD;
  const good = y < FIELD && y !== 0n && power(above * below, (FIELD - 1n) / 2n, FIELD) === 1n
    && (square * below + above) % FIELD !== 0n;
  if (!good) throw refuse("key_invalid");
}
