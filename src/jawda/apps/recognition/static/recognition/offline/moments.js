/* Moments as credentials write them (RFC 3339 with an offset), in microseconds since 1970; days as 2026-03-03. */
import { refuse } from "./refusing.js";

/* no offset goes beyond 14 hours (XML Schema 1.1, part 2, 3.3.7) */
const FORM = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-](?:(?:0\d|1[0-3]):[0-5]\d|14:00))$/;
const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;
const FIRST = -62_135_596_800_000_000;
export const END_OF_TIME = 253_402_300_800;
export const DAY_LENGTH = 86_400_000_000;

function midnight(year, month, day) {
  const found = new Date(0);
  found.setUTCFullYear(year, month - 1, day);
  const real = year >= 1 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day && month >= 1 && day >= 1;
  return real ? found.getTime() * 1000 : null;
}

/** The moment; fractions beyond the microsecond are cut off. Refused: any other form, no offset,
    one beyond 14 hours. */
export function moment(text, path = null) {
  const found = typeof text === "string" && text.length < 40 ? FORM.exec(text) : null;
  if (!found) throw refuse("moment", { path });
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number);
  const begin = midnight(year, month, day);
  const zone = found[8] === "Z" ? [0, 0] : found[8].slice(1).split(":").map(Number);
  if (begin === null || hour > 23 || minute > 59 || second > 59) throw refuse("moment", { path });
  const part = found[7] ? Number(found[7].slice(1, 7).padEnd(6, "0")) : 0;
  const offset = (zone[0] * 60 + zone[1]) * 60_000_000 * (found[8][0] === "-" ? -1 : 1);
  const whole = begin + ((hour * 60 + minute) * 60 + second) * 1_000_000 + part - offset;
  if (whole < FIRST || whole >= END_OF_TIME * 1_000_000) throw refuse("moment", { path });
  return whole;
}

/** Whether a text is a day that there is. */
export function isDay(text) {
  const found = typeof text === "string" ? DAY.exec(text) : null;
  return found !== null && midnight(...found.slice(1).map(Number)) !== null;
}

/** The day of a moment, in UTC. */
export const dayOf = (when) => new Date(Math.floor(when / 1000)).toISOString().slice(-24, -14);

/** The last second of a day, in UTC. */
/** The day after. */
export const nextDay = (day) => dayOf(moment(`${day}T12:00:00Z`) + DAY_LENGTH);

export const endOf = (day) => moment(`${day}T23:59:59Z`);

/** To the second, in UTC. */
export const written = (when) => `${new Date(Math.floor(when / 1000)).toISOString().slice(0, 19)}Z`;

export const now = () => Date.now() * 1000;

/** Whether a day lies in a window whose last day counts; days as text follow one another as their letters do. */
export const holdsOn = (day, since, until) => since <= day && (!until || day <= until);
