/* Decimal numbers as they were written: 0.1 mm is 100 µm, not 100.00000000000001. `figures` times ten to the `power`. */
import { Real } from "./strict_json.js";

export const ZERO = { figures: 0n, power: 0 };

/** Of a number, or of one that was written with a point. */
export function exact(number) {
  const [, sign, whole, part = "", power = "0"] = /^(-?)(\d+)(?:\.(\d+))?(?:e([-+]\d+))?$/.exec(
    String(number instanceof Real ? number.value : number),
  );
  return { figures: BigInt(`${sign}${whole}${part}`), power: Number(power) - part.length };
}

export const scaled = ({ figures, power }, by) => ({ figures, power: power + by });
export const size = ({ figures, power }) => ({ figures: figures < 0n ? -figures : figures, power });
export const times = (one, other) => ({ figures: one.figures * other.figures, power: one.power + other.power });
export const sum = (one, other) => {
  const [first, second, power] = aligned(one, other);
  return { figures: first + second, power };
};
export const atMost = (one, other) => {
  const [first, second] = aligned(one, other);
  return first <= second;
};
export const asNumber = ({ figures, power }) => Number(`${figures}e${power}`);

function aligned(one, other) {
  const power = Math.min(one.power, other.power);
  return [one, other].map(({ figures, power: own }) => figures * 10n ** BigInt(own - power)).concat(power);
}
