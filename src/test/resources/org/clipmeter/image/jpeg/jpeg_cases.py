"""Writes valid and damaged JPEGs with the results of Pillow: jpeg_cases.py OUT SEED SMALL_FILE...

OUT contains for each file: its length (int32, big-endian), its bytes, and 33 bytes: 1 and the sha256 of the RGB bytes, or zeros if
Pillow refuses the file. The small files come from libjpeg-turbo's cjpeg and have features that Pillow itself does not write.
"""

import hashlib
import io
import random
import struct
import sys
import warnings
from pathlib import Path

import numpy
from PIL import Image

SOUND = 400
DAMAGED = 3000
START_OF_SCAN = 0xDA


def picture(rng, mode, width, height):
    channels = len(mode)
    kind = rng.integers(3)
    if kind == 0:
        pixels = rng.integers(0, 256, (height, width, channels))
    elif kind == 1:
        pixels = 255 * rng.integers(0, 2, (height, width, 1)) * numpy.ones((1, 1, channels))
    else:
        y, x = numpy.mgrid[0:height, 0:width]
        waves = [numpy.sin(x / (3 + c)) * 60 + numpy.cos(y / (5 + c)) * 60 for c in range(channels)]
        pixels = numpy.stack(waves, -1) + 128 + rng.normal(0, 6, (height, width, channels))
    pixels = numpy.clip(pixels, 0, 255).astype(numpy.uint8)
    return Image.fromarray(pixels[:, :, 0] if channels == 1 else pixels, mode)


def encoded(rng, choose, index):
    mode = choose.choice(["RGB", "RGB", "RGB", "L", "CMYK"])
    largest = 40 if index % 4 else 300
    width, height = choose.randint(1, largest), choose.randint(1, largest)
    options = {"quality": choose.choice([1, 5, 20, 50, 75, 85, 90, 95, 100]), "optimize": choose.random() < 0.3}
    options["progressive"] = mode != "CMYK" and choose.random() < 0.4
    if mode == "RGB":
        if choose.random() < 0.15:
            options["keep_rgb"] = True
        else:
            options["subsampling"] = choose.choice(["4:4:4", "4:2:2", "4:2:0", "4:1:1"])
    if choose.random() < 0.25:
        options["restart_marker_blocks"] = choose.randint(1, 9)
    image, out = picture(rng, mode, width, height), io.BytesIO()
    try:
        image.save(out, "JPEG", **options)
    except OSError:  # Pillow's buffer is too small for a few noisy progressive pictures
        out = io.BytesIO()
        image.save(out, "JPEG", **{**options, "progressive": False, "optimize": False})
    return out.getvalue()


def segments(file):
    """The (start, end) of each marker segment before the first scan."""
    found, at = [], 2
    while at + 4 <= len(file) and file[at] == 0xFF:
        end = at + 2 + (file[at + 2] << 8 | file[at + 3])
        found.append((at, end))
        if file[at + 1] == START_OF_SCAN:
            break
        at = end
    return found


def damaged(choose, file):
    file = bytearray(file)
    parts = segments(file)
    scan = min(parts[-1][1], len(file) - 1) if parts else 2
    place = choose.randrange(scan, len(file)) if choose.random() < 0.6 else choose.randrange(2, len(file))
    kind = choose.randrange(9)
    if kind < 3:
        for _ in range(choose.choice([1, 1, 2, 10])):
            at = choose.randrange(scan, len(file)) if choose.random() < 0.7 else place
            file[at] = choose.choice([choose.randrange(256), 0xFF, 0, 0xD0 + choose.randrange(8)])
    elif kind == 3:
        del file[choose.choice([place, len(file) - choose.randrange(1, 20)]) :]
    elif kind == 4:
        del file[-2:]
        file += choose.randbytes(choose.choice([0, 1, 4, 7, 8, 9, 30, 600]))
    elif kind == 5:
        del file[place : place + choose.choice([1, 2, 10, 100])]
    elif kind == 6:
        file[place:place] = choose.choice([b"\xff", b"\xff\xd3", b"\xff\xff\xff\xd9", choose.randbytes(7)])
    elif kind == 7 and parts:
        start, end = choose.choice(parts)
        file[start:end] = b"" if choose.random() < 0.5 else file[start:end] * 2
    elif parts:
        start, end = choose.choice(parts)
        length = choose.choice([0, 2, end - start - 3, end - start, choose.randrange(65536)]) & 0xFFFF
        file[start + 2 : start + 4] = struct.pack(">H", length)
    return bytes(file)


def judged(file):
    try:
        with Image.open(io.BytesIO(file), formats=["JPEG", "MPO"]) as image:
            return b"\1" + hashlib.sha256(image.convert("RGB").tobytes()).digest()
    except Exception:
        return bytes(33)


def main(out, seed, *small):
    warnings.simplefilter("ignore")
    rng, choose = numpy.random.default_rng(int(seed)), random.Random(int(seed))
    files = [Path(name).read_bytes() for name in small]
    files += [encoded(rng, choose, i) for i in range(SOUND)]
    sources = files[: len(files) // 2] + files[: len(small)] * 8
    files += [damaged(choose, choose.choice(sources)) for _ in range(DAMAGED)]
    with open(out, "wb") as target:
        for file in files:
            target.write(struct.pack(">I", len(file)) + file + judged(file))


main(*sys.argv[1:])
