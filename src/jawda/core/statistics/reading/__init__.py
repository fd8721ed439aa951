"""Reading data: CSV and workbooks as offices write them, Parquet, AQDEF and QIF; every read gives its report.

Bytes in, frozen values out; no file is opened here. A table gives its columns as numbers, labels and dates that know
their rows; characteristics bring their specification along.
"""

from jawda.core.statistics.reading.aqdef import read_aqdef
from jawda.core.statistics.reading.characteristics import Characteristic, CharacteristicSet, Part
from jawda.core.statistics.reading.parquet import read_parquet
from jawda.core.statistics.reading.qif import read_qif
from jawda.core.statistics.reading.read import Read, read
from jawda.core.statistics.reading.report import LIMITS, ReadReport, Skipped, Understood
from jawda.core.statistics.reading.table import Table
from jawda.core.statistics.reading.tables import Reading
from jawda.core.statistics.reading.text_csv import read_text
from jawda.core.statistics.reading.workbook import read_sheet

__all__ = [
    "LIMITS", "Characteristic", "CharacteristicSet", "Part", "Read", "ReadReport", "Reading", "Skipped", "Table",
    "Understood", "read", "read_aqdef", "read_parquet", "read_qif", "read_sheet", "read_text",
]  # fmt: skip
