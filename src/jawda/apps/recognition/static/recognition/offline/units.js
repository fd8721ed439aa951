/* Units of accredited ranges: equal, or the same unit with another SI prefix; anything else cannot be compared here
   (core/credentials/units.py). */
import { has } from "./strict_json.js";

const PREFIXED = [
  "m", "g", "s", "A", "K", "mol", "cd", "rad", "sr", "Hz", "N", "Pa", "J", "W", "C", "V", "F", "Ω", "S", "Wb", "T",
  "H", "lm", "lx", "Bq", "Gy", "Sv", "kat", "l", "L", "bar", "eV", "N·m", "VA", "Np",
];
const POWERS = {
  Q: 30, R: 27, Y: 24, Z: 21, E: 18, P: 15, T: 12, G: 9, M: 6, k: 3, h: 2, da: 1, "": 0,
  d: -1, c: -2, m: -3, µ: -6, n: -9, p: -12, f: -15, a: -18, z: -21, y: -24, r: -27, q: -30,
};
const SPELLINGS = { "μ": "µ", "\u2126": "Ω", "⋅": "·", "∙": "·", "*": "·" };

/** The power of ten by which a value in `unit` becomes one in `other`; null where that is not known. */
export function power(unit, other) {
  const [one, two] = [unit, other].map(plain);
  if (one === two && one) return 0;
  const [first, second] = [one, two].map(parts);
  return first === null || second === null || first.unit !== second.unit ? null : first.power - second.power;
}

const plain = (text) =>
  text.replace(/^[\s\u001c-\u001f\u0085]+|[\s\u001c-\u001f\u0085]+$/gu, "").replace(/[μ\u2126⋅∙*]/g, (letter) => SPELLINGS[letter]);

/** A unit's own symbol goes first: `cd` is a candela, `Pa` a pascal. */
function parts(unit) {
  if (PREFIXED.includes(unit)) return { power: 0, unit: litre(unit) };
  const letters = [...unit];
  for (const length of [2, 1]) {
    const [prefix, rest] = [letters.slice(0, length).join(""), letters.slice(length).join("")];
    if (has(POWERS, prefix) && PREFIXED.includes(rest)) return { power: POWERS[prefix], unit: litre(rest) };
  }
  return null;
}

const litre = (unit) => (unit === "l" ? "L" : unit);
