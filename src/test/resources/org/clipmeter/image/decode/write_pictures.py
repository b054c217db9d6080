"""Writes seeded pictures of every kind that Pillow writes, some that it only reads, and damaged copies of all.

usage: write_pictures.py FOLDER SEED DAMAGED_COPIES

FOLDER/pictures.bin contains them one after the other. FOLDER/pictures.tsv has a line per picture with its name, its length,
and Pillow's result: the size and the SHA-256 of its RGB bytes, or the error.
"""

import hashlib
import io
import random
import struct
import sys
import warnings
import zlib
from pathlib import Path

from PIL import Image

MOST_PIXELS = 1_000_000
SIZES = [(1, 1), (3, 2), (7, 9), (33, 17), (64, 40)]


def picture(mode, size, rng):
    """A picture with smooth parts, edges and noise."""
    width, height = size
    bands = {"1": 1, "L": 1, "P": 1, "LA": 2, "RGB": 3, "RGBA": 4, "CMYK": 4}.get(mode, 3)
    data = bytearray()
    for y in range(height):
        for x in range(width):
            for band in range(bands):
                noise = rng.randrange(256) if (x // 8 + y // 8) % 3 == 0 else 0
                data.append((x * 5 + y * 3 * (band + 1) + noise) % 256)
    if mode == "1":
        return Image.frombytes("L", size, bytes(data)).convert("1")
    if mode == "P":
        image = Image.frombytes("P", size, bytes(data))
        image.putpalette(rng.randbytes(768))
        return image
    if mode in ("I", "F", "I;16", "YCbCr", "LAB"):
        image = Image.frombytes("RGB", size, bytes(data))
        if mode == "I;16":
            return Image.frombytes("I;16", size, bytes((v * 7) % 256 if i % 2 == 0 else v % 3 for i, v in enumerate(data[: width * height * 2])))
        if mode == "LAB":
            return Image.frombytes("LAB", size, bytes(data))
        return image.convert("L").convert(mode) if mode in "IF" else image.convert(mode)
    return Image.frombytes(mode, size, bytes(data))


def saved(image, kind, **options):
    """The encoded picture, or None if Pillow does not write this mode."""
    out = io.BytesIO()
    try:
        image.save(out, kind, **options)
    except (OSError, RuntimeError):
        return b""
    return out.getvalue()


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PNG_FORMATS = [(1, 0), (2, 0), (4, 0), (8, 0), (16, 0), (8, 2), (16, 2), (1, 3), (2, 3), (4, 3), (8, 3), (8, 4), (16, 4), (8, 6), (16, 6)]
ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def png(size, depth, color, interlaced, rng, before=(), after=(), parts=1, stored=None):
    """A PNG with random filters; any bytes are valid filtered data."""
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color]
    width, height = stored or size
    raw = bytearray()
    for left, top, right, down in ADAM7 if interlaced else [(0, 0, 1, 1)]:
        columns = (width - left + right - 1) // right
        for _ in range((height - top + down - 1) // down if columns > 0 else 0):
            raw.append(rng.randrange(5))
            raw += rng.randbytes((columns * bits + 7) // 8)
    header = struct.pack(">IIBBBBB", *size, depth, color, 0, 0, int(interlaced))
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header)
    if color == 3:
        out += chunk(b"PLTE", rng.randbytes(3 * min(256, 1 << depth)))
    stream = zlib.compress(bytes(raw), rng.randrange(10))
    step = -(-len(stream) // parts)
    data = b"".join(chunk(b"IDAT", stream[i : i + step]) for i in range(0, len(stream), step))
    return out + b"".join(before) + data + b"".join(after) + chunk(b"IEND", b"")


def apng(rng):
    """Animations in order or out of order, with and without a frame for the default image."""
    size = (9, 7)
    for name, control in [
        ("two", [(0, 9, 7, 0, 0)]),
        ("part", [(0, 5, 3, 2, 1)]),
        ("outside", [(0, 9, 7, 1, 0)]),
        ("sequence", [(1, 9, 7, 0, 0)]),
        ("twice", [(0, 9, 7, 0, 0), (1, 4, 4, 1, 1)]),
        ("empty", [(0, 0, 0, 0, 0)]),
        ("none", []),
    ]:
        controls = [chunk(b"fcTL", struct.pack(">IIIIIHHBB", *c, 1, 10, 0, 0)) for c in control]
        frame = zlib.compress(b"".join(b"\0" + rng.randbytes(27) for _ in range(7)))
        for frames in (0, 1, 2, 3):
            count = chunk(b"acTL", struct.pack(">II", frames, 0))
            next_number = len(control)
            for gap in (0, 1):
                later = [
                    chunk(b"fcTL", struct.pack(">IIIIIHHBB", next_number + gap, 9, 7, 0, 0, 1, 10, 0, 0)),
                    chunk(b"fdAT", struct.pack(">I", next_number + 1) + frame),
                ]
                stored = control[-1][1:3] if control else None
                whole = png(size, 8, 2, False, rng, [count, *controls], later, stored=stored)
                yield f"apng_{name}_{frames}_{gap}", whole
                yield f"apng_{name}_{frames}_{gap}_late", png(size, 8, 2, False, rng, controls, [count, *later])
            yield f"apng_{name}_{frames}_interlaced", png(size, 8, 2, True, rng, [count, *controls])
            yield f"apng_{name}_{frames}_count_twice", png(size, 8, 2, False, rng, [count, count, *controls])
            header = png(size, 8, 2, False, rng)[:33]
            data = chunk(b"fdAT", struct.pack(">I", next_number) + frame)
            yield f"apng_{name}_{frames}_only_frames", header + count + b"".join(controls) + data + chunk(b"IEND", b"")


def pngs(rng):
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I"):
        for size in SIZES:
            yield f"png_{mode}_{size[0]}", saved(picture(mode, size, rng), "PNG")
    yield "png_bits2", saved(picture("P", (19, 5), rng).quantize(4), "PNG", bits=2)
    for depth, color in PNG_FORMATS:
        for interlaced in (False, True):
            for size in SIZES:
                parts = rng.choice((1, 1, 3))
                yield f"png_{depth}_{color}_{interlaced}_{size[0]}", png(size, depth, color, interlaced, rng, parts=parts)
        samples = {0: 1, 2: 3}.get(color)
        if samples or color == 3:
            opaque = b"\0" if color == 3 else b"\0\x05" * samples
            yield f"png_trns_{depth}_{color}", png((9, 5), depth, color, False, rng, [chunk(b"tRNS", opaque)])
            alphas = rng.randbytes(6)
            yield f"png_trns6_{depth}_{color}", png((9, 5), depth, color, False, rng, [chunk(b"tRNS", alphas)])
    text = [chunk(b"tEXt", b"a\0b"), chunk(b"zTXt", b"a\0\0" + zlib.compress(b"c" * 99)), chunk(b"gAMA", b"\0\0\1\0")]
    text += [chunk(b"iTXt", b"a\0\1\0\0\0" + zlib.compress(b"c" * 99)), chunk(b"iCCP", b"p\0\0" + zlib.compress(b"x"))]
    yield "png_text", png((20, 20), 8, 2, False, rng, text, text, parts=4)
    yield from apng(rng)


def gifs(rng):
    for mode in ("1", "L", "P", "RGB"):
        for size in SIZES:
            for interlaced in (0, 1):
                yield f"gif_{mode}_{size[0]}_{interlaced}", saved(picture(mode, size, rng), "GIF", interlace=interlaced)
    yield "gif_transparent", saved(picture("P", (30, 20), rng), "GIF", transparency=7)
    frames = [picture("P", (20, 20), rng) for _ in range(3)]
    yield "gif_frames", saved(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2)
    small = bytearray(saved(picture("P", (9, 8), rng), "GIF", transparency=3))
    small[6:10] = struct.pack("<HH", 15, 13)
    yield "gif_screen", bytes(small)


def bmp(bits, width, height, compression, rng, header=40, masks=b"", colors=0, data=None, down=False):
    if data is None:
        data = rng.randbytes((width * bits + 31) // 32 * 4 * height)
    palette = rng.randbytes((3 if header == 12 else 4) * (colors or 1 << bits)) if bits <= 8 else b""
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        rows = -height if down else height
        info = struct.pack("<IiiHHIIiiII", header, width, rows, 1, bits, compression, len(data), 1, 1, colors, 0)
        inside = masks[: header - 40]
        info += inside.ljust(header - 40, b"\0") + masks[len(inside) :]
    offset = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", offset + len(data), 0, 0, offset) + info + palette + data


def runs(width, height, nibbles, rng):
    """Run lengths with literals, jumps and ends of lines, most of them within the picture."""
    out = bytearray()
    for _ in range(height):
        left = width
        while left > 0 and rng.random() < 0.95:
            count = rng.randint(1, min(left, 20))
            kind = rng.random()
            if kind < 0.5:
                out += bytes((count, rng.randrange(256)))
            elif kind < 0.9 and count >= 3:
                size = (count + 1) // 2 if nibbles else count
                out += bytes((0, count)) + rng.randbytes(size)
                out += b"\0" * ((len(out)) % 2)
            elif kind < 0.95:
                out += bytes((0, 2, count, 0))
            else:
                count = 0
            left -= count
        out += b"\0\0"
    return bytes(out) + b"\0\1"


def bmps(rng):
    for mode in ("1", "L", "P", "RGB", "RGBA"):
        for size in SIZES:
            yield f"bmp_{mode}_{size[0]}", saved(picture(mode, size, rng), "BMP")
    for width, height in SIZES:
        for bits in (1, 4, 8, 16, 24, 32):
            for header in (12, 40, 52, 56, 64, 108, 124):
                yield f"bmp_{bits}_{header}_{width}", bmp(bits, width, height, 0, rng, header, down=rng.random() < 0.3)
        for bits, nibbles in ((8, False), (4, True)):
            for copy in range(4):
                data = runs(width, height, nibbles, rng)
                yield f"bmp_runs_{bits}_{width}_{copy}", bmp(bits, width, height, 2 if nibbles else 1, rng, data=data, colors=rng.choice((0, 1 << bits, 5)))
        for bits, masks in (
            (16, (0xF800, 0x7E0, 0x1F, 0)),
            (16, (0x7C00, 0x3E0, 0x1F, 0)),
            (24, (0xFF0000, 0xFF00, 0xFF, 0)),
            (32, (0xFF0000, 0xFF00, 0xFF, 0)),
            (32, (0xFF000000, 0xFF0000, 0xFF00, 0)),
            (32, (0xFF000000, 0xFF00, 0xFF, 0)),
            (32, (0xFF000000, 0xFF0000, 0xFF00, 0xFF)),
            (32, (0xFF, 0xFF00, 0xFF0000, 0xFF000000)),
            (32, (0xFF0000, 0xFF00, 0xFF, 0xFF000000)),
            (32, (0xFF000000, 0xFF00, 0xFF, 0xFF0000)),
            (32, (0, 0, 0, 0)),
            (32, (0x3FF00000, 0xFFC00, 0x3FF, 0)),
        ):
            for header in (40, 56, 124):
                packed = struct.pack("<IIII", *masks)
                yield f"bmp_masks_{bits}_{header}_{width}", bmp(bits, width, height, 3, rng, header, packed if header > 40 else packed[:12])


TIFF_MODES = ("1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I", "F", "I;16", "YCbCr", "LAB")


def tiff(order, size, photometric, bits, samples, extra, planar, part, tiled, compression, predictor, rng, more=()):
    """A TIFF whose strips or tiles are filled with random bytes."""
    width, height = size
    columns, rows = part if tiled else (width, part[1])
    across, down = -(-width // columns), -(-height // rows)
    parts = []
    for _ in range(samples if planar == 2 else 1):
        for index in range(across * down):
            count = rows if tiled else min(rows, height - index * rows)
            row = (columns * bits * (1 if planar == 2 else samples) + 7) // 8
            data = rng.randbytes(row * count)
            if compression == 8:
                data = zlib.compress(data)
            elif compression == 32773:
                data = b"".join(bytes((len(data[i : i + 128]) - 1,)) + data[i : i + 128] for i in range(0, len(data), 128))
            parts.append(data)
    tags = {256: [width], 257: [height], 258: [bits] * samples, 259: [compression], 262: [photometric]}
    tags |= {277: [samples], 284: [planar]} | dict(more)
    if extra:
        tags[338] = extra
    if predictor == 2:
        tags[317] = [2]
    if photometric == 3:
        tags[320] = [rng.randrange(65536) for _ in range(3 << bits)]
    offsets = []
    at = 8
    for data in parts:
        offsets.append(at)
        at += len(data)
    sizes = [len(data) for data in parts]
    tags |= {322: [columns], 323: [rows], 324: offsets, 325: sizes} if tiled else {278: [rows], 273: offsets, 279: sizes}
    out = (b"II*\0" if order == "<" else b"MM\0*") + struct.pack(order + "I", at) + b"".join(parts)
    entries, values = b"", b""
    behind = at + 2 + 12 * len(tags) + 4
    for tag, numbers in sorted(tags.items()):
        kind = "I" if tag in (273, 279, 324, 325) else "H"
        packed = struct.pack(order + kind * len(numbers), *numbers)
        entries += struct.pack(order + "HHI", tag, 4 if kind == "I" else 3, len(numbers))
        if len(packed) <= 4:
            entries += packed.ljust(4, b"\0")
        else:
            entries += struct.pack(order + "I", behind + len(values))
            values += packed
    return out + struct.pack(order + "H", len(tags)) + entries + bytes(4) + values


def tiff_layouts(rng):
    """Strips and tiles, with interleaved and separate samples, of all kinds of pixels that Pillow lists."""
    kinds = [(0, 1, 1, []), (1, 1, 1, []), (0, 2, 1, []), (1, 4, 1, []), (0, 8, 1, []), (1, 8, 1, []), (1, 16, 1, []), (0, 16, 1, []), (1, 12, 1, [])]
    kinds += [(3, 1, 1, []), (3, 2, 1, []), (3, 4, 1, []), (3, 8, 1, []), (5, 8, 4, []), (5, 8, 5, [0]), (5, 16, 4, [])]
    kinds += [(2, 8, 3, []), (2, 8, 4, []), (2, 16, 3, []), (2, 16, 4, [0]), (2, 16, 4, [1]), (2, 16, 4, [2])]
    kinds += [(2, 8, 4, [extra]) for extra in (0, 1, 2)] + [(2, 8, 5, [extra, 0]) for extra in (0, 1, 2)]
    kinds += [(1, 8, 2, [extra]) for extra in (0, 1, 2)] + [(3, 8, 2, [0]), (3, 8, 2, [2]), (6, 8, 3, []), (8, 8, 3, [])]
    for photometric, bits, samples, extra in kinds:
        for planar in (1, 2) if samples > 1 else (1,):
            for tiled in (False, True):
                for compression in (1, 8, 32773):
                    order = rng.choice("<>")
                    predictor = 2 if compression == 8 and bits >= 8 and rng.random() < 0.5 else 1
                    name = f"tiff_layout_{photometric}_{bits}_{samples}_{extra}_{planar}_{tiled}_{compression}_{predictor}"
                    args = photometric, bits, samples, extra, planar, (16, 16), tiled, compression, predictor, rng
                    yield name, tiff(order, (37, 21), *args)
                    yield f"{name}_one", tiff(order, (16, 16), *args)
                    if predictor == 1 and bits <= 8:
                        yield f"{name}_reversed", tiff(order, (20, 5), *args, more={266: [2]})


def tiffs(rng):
    for mode in TIFF_MODES:
        for compression in (None, "packbits", "tiff_lzw", "tiff_deflate", "tiff_adobe_deflate"):
            for size in SIZES:
                image = picture(mode, size, rng)
                yield f"tiff_{mode}_{compression}_{size[0]}", saved(image, "TIFF", compression=compression)
    for mode in ("L", "RGB", "RGBA", "P", "CMYK", "I;16"):
        for compression in ("tiff_lzw", "tiff_adobe_deflate"):
            for tags in ({317: 2}, {278: 5}, {278: 3, 317: 2}, {274: rng.randint(2, 8)}):
                image = picture(mode, (33, 17), rng)
                yield f"tiff_{mode}_{compression}_{tags}", saved(image, "TIFF", compression=compression, tiffinfo=tags)
    for compression in ("group3", "group4", "tiff_ccitt"):
        for size in [*SIZES, (200, 60)]:
            yield f"tiff_{compression}_{size[0]}", saved(picture("1", size, rng), "TIFF", compression=compression)
    for mode in ("L", "RGB", "YCbCr"):
        for size in [*SIZES, (200, 60)]:
            yield f"tiff_jpeg_{mode}_{size[0]}", saved(picture(mode, size, rng), "TIFF", compression="jpeg")
    yield from tiff_layouts(rng)
    for big in (False, True):
        yield f"tiff_big_{big}", saved(picture("RGB", (20, 10), rng), "TIFF", big_tiff=big)


def pnm(kind, width, height, most, rng):
    head = f"P{kind}\n# made\n{width} {height}\n" + ("" if kind in "14" else f"{most}\n")
    samples = width * height * (3 if kind in "36" else 1)
    if kind in "123":
        values = [rng.randint(0, 1 if kind == "1" else most) for _ in range(samples)]
        return (head + " ".join(str(v) + ("\n" if i % 9 == 8 else "") for i, v in enumerate(values)) + "\n").encode()
    if kind == "4":
        return head.encode() + rng.randbytes((width + 7) // 8 * height)
    return head.encode() + b"".join(rng.randint(0, most).to_bytes(1 if most < 256 else 2, "big") for _ in range(samples))


def pnms(rng):
    for mode in ("1", "L", "RGB", "RGBA", "I", "F", "I;16"):
        for size in SIZES:
            yield f"pnm_{mode}_{size[0]}", saved(picture(mode, size, rng), "PPM")
    for kind in "123456":
        for most in (1, 2, 7, 100, 254, 255, 256, 1000, 65534, 65535):
            for width, height in SIZES[:4]:
                yield f"pnm_P{kind}_{most}_{width}", pnm(kind, width, height, most, rng)
    for scale in ("1.0", "-1", "1e3", "0", "nan", "inf", "-0.5", "1_0", "x"):
        for values in (4, 3):
            floats = struct.pack("<6f", 0, -3.5, 254.5, 255.5, 1e9, float("nan"))[: values * 6]
            yield f"pnm_float_{scale}_{values}", f"Pf\n3 2\n{scale}\n".encode() + floats
    for i, text in enumerate(
        (
            b"P1 3 2 101 0#c\n01", b"P1 3 2 101010 7", b"P1 3 2 1012", b"P1 3 2 10101", b"P1\n3 2\n# 1\n1 0 1 0 1 0",
            b"P2 2 2 255 1 2 3 4", b"P2 2 2 255 1 2 3", b"P2 2 2 255 1 2 3 4 5", b"P2 2 2 255 1 2 3 400", b"P2 2 2 255 1 2 3 -4",
            b"P2 2 2 255 1 +2 3_0 04", b"P2 2 2 255 1 2 3 x", b"P2 2 2 255 1 2#3\n 4 5", b"P2 2 2 255 1 2 3 00000000004",
            b"P2 2 2 255 1 2 3 000000004", b"P2 2 2 0 1 2 3 4", b"P2 2 2 65536 1 2 3 4", b"P2 0 2 255 1 2", b"P2 -2 2 255 1 2",
            b"P5 2 2 255", b"P5 2 2 255\n1234", b"P5 2 2 255 123", b"P5#x\n2 2 255 1234", b"P5 #x\n2 2 255 1234", b"P5 2#x\n 2 255 1234",
            b"P5 2 2 255#x\n1234", b"P5\r2\r2\r255\r1234", b"P5 2 2 00000000255 1234", b"P5 2 2 0000000255 1234", b"P5 2 2 +255 1234",
            b"P5 2 2 2_55 1234", b"P5\v2\f2\t255\v1234", b"P5\x1c2 2 255 1234", b"P6 1 1 255 123", b"P6 1 1 12 1z3", b"P5 2 2 300 12345678",
            b"P5 2 2 300 1234567", b"P5 2 2 7 1234", b"P5 2 2 7 123", b"P4 9 1 12", b"P4 9 1 1", b"P7\nWIDTH 1\nHEIGHT 1\nDEPTH 1\nENDHDR\n1", b"PF\n1 1\n-1\n123456789012",
            b"P2 1 1 255 1\x0b", b"P2 1 1 255\x1c1", b"P2 2 1 255 1\x002", b"P3 1 1 255 1 2", b"P3 1 1 10 1 5 10", b"P1 1 1 1", b"P1 1 1", b"P1 1 1 ",
        )
    ):
        yield f"pnm_text_{i}", text


def mended_png(data):
    """The chunks with correct checksums, so that the damage affects their content."""
    out = bytearray(data[:8])
    at = 8
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        end = at + 8 + length
        if end + 4 > len(data):
            break
        out += data[at:end] + struct.pack(">I", zlib.crc32(data[at + 4 : end]))
        at = end + 4
    return bytes(out) + data[at:]


def damaged(data, rng):
    """A copy with a few bytes changed, cut, moved, doubled or lost, or one field set to an extreme value."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        if len(out) < 4:
            break
        kind = rng.random()
        at = rng.randrange(min(len(out), 120) if rng.random() < 0.5 else len(out))
        if kind < 0.35:
            out[at] = rng.choice((0, 1, 255, 128, rng.randrange(256), out[at] ^ (1 << rng.randrange(8))))
        elif kind < 0.5:
            del out[at:]
        elif kind < 0.65:
            del out[at : at + rng.choice((1, 2, 4, 12))]
        elif kind < 0.75:
            out[at:at] = rng.randbytes(rng.choice((1, 2, 4)))
        elif kind < 0.85:
            out[at : at + 2] = rng.choice((b"\0\0", b"\xff\xff", b"\0\1", b"\1\0"))
        elif kind < 0.92:
            out[at : at + 20] = out[at : at + 20] * 2
        else:
            out += rng.randbytes(rng.randrange(40))
    out = bytes(out)
    return mended_png(out) if out.startswith(b"\x89PNG") and rng.random() < 0.7 else out


def verdict(data):
    try:
        image = Image.open(io.BytesIO(data))
        if image.size[0] * image.size[1] > MOST_PIXELS:
            return None
        kind = image.format
        alpha = "-"
        rgb = image.convert("RGB")
        single = "transparency" in rgb.info
        if "A" in image.getbands() or "transparency" in image.info or image.mode == "PA":
            band = image.convert("RGBA").getchannel("A")
            if band.getextrema() != (255, 255):
                alpha = hashlib.sha256(band.tobytes()).hexdigest() + ("s" if single else "")
        return f"{kind}\t{rgb.width}\t{rgb.height}\t{hashlib.sha256(rgb.tobytes()).hexdigest()}\t{alpha}"
    except Exception as e:  # noqa: BLE001, any exception of Pillow counts as its refusal
        text = f"{type(e).__name__}: {e}"
        return "error\t" + "".join(c if c.isprintable() else "?" for c in text)[:200]


def main(folder, seed, copies):
    warnings.simplefilter("ignore")
    folder = Path(folder)
    rng = random.Random(seed)
    groups = {}
    for group in (pngs, gifs, bmps, tiffs, pnms):
        groups[group.__name__] = [(name, data) for name, data in group(rng) if data]
    with open(folder / "pictures.bin", "wb") as pictures, open(folder / "pictures.tsv", "w", encoding="utf-8") as table:

        def put(name, data):
            line = verdict(data)
            if line is not None:
                pictures.write(data)
                table.write(f"{name}\t{len(data)}\t{line}\n")

        for group in groups.values():
            for name, data in group:
                put(name, data)
        for group in groups.values():
            for i in range(copies):
                name, data = rng.choice(group)
                put(f"{name}_damaged{i}", damaged(data, rng))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
