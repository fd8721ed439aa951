/* base64url without padding, in its one canonical spelling (RFC 4648, 5 and 3.5; RFC 7515, 2). */
import { refuse } from "./refusing.js";

const CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const VALUES = new Int16Array(65_536).fill(-1);
[...CHARACTERS].forEach((character, value) => { VALUES[character.charCodeAt(0)] = value; });

/** The text of bytes. */
export function encode(bytes) {
  let found = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const three = (bytes[at] << 16) | ((bytes[at + 1] || 0) << 8) | (bytes[at + 2] || 0);
    const some = Math.min(4, bytes.length - at + 1);
    for (let place = 0; place < some; place += 1) found += CHARACTERS[(three >> (18 - 6 * place)) & 63];
  }
  return found;
}

/** The bytes; refused where another text would be their canonical one: padding, spaces, unused bits, “+” or “/”. */
export function decode(text) {
  const rest = text.length % 4;
  if (rest === 1) throw refuse("base64_spelling");
  const found = new Uint8Array(Math.floor((text.length * 3) / 4));
  let held = 0;
  let bits = 0;
  let at = 0;
  for (let place = 0; place < text.length; place += 1) {
    const value = VALUES[text.charCodeAt(place)];
    if (value < 0) throw refuse("base64_spelling");
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      found[at] = (held >> bits) & 255;
      at += 1;
    }
  }
  if (held & ((1 << bits) - 1)) throw refuse("base64_spelling");
  return found;
}
