"""Reads a picture on standard input and writes it anew on standard output; run by ``inspection_images.py``.

``python -I image_process.py PNG|JPEG|WEBP most-pixels``. The answer is a line of JSON and then the picture and its
small copy, one after the other: ``{"size", "width", "height"}``, or ``{"pixels"}`` alone where there are too many.
Imports nothing of Jawda, so that it starts fast and can reach nothing.
"""

from __future__ import annotations

import io
import json
import sys
import warnings

from PIL import Image, ImageOps, JpegImagePlugin

SMALL = (320, 320)
MODES = {
    "JPEG": ("L", "RGB"),
    "PNG": ("1", "L", "LA", "P", "RGB", "RGBA"),
    "WEBP": ("RGB", "RGBA"),
}
OPTIONS = {
    "JPEG": {"quality": 88},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 90, "method": 3},
}


def plain(picture: Image.Image, kind: str) -> Image.Image:
    """In a mode that the format can hold, turned upright, knowing nothing but its pixels."""
    if picture.mode.startswith("I"):  # 16 bits for each pixel: the upper eight are what one sees
        picture = picture.convert("I").point([value >> 8 for value in range(65536)], "L")
    see_through = "transparency" in picture.info
    ImageOps.exif_transpose(picture, in_place=True)
    if picture.mode not in MODES[kind] or (see_through and picture.mode != "RGBA"):
        alpha = kind != "JPEG" and (see_through or picture.mode in ("LA", "PA", "La", "RGBa", "RGBA"))
        picture = picture.convert("RGBA" if alpha else "RGB")
    picture.info = {}
    return picture


def options(picture: Image.Image, kind: str) -> dict[str, object]:
    """How it is written: a JPEG as finely as it came, so that it neither swells nor loses more than it must."""
    if isinstance(picture, JpegImagePlugin.JpegImageFile) and picture.mode in MODES["JPEG"]:
        sampling = JpegImagePlugin.get_sampling(picture)
        return {"qtables": picture.quantization, "subsampling": sampling if sampling >= 0 else 2}
    return dict(OPTIONS[kind])


def main() -> int:
    """0 with an answer; 1 where it cannot be decoded."""
    kind, most = sys.argv[1], int(sys.argv[2])
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is decoded
    try:
        picture = Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=[kind])
        pixels = picture.width * picture.height
        if pixels > most:
            sys.stdout.write(json.dumps({"pixels": pixels}) + "\n")
            return 0
        picture.load()
        how = options(picture, kind)
        fresh = plain(picture, kind)
        written, small = io.BytesIO(), io.BytesIO()
        fresh.save(written, kind, **how)
        said = {"size": written.tell(), "width": fresh.width, "height": fresh.height}
        fresh = fresh if fresh.mode in MODES["WEBP"] else fresh.convert("RGB")
        fresh.thumbnail(SMALL)
        fresh.save(small, "WEBP", quality=75)
    except Exception:  # whatever a decoder raises, it is no picture
        return 1
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    sys.stdout.buffer.write(written.getvalue())
    sys.stdout.buffer.write(small.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())
