"""Writes the given PNG pictures, at their size and four times as large, in every format that the benchmark compares.

    python formats.py FOLDER PICTURE...
"""

import sys
from pathlib import Path

from PIL import Image

FORMATS = {
    "png": dict(format="PNG"),
    "jpeg": dict(format="JPEG", quality=90),
    "progressive": dict(format="JPEG", quality=90, progressive=True),
    "webp": dict(format="WEBP", quality=90),
    "lossless": dict(format="WEBP", lossless=True),
}


def larger(pictures, index):
    """Combines four pictures into one, so that a large picture has as much grain as a small one."""
    width, height = pictures[0].size
    image = Image.new("RGB", (2 * width, 2 * height))
    for part in range(4):
        image.paste(pictures[(index + part) % len(pictures)], (part % 2 * width, part // 2 * height))
    return image


folder = Path(sys.argv[1])
pictures = [Image.open(path).convert("RGB") for path in sys.argv[2:]]
for index, picture in enumerate(pictures):
    for image in (picture, larger(pictures, index)):
        for name, options in FORMATS.items():
            file = folder / ("%s-%d-%d" % (name, image.width, index))
            if not file.exists():
                image.save(file, **options)
