"""Writes seeded WebP files and the result of Pillow for each: webp_cases.py FOLDER SEED WRITTEN DAMAGED.

"webp_cases.py --small > webp_small.jsonl" writes the small files of the unit tests instead, one line each, in Base64.

FOLDER/files contains all files, one after the other. FOLDER/cases.jsonl has a line for each: its name, its place in that file,
and Pillow's result: "refused", or the size and the SHA-256 of the RGB bytes and of the alpha bytes ("-" if all are opaque).
WRITTEN is the number of files as Pillow writes them, with the options in their names; DAMAGED that of files changed afterwards.
"""

import base64
import hashlib
import io
import itertools
import json
import os
import random
import struct
import sys
import warnings

import numpy as np
from PIL import Image

COLORS = [2, 4, 16, 17, 256, 0]
MOST_PIXELS = 4_000_000


def picture(rng, width, height, kind, colors, alpha):
    """An RGBA array: noise, a gradient or something like a photo, with at most this many colors (0: no limit)."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float64)
    if kind == "noise":
        rgb = rng.integers(0, 256, (height, width, 3)).astype(np.float64)
    elif kind == "gradient":
        rgb = np.stack([x * 255 / max(1, width - 1), y * 255 / max(1, height - 1), (x + y) % 256], axis=2)
    else:
        waves = [127 + 100 * np.sin(x / (5 + 9 * c) + c) * np.cos(y / (7 + 5 * c)) for c in range(3)]
        rgb = np.stack(waves, axis=2) + rng.normal(0, 6, (height, width, 3))
        rgb[height // 3 : height // 2, width // 4 : width // 2] = rng.integers(0, 256, 3)
    rgb = np.clip(rgb, 0, 255).astype(np.uint8)
    if colors:
        palette = rng.integers(0, 256, (colors, 3)).astype(np.uint8)
        rgb = palette[rgb.astype(np.int64).sum(axis=2) * colors // 766]
    if alpha == "opaque":
        values = np.full((height, width), 255)
    elif alpha == "binary":
        values = ((x // 3 + y // 5) % 2) * 255
    elif alpha == "smooth":
        values = (x + y) * 255 / max(1, width + height - 2)
    else:
        values = rng.integers(0, 256, (height, width))
    return np.dstack([rgb, values.astype(np.uint8)])


def encode(pixels, **options):
    mode = "RGB" if (pixels[..., 3] == 255).all() else "RGBA"
    out = io.BytesIO()
    Image.fromarray(pixels).convert(mode).save(out, "WEBP", **options)
    return out.getvalue()


def written(seed, count):
    """Every method, quality, number of colors and alpha once, then random sizes and options."""
    rng = np.random.default_rng(seed)
    every = list(itertools.product(range(7), [0, 60, 100], COLORS, ["opaque", "smooth"]))
    for i in range(count):
        if i < len(every):
            method, quality, colors, alpha = every[(i * 101) % len(every)]
            width, height, lossless = 61, 43, True
        else:
            method = int(rng.integers(0, 7))
            quality = int(rng.choice([0, 10, 50, 80, 95, 100]))
            colors = int(rng.choice(COLORS))
            alpha = str(rng.choice(["opaque", "binary", "smooth", "noise"]))
            width, height = (int(rng.integers(1, rng.choice([8, 40, 300]))) for _ in range(2))
            lossless = bool(rng.integers(0, 5) < 3)
        kind = str(rng.choice(["noise", "gradient", "photo"]))
        options = dict(method=method, quality=quality, lossless=lossless, exact=bool(rng.integers(0, 2)))
        if not lossless:
            options["alpha_quality"] = int(rng.choice([0, 50, 100]))
        pixels = picture(rng, width, height, kind, colors, alpha)
        name = f"{i} {width}x{height} {kind} colors={colors} alpha={alpha} {options}"
        yield name, encode(pixels, **options)


def chunks(data):
    """The chunks after a RIFF header: name and content."""
    found = []
    at = 12
    while at + 8 <= len(data):
        (size,) = struct.unpack("<I", data[at + 4 : at + 8])
        found.append([data[at : at + 4], data[at + 8 : at + 8 + size]])
        at += 8 + size + (size & 1)
    return found


def assemble(parts):
    body = b"".join(n + struct.pack("<I", len(c)) + c + b"\0" * (len(c) & 1) for n, c in parts)
    return b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body


def vp8x(flags, width, height):
    return [b"VP8X", struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")]


def originals(seed):
    """Small files of every kind: name and bytes."""
    rng = np.random.default_rng(seed)
    files = []
    for i, (width, height) in enumerate([(33, 21), (16, 16), (70, 50), (1, 1), (17, 90), (120, 80)]):
        for alpha in ["opaque", "smooth", "noise"]:
            pixels = picture(rng, width, height, ["photo", "noise", "gradient"][i % 3], 0, alpha)
            files.append((f"lossy {alpha} {i}", encode(pixels, quality=[30, 75, 95][i % 3], method=i)))
            files.append((f"lossless {alpha} {i}", encode(pixels, lossless=True, quality=[0, 50, 100][i % 3], method=i)))
        for colors in [2, 4, 16, 200]:
            pixels = picture(rng, width, height, "photo", colors, "binary" if i % 2 else "opaque")
            files.append((f"palette {colors} {i}", encode(pixels, lossless=True, quality=100, method=i)))
    width, height = 40, 30
    lossy = chunks(encode(picture(rng, width, height, "photo", 0, "opaque"), quality=60))[0]
    for kind in ["photo", "gradient", "noise"]:
        for colors in [0, 2, 16]:
            gray = picture(rng, width, height, kind, colors, "opaque")
            gray[..., 0] = gray[..., 2] = 0
            plane = chunks(encode(gray, lossless=True, quality=90, method=5))[0][1][5:]
            for header in range(0, 16, 4):
                alph = [b"ALPH", bytes([header | 1]) + plane]
                files.append((f"alph {kind} {colors} {header}", assemble([vp8x(16, width, height), alph, lossy])))
        for header in range(0, 48, 4):
            raw = [b"ALPH", bytes([header]) + gray[..., 1].tobytes() + b"\7" * (header % 3)]
            files.append((f"raw alph {kind} {header}", assemble([vp8x(16, width, height), raw, lossy])))
    for lossless, mixed, minimize in itertools.product([False, True], [False, True], [False, True]):
        frames = []
        base = picture(rng, 64, 48, "photo", 0, "opaque" if lossless else "smooth")
        for k in range(3):
            frame = base.copy()
            frame[5 * k : 20 + 5 * k, 8 * k : 20 + 8 * k] = rng.integers(0, 256, 4)
            frames.append(Image.fromarray(frame))
        out = io.BytesIO()
        options = dict(lossless=lossless, allow_mixed=mixed, minimize_size=minimize, background=(9, 8, 7, 200))
        frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=50, **options)
        files.append((f"animated {options}", out.getvalue()))
        parts = chunks(out.getvalue())
        for part in parts:
            if part[0] == b"ANMF":
                part[1] = struct.pack("<I", 3)[:3] + struct.pack("<I", 2)[:3] + part[1][6:]
        parts[0] = vp8x(parts[0][1][0], 90, 70)
        files.append((f"moved {options}", assemble(parts)))
    still = picture(rng, 50, 40, "photo", 0, "smooth")
    tagged = dict(icc_profile=b"i" * 77, exif=b"Exif\0\0" + b"e" * 31, xmp=b"x" * 12)
    files.append(("tagged lossy", encode(still, quality=50, **tagged)))
    files.append(("tagged lossless", encode(still, lossless=True, **tagged)))
    return files


def small():
    """Tiny files of every kind, and some damaged ones."""
    rng = np.random.default_rng(5)
    for method, colors in itertools.product([0, 3, 6], [2, 4, 16, 17, 0]):
        alpha = ["opaque", "binary", "smooth"][method % 2 + (colors == 0)]
        pixels = picture(rng, 13 + method, 9, ["photo", "gradient"][colors % 2], colors, alpha)
        yield f"lossless method={method} colors={colors}", encode(pixels, lossless=True, quality=100, method=method)
    plain = picture(rng, 19, 11, "photo", 0, "opaque")
    yield "lossy", encode(plain, quality=40)
    lossy = chunks(encode(plain, quality=20))[0]
    yield "lossy with alpha", encode(np.dstack([plain[..., :3], picture(rng, 19, 11, "photo", 0, "smooth")[..., 3]]))
    plane = chunks(encode(picture(rng, 19, 11, "gradient", 16, "opaque"), lossless=True, quality=90))[0][1][5:]
    for header in range(0, 16, 4):
        alph = [b"ALPH", bytes([header]) + plain[..., 1].tobytes()]
        yield f"raw alpha {header}", assemble([vp8x(16, 19, 11), alph, lossy])
        yield f"compressed alpha {header}", assemble([vp8x(16, 19, 11), [b"ALPH", bytes([header | 1]) + plane], lossy])
    yield "alpha plane without the flag", assemble([vp8x(0, 19, 11), [b"ALPH", b"\1"], lossy])
    yield "damaged alpha plane", assemble([vp8x(16, 19, 11), [b"ALPH", b"\1" + plane[: len(plane) // 2]], lossy])
    yield "short alpha plane", assemble([vp8x(16, 19, 11), [b"ALPH", b"\0" * 209], lossy])
    frames = [Image.fromarray(picture(rng, 10, 8, "noise", 4, "binary")) for _ in range(2)]
    out = io.BytesIO()
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True, background=(1, 2, 3, 255))
    yield "animation", out.getvalue()
    parts = chunks(out.getvalue())
    parts[0] = vp8x(parts[0][1][0], 20, 15)
    parts[2][1] = b"\3\0\0\2\0\0" + parts[2][1][6:]
    yield "animation on a larger canvas", assemble(parts)
    parts[-1][1] = parts[-1][1][:24]
    yield "animation with a damaged later frame", assemble(parts)
    yield "truncated", encode(plain, quality=40)[:-3]
    yield "truncated lossless", resized(encode(plain, lossless=True)[:-8])


def flip(data, rng, low=0):
    changed = bytearray(data)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 8])):
        at = rng.randrange(min(low, len(data) - 1), len(data))
        changed[at] = rng.choice([0, 255, rng.randrange(256), changed[at] ^ 1 << rng.randrange(8)])
    return bytes(changed)


def resized(data):
    """The same data with a RIFF header that states its actual length."""
    return data[:4] + struct.pack("<I", max(0, len(data) - 8)) + data[8:]


def damage(data, rng):
    parts = chunks(data)
    way = rng.randrange(14)
    if way == 0:
        return "cut", data[: rng.randrange(12, len(data))]
    if way == 1:
        return "cut and resized", resized(data[: rng.randrange(12, len(data))])
    if way == 2:
        return "end cut and resized", resized(data[: len(data) - rng.randrange(1, 12)])
    if way == 3:
        return "bytes at the start", flip(data[:80], rng, 12) + data[80:]
    if way in (4, 5):
        return "bytes anywhere", flip(data, rng, 12)
    if way == 6:
        part = rng.choice(parts)
        part[1] = part[1][: rng.randrange(len(part[1]) + 1)]
        return "content cut", assemble(parts)
    if way == 7:
        del parts[rng.randrange(len(parts))]
        return "chunk deleted", assemble(parts)
    if way == 8:
        parts.insert(rng.randrange(len(parts) + 1), list(rng.choice(parts)))
        return "chunk repeated", assemble(parts)
    if way == 9:
        rng.shuffle(parts)
        return "chunks shuffled", assemble(parts)
    if way == 10:
        part = rng.choice(parts)
        part[0] = rng.choice([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"EXIF", b"junk"])
        return "chunk renamed", assemble(parts)
    if way == 11:
        at = 12
        for _ in range(rng.randrange(len(parts))):
            at += 8 + (struct.unpack("<I", data[at + 4 : at + 8])[0] + 1 & ~1)
        size = struct.unpack("<I", data[at + 4 : at + 8])[0] + rng.choice([-9, -2, -1, 1, 2, 9, 1000, 1 << 31])
        return "chunk size", data[: at + 4] + struct.pack("<I", size & 0xFFFFFFFF) + data[at + 8 :]
    if way == 12:
        parts.insert(rng.choice([0, 1, len(parts)]), [b"junk", rng.randbytes(rng.randrange(30))])
        return "chunk added", assemble(parts) if rng.random() < 0.5 else data + rng.randbytes(rng.randrange(1, 20))
    if parts[0][0] != b"VP8X":
        parts.insert(0, vp8x(rng.choice([0, 2, 16, 48]), rng.choice([40, 33]), rng.choice([30, 21])))
    else:
        parts[0][1] = flip(parts[0][1], rng)
    return "VP8X", assemble(parts)


def damaged(seed, count):
    rng = random.Random(seed)
    files = originals(seed)
    for i in range(count):
        name, data = files[i % len(files)]
        if i >= len(files):
            way, data = damage(data, rng)
            name = f"{way}: {name}"
        yield f"{i} {name}", data


def pillow(data):
    try:
        with Image.open(io.BytesIO(data), formats=["WEBP"]) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.load()
            alpha = image.getchannel("A").tobytes() if image.mode == "RGBA" else b""
            rgb = image.convert("RGB").tobytes()
    except Image.DecompressionBombError:
        return "refused"
    except Exception:
        return "refused"
    opaque = alpha.count(b"\xff") == len(alpha)
    return f"{image.width}x{image.height} {sha(rgb)} {'-' if opaque else sha(alpha)}"


def sha(data):
    return hashlib.sha256(data).hexdigest()


def main(folder, seed, write, damage_count):
    warnings.simplefilter("ignore")
    at = 0
    with open(os.path.join(folder, "files"), "wb") as files, open(os.path.join(folder, "cases.jsonl"), "w") as cases:
        for name, data in itertools.chain(written(seed, write), damaged(seed, damage_count)):
            if len(data) < 16:
                continue
            if (result := pillow(data)) is None:
                continue
            files.write(data)
            cases.write(json.dumps(dict(name=name, at=at, length=len(data), pillow=result)) + "\n")
            at += len(data)


if __name__ == "__main__" and sys.argv[1] == "--small":
    for case, content in small():
        print(json.dumps(dict(name=case, file=base64.b64encode(content).decode(), pillow=pillow(content))))
elif __name__ == "__main__":
    main(sys.argv[1], *(int(argument) for argument in sys.argv[2:5]))
