/* Whether what an attestation claims lies within what its issuer is accredited for (core/credentials/scopes.py): kind,
   standard, day, reference, sector, quantity, unit, range and uncertainty. What cannot be compared is unknown. */
import { ZERO, asNumber, atMost, exact, scaled, size, sum, times } from "./decimals.js";
import { Fields } from "./fields.js";
import { KINDS, STANDARDS, undated } from "./kinds.js";
import { holdsOn } from "./moments.js";
import { refuse } from "./refusing.js";
import { power } from "./units.js";

/** How near a scope came: the further the check went, the better its answer explains. */
const STAGES = [
  "scope_none", "scope_kind", "scope_standard", "scope_date", "scope_reference_unstated", "scope_reference",
  "scope_sector_unstated", "scope_sector", "scope_quantity_unstated", "scope_quantity", "scope_unit", "scope_range", "scope_uncertainty_unit", "scope_uncertainty",
];
/** Where nothing can be said: units that cannot be compared, and what the document leaves out. */
const UNKNOWN = [
  "scope_unit", "scope_uncertainty_unit", "scope_reference_unstated", "scope_sector_unstated", "scope_quantity_unstated",
];
const MOST_COMPARISONS = 25_000;

export function readScope(document, path) {
  const fields = new Fields(document, path);
  const { since, until } = fields.window();
  const found = {
    kind: fields.choice("kind", KINDS), standard: fields.text("standard"), references: fields.texts("references"),
    sectors: fields.texts("sectors"), ranges: fields.items("ranges", range, false), since, until,
  };
  fields.end();
  if (found.kind === "calibration") {
    if (!found.ranges.length) throw refuse("scope_no_range", { path: fields.place("ranges") });
  } else if (!found.references.length) throw refuse("scope_no_reference", { path: fields.place("references") });
  if (found.ranges.length && found.kind !== "calibration" && found.kind !== "test")
    throw refuse("scope_no_measurement", { path: fields.place("ranges") });
  return found;
}

function range(fields) {
  const found = {
    quantity: fields.text("quantity"), unit: fields.text("unit"), low: fields.number("low"), high: fields.number("high"),
    uncertainty: fields.number("uncertainty"), perValue: fields.get("perValue") === null ? 0 : fields.number("perValue"),
  };
  if (found.high < found.low) throw refuse("field_window", { path: fields.place("high") });
  if (found.uncertainty < 0 || found.perValue < 0) throw refuse("field_number", { path: fields.place("uncertainty") });
  return found;
}

/** Whether each part of the claim lay within a scope on a day: `{standards}`, of each part those of the scopes in which it
    lies; else `{fault: {unsure, reason, data}}`. */
export function covered(scopes, attestation, day) {
  const references = attestation.references.length ? attestation.references : [null];
  const sectors = attestation.sectors.length ? attestation.sectors : [null];
  const measured = attestation.measured.length ? attestation.measured : [null];
  const pairs = attestation.measured.flatMap((item) => scopes.map((scope) => rangesOf(scope, item.quantity)));
  const ranges = pairs.reduce((sum, one) => sum + one, 0);
  if (references.length * sectors.length * (measured.length * scopes.length + ranges) > MOST_COMPARISONS)
    return { fault: { unsure: true, reason: "scope_parts", data: { most: MOST_COMPARISONS } } };
  let doubt = null;
  const standards = new Map();
  for (const reference of references) {
    for (const sector of sectors) {
      for (const item of measured) {
        const { fault, within } = nearest(scopes, { kind: attestation.kind, reference, sector, measured: item }, day);
        if (within.length) standards.set(JSON.stringify(within), within);
        else if (!fault.unsure) return { fault };
        else doubt = doubt || fault;
      }
    }
  }
  return doubt ? { fault: doubt } : { standards: [...standards.values()] };
}

const rangesOf = (scope, quantity) => scope.ranges.filter((item) => item.quantity === quantity).length;

function nearest(scopes, part, day) {
  let found = note("scope_none");
  const within = new Set();
  for (const scope of scopes) {
    const fault = outsideOne(scope, part, day);
    if (fault === null) within.add(scope.standard);
    else found = nearer(fault, found);
  }
  return { fault: found, within: [...within] };
}

/** What may yet lie within a scope goes before what is known not to; then the one that came nearest. */
function nearer(one, other) {
  const weight = (found) => (found.unsure ? STAGES.length : 0) + STAGES.indexOf(found.reason);
  return weight(one) > weight(other) ? one : other;
}

function outsideOne(scope, part, day) {
  if (scope.kind !== part.kind) return note("scope_kind");
  if (!STANDARDS[part.kind].includes(undated(scope.standard))) return note("scope_standard", { standard: scope.standard });
  if (!holdsOn(day, scope.since, scope.until)) return note("scope_date", { day });
  let unstated = null; // told where nothing that is stated lies outside
  if (!(scope.kind === "calibration" && !scope.references.length)) {
    if (part.reference === null) unstated = note("scope_reference_unstated");
    else if (!scope.references.includes(part.reference) && !scope.references.includes(undated(part.reference)))
      return note("scope_reference", { reference: part.reference });
  }
  if (scope.sectors.length) {
    if (part.sector === null) unstated = unstated || note("scope_sector_unstated");
    else if (!scope.sectors.includes(part.sector)) return note("scope_sector", { sector: part.sector });
  }
  if (part.measured === null) return unstated || (scope.ranges.length ? note("scope_quantity_unstated") : null);
  return outsideRanges(scope, part.measured) || unstated;
}

/** Of the quantity's ranges the one that comes nearest. */
function outsideRanges(scope, measured) {
  let found = note("scope_quantity", { quantity: measured.quantity });
  for (const item of scope.ranges) {
    if (item.quantity !== measured.quantity) continue;
    const fault = outsideRange(item, measured);
    if (fault === null) return null;
    found = nearer(fault, found);
  }
  return found;
}

/** Of a range of the same quantity. */
function outsideRange(accredited, measured) {
  const scale = power(measured.unit, accredited.unit);
  if (scale === null) return note("scope_unit", { unit: measured.unit, accredited: accredited.unit });
  const [low, high] = [measured.low, measured.high].map((value) => scaled(exact(value), scale));
  const [least, most] = [accredited.low, accredited.high].map(exact);
  if (!(atMost(least, low) && atMost(low, high) && atMost(high, most)))
    return note("scope_range", { low: accredited.low, high: accredited.high, unit: accredited.unit });
  const other = power(measured.uncertaintyUnit, accredited.unit);
  if (other === null)
    return note("scope_uncertainty_unit", { unit: measured.uncertaintyUnit, accredited: accredited.unit });
  const best = bestOf(accredited, low, high);
  if (!atMost(best, scaled(exact(measured.uncertainty), other)))
    return note("scope_uncertainty", { best: asNumber(best), unit: accredited.unit });
  return null;
}

/** The least uncertainty that is accredited between two values. */
function bestOf(accredited, low, high) {
  const [below, above] = [size(low), size(high)];
  const within = atMost(low, ZERO) && atMost(ZERO, high);
  const nearest = within ? ZERO : atMost(below, above) ? below : above;
  return sum(exact(accredited.uncertainty), times(exact(accredited.perValue), nearest));
}

const note = (reason, data = {}) => ({ unsure: UNKNOWN.includes(reason), reason, data });
