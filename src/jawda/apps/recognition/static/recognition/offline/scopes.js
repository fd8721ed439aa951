/* Whether what an attestation claims lies within what its issuer is accredited for (core/credentials/scopes.py).

   Kind, standard, day, reference and sector are compared. Measured ranges are not: where a claim has some, the answer is
   that it is not known here, never that it is covered. */
import { Fields } from "./fields.js";
import { KINDS, STANDARDS, undated } from "./kinds.js";
import { holdsOn } from "./moments.js";
import { refuse } from "./refusing.js";

const STAGES = [
  "scope_none", "scope_kind", "scope_standard", "scope_date", "scope_reference", "scope_sector", "scope_quantity",
  "scope_ranges_not_here",
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

/** null where each part of the claim lay within one scope on a day; else `{unsure, reason, data}`. */
export function outside(scopes, attestation, day) {
  const references = attestation.standard === null ? [null] : [attestation.standard];
  const sectors = attestation.sectors.length ? attestation.sectors : [null];
  const measured = attestation.measured.length ? attestation.measured : [null];
  const pairs = attestation.measured.flatMap((item) => scopes.map((scope) => rangesOf(scope, item.quantity)));
  const ranges = pairs.reduce((sum, one) => sum + one, 0);
  if (references.length * sectors.length * (measured.length * scopes.length + ranges) > MOST_COMPARISONS)
    return { unsure: true, reason: "scope_parts", data: { most: MOST_COMPARISONS } };
  let doubt = null;
  for (const reference of references) {
    for (const sector of sectors) {
      for (const item of measured) {
        const found = nearest(scopes, { kind: attestation.kind, reference, sector, measured: item }, day);
        if (found !== null && !found.unsure) return found;
        doubt = doubt || found;
      }
    }
  }
  return doubt;
}

const rangesOf = (scope, quantity) => scope.ranges.filter((item) => item.quantity === quantity).length;

function nearest(scopes, part, day) {
  let found = note("scope_none");
  for (const scope of scopes) {
    const fault = outsideOne(scope, part, day);
    if (fault === null) return null;
    if (STAGES.indexOf(fault.reason) > STAGES.indexOf(found.reason)) found = fault;
  }
  return found;
}

function outsideOne(scope, part, day) {
  if (scope.kind !== part.kind) return note("scope_kind");
  if (!STANDARDS[part.kind].includes(undated(scope.standard))) return note("scope_standard", { standard: scope.standard });
  if (!holdsOn(day, scope.since, scope.until)) return note("scope_date", { day });
  if (!hasReference(scope, part)) return note("scope_reference", { reference: part.reference || "—" });
  if (scope.sectors.length && !scope.sectors.includes(part.sector)) return note("scope_sector", { sector: part.sector || "—" });
  if (part.measured === null) return scope.ranges.length ? note("scope_quantity", { quantity: "—" }) : null;
  if (scope.ranges.some((item) => item.quantity === part.measured.quantity)) return note("scope_ranges_not_here");
  return note("scope_quantity", { quantity: part.measured.quantity });
}

function hasReference(scope, part) {
  if (!scope.references.length) return scope.kind === "calibration";
  return part.reference !== null
    && (scope.references.includes(part.reference) || scope.references.includes(undated(part.reference)));
}

const note = (reason, data = {}) => ({ unsure: reason === "scope_ranges_not_here", reason, data });
