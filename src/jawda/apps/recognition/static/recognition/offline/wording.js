/* Sentences: those of the checks with what they name, dates as people write them. */
/** The reader's clock is that of the device. */
const ZONE = undefined;
const TIMES = ["day", "moment", "since", "until", "time"];
const NO_BREAK = "\u00a0";
const NARROW = "\u202f";
const RAISED = { "-": "⁻", ...Object.fromEntries([..."⁰¹²³⁴⁵⁶⁷⁸⁹"].map((figure, value) => [value, figure])) };
const GROUPED = 10_000;

export class Wording {
  constructor(phrases, trust = null) {
    this.phrases = phrases;
    this.trust = trust;
  }

  page(name, data = {}) { return this.filled(this.phrases.page[name], data); }

  filled(sentence, data) {
    return sentence.replace(/\{(\w+)\}/g, (whole, name) => (name in data ? this.apart(this.text(data[name])) : whole));
  }

  text(value) { return typeof value === "number" ? this.number(value) : String(value); }

  /** From five digits in groups of three (ISO 80000-1, 7.3); six significant digits of a measure; a point in English only. */
  number(value) {
    const shown = Number.isInteger(value) ? value : Number(value.toPrecision(6));
    const small = shown !== 0 && Math.abs(shown) < 1e-4;
    const [digits, power] = (small || Math.abs(shown) >= 1e16 ? shown.toExponential() : String(shown)).split("e");
    const [whole, decimals] = digits.split(".");
    const grouped = Math.abs(shown) >= GROUPED ? whole.replace(/\B(?=(\d{3})+$)/g, NARROW) : whole;
    const written = decimals ? `${grouped}${this.phrases.language === "en" ? "." : ","}${decimals}` : grouped;
    if (power === undefined) return written;
    return `${written}${NO_BREAK}×${NO_BREAK}10${[...power.replace("+", "")].map((figure) => RAISED[figure]).join("")}`;
  }

  /** In Arabic what is named keeps its own direction. */
  apart(text) { return this.phrases.language === "ar" ? `\u2068${text}\u2069` : text; }

  /** The sentence of a check, as it begins a line. */
  check({ id, data = {} }) {
    const said = { ...data };
    for (const name of TIMES) if (typeof said[name] === "string") said[name] = this.timeOf(said[name]);
    if (this.trust) {
      const named = (items, wanted) => (items || []).find((item) => item.id === wanted);
      for (const [name, items] of [["authority", this.trust.authorities], ["arrangement", this.trust.arrangements]]) {
        const found = named(items, said[name]);
        if (found) said[name] = found.names[this.phrases.language] || found.names.fr || found.names.en || found.names.ar;
      }
    }
    const sentence = this.filled(this.phrases.findings[id] || id, said);
    return sentence.slice(0, 1).toLocaleUpperCase() + sentence.slice(1);
  }

  timeOf(text) {
    return /^\d{4}-\d\d-\d\d$/.test(text) ? this.day(new Date(`${text}T12:00:00Z`), "UTC") : this.moment(Date.parse(text) * 1000);
  }

  /** A moment in microseconds as day, time and offset. */
  moment(when) {
    const date = new Date(Math.floor(when / 1000));
    const parts = this.parts(date, ZONE, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "shortOffset" });
    const offset = parts.timeZoneName.replace("GMT", "UTC").replace(/\+0$/, "").replace("-", "−");
    return `${this.day(date, ZONE)}${this.phrases.at}${parts.hour}:${parts.minute} (${offset})`;
  }

  dayOf(when) { return this.day(new Date(Math.floor(when / 1000)), ZONE); }

  day(date, zone) {
    const parts = this.parts(date, zone, { day: "numeric", month: "numeric", year: "numeric" });
    const day = this.phrases.language === "fr" && parts.day === "01" ? "1er" : Number(parts.day);
    return `${day}${NO_BREAK}${this.phrases.months[Number(parts.month) - 1]} ${parts.year}`;
  }

  parts(date, timeZone, options) {
    const found = new Intl.DateTimeFormat("en-GB", { timeZone, ...options }).formatToParts(date);
    return Object.fromEntries(found.map(({ type, value }) => [type, value]));
  }

  /** How long ago, in words. */
  age(from, until) {
    const hours = Math.floor((until - from) / 3_600_000_000);
    if (hours < 1) return this.page("age_minutes");
    return hours < 48 ? this.page("age_hours", { count: hours }) : this.page("age_days", { count: Math.floor(hours / 24) });
  }
}
