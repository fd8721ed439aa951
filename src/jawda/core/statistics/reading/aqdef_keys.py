"""The K-keys of Q-DAS' ASCII transfer format that this package understands, by what they mean.

The format is described by its owner (Q-DAS ASCII Transfer Format; AQDEF is its automotive profile) and, for the
descriptive part, by ISO/TR 11462-5. Keys that are not here are kept as they stand, under their number.
"""

from __future__ import annotations

from typing import Final

#: Keys of one value, in the order of a line of values.
VALUE_LINE: Final = ("K0001", "K0002", "K0004", "K0005", "K0006", "K0007", "K0008", "K0010", "K0011", "K0012")
#: The same for a characteristic that is counted: sample size and number of defectives or defects come first.
COUNT_LINE: Final = ("K0020", "K0021", "", *VALUE_LINE[1:])

#: Names under which what stands with a value is given.
VALUE_KEYS: Final = {
    "K0002": "attribute",
    "K0004": "time",
    "K0005": "events",
    "K0006": "batch",
    "K0007": "cavity",
    "K0008": "operator",
    "K0009": "text",
    "K0010": "machine",
    "K0011": "process_parameter",
    "K0012": "gauge",
    "K0014": "part_identifier",
    "K0015": "reason_for_test",
    "K0016": "production_number",
    "K0017": "workpiece_carrier",
    "K0020": "sample_size",
    "K0053": "order",
    "K0080": "subgroup",
    "K0081": "position_in_subgroup",
}

#: What an attribute says of its value where it is not to be evaluated.
INVALID: Final = {129: "invalid", 255: "placeholder", 256: "deleted", 290: "not_plausible"}

PART_NUMBER, PART_NAME = "K1001", "K1002"
NUMBER, NAME, KIND, DECIMALS = "K2001", "K2002", "K2004", "K2022"
NOMINAL, LOWER, UPPER, LOWER_ALLOWANCE, UPPER_ALLOWANCE = "K2101", "K2110", "K2111", "K2112", "K2113"
UNIT, UNIT_OF_CATALOGUE = "K2142", "K2141"
GROUP_NUMBER, GROUP_NAME = "K5001", "K5002"

#: Characteristics that are counted: attribute, defect collection card (type and card).
COUNTED: Final = frozenset(("1", "5", "6"))

#: Settings of one program, which say nothing of the measurements.
PROPRIETARY: Final = frozenset(("K1998", "K2998", "K2999", "K5080", "K5098"))
