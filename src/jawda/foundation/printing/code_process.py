"""Reads the QR codes of a picture on standard input. Run by ``code_reading.py``; knows no Jawda.

``python -I code_process.py most-pixels``. The answer is JSON: ``{"codes": [texts]}`` or ``{"fault": word}``. It can
reach no network and write no file, and the system stops it at a bound of memory and time.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from typing import Any

import zxingcpp
from PIL import Image

MOST_CODES = 8
LONGEST = 4_296
"""Characters that the largest QR code holds (ISO/IEC 18004, table 7)."""
SIDES = (4_000, 1_600)
"""Codes are looked for in the whole picture, then in a smaller one, where the grain of a camera is gone."""
FORMATS = ("JPEG", "PNG", "WEBP")


def codes(picture: Image.Image) -> list[str]:
    """The texts of the codes, each once."""
    grey = picture.convert("L")
    found: dict[str, None] = {}
    for side in SIDES:
        if found and max(grey.size) > side:
            break
        grey.thumbnail((side, side))
        for code in zxingcpp.read_barcodes(grey, formats=zxingcpp.BarcodeFormat.QRCode):
            if code.valid and 0 < len(code.text) <= LONGEST:
                found[code.text] = None
    return list(found)[:MOST_CODES]


def answer(content: bytes, most_pixels: int) -> dict[str, Any]:
    warnings.simplefilter("ignore")
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    try:
        picture = Image.open(io.BytesIO(content), formats=FORMATS)
        if picture.width * picture.height > most_pixels:
            return {"fault": "too_many_pixels"}
        return {"codes": codes(picture)}
    except MemoryError:
        return {"fault": "too_much"}
    except Exception:  # whatever a decoder raises, it is no picture
        return {"fault": "damaged"}


def main() -> None:
    said = answer(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
