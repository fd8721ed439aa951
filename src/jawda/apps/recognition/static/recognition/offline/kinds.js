/* Kinds of documents, and under which accreditation each may be issued (core/credentials/life_cycles.py). */
export const STANDARDS = {
  management_system: ["ISO/IEC 17021-1"], product: ["ISO/IEC 17065"], person: ["ISO/IEC 17024"],
  inspection: ["ISO/IEC 17020"], test: ["ISO/IEC 17025", "ISO 15189"], calibration: ["ISO/IEC 17025"],
  accreditation: ["ISO/IEC 17011"], training: [], attendance: [], approval: [],
};
export const KINDS = Object.keys(STANDARDS);

/** A standard without its edition. */
export function undated(standard) {
  const place = standard.lastIndexOf(":");
  return place > 0 && /^\p{Nd}+$/u.test(standard.slice(place + 1)) ? standard.slice(0, place) : standard;
}
