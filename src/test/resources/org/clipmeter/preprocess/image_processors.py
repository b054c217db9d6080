"""Writes seeded pictures and settings, and the results of transformers for them: image_processors.py FOLDER SEED CASES

FOLDER/processors.json: settings of image processors, each with a noise picture and the pixel values of both backends, or
a refusal.
FOLDER/transparency.json: picture files and their RGB under the three rules for transparent pixels.
"""

import hashlib
import io
import json
import random
import struct
import sys
import warnings
import zlib
from pathlib import Path

import numpy as np
import torch
import transformers
from PIL import Image
from transformers import AutoImageProcessor
from transformers.image_transforms import convert_to_rgb

warnings.simplefilter("ignore")
transformers.utils.logging.set_verbosity_error()
folder = Path(sys.argv[1])
draw = random.Random(int(sys.argv[2]))
TYPES = ["CLIP", "CLIP", "CLIP", "CLIP", "ChineseCLIP", "Bit", "Blip", "DeiT", "MobileNetV1", "Pvt", "Siglip", "ViT"]
MODES = {0: "nearest-exact", 1: "lanczos", 2: "bilinear", 3: "bicubic"}  # torchvision has no other modes for tensors


def sha256(array):
    return hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()


def noise(height, width):
    values = np.random.RandomState(draw.randrange(2**32)).randint(0, 256, (height, width, 3), dtype=np.uint8)
    if draw.random() < 0.3:  # hard edges overshoot
        values = (values > 127).astype(np.uint8) * 255
    return values


def side():
    return draw.choice([draw.randint(1, 12), draw.randint(13, 120), draw.randint(121, 420)])


def picture_size():
    kind = draw.random()
    if kind < 0.1:
        return draw.choice([(1, 300), (300, 1), (2, 401), (700, 5), (3, 3)])
    if kind < 0.3:  # portraits, whose rows may be resized first
        return draw.randint(150, 500), draw.randint(20, 160)
    return side(), side()


def size(keys):
    pixels = draw.choice([draw.randint(2, 30), draw.randint(31, 120), 64])
    form = draw.choice(keys)
    return {
        "number": pixels,
        "list": [pixels, draw.randint(2, 120)],
        "square": {"height": pixels, "width": pixels},
        "extent": {"height": pixels, "width": draw.randint(2, 120)},
        "shortest": {"shortest_edge": pixels},
        "both": {"shortest_edge": pixels, "longest_edge": pixels + draw.randint(0, 90)},
        "both null": {"shortest_edge": pixels, "longest_edge": None},
        "longest": {"longest_edge": pixels},
        "within": {"max_height": pixels, "max_width": draw.randint(2, 120)},
        "area": {"min_pixels": 10, "max_pixels": 1000},
        "odd": {"shortest_edge": pixels, "width": 3},
        "null": None,
    }[form]


def settings():
    config = {"image_processor_type": draw.choice(TYPES) + "ImageProcessor" + draw.choice(["", "", "Fast", "Pil"])}
    if draw.random() < 0.1:
        config = draw.choice(
            [{}, {"feature_extractor_type": "CLIPFeatureExtractor"}, {"image_processor_type": "CLIPFeatureExtractor"}]
        )
    common = ["number", "list", "extent", "extent", "square", "shortest", "shortest", "both", "within"]
    if draw.random() < 0.85:
        config["size"] = size(common * 4 + ["both null", "both null", "longest", "area", "odd", "null"])
    if draw.random() < 0.8:
        config["crop_size"] = size(["number", "list", "square", "extent"] * 5 + ["shortest", "null"])
    if draw.random() < 0.8:
        config["resample"] = draw.choice([0, 1, 2, 2, 3, 3, 3, 4, 5] * 3 + [None])
    for switch in ("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb"):
        if draw.random() < 0.1:
            config[switch] = draw.choice([True, False, None])
    if draw.random() < 0.2:
        config["default_to_square"] = draw.choice([True, False])
    if draw.random() < 0.2:
        config["rescale_factor"] = draw.choice([1 / 255, 1 / 127.5, 0.1, 1] * 4 + [None])
    if draw.random() < 0.2:
        config["image_mean"] = draw.choice([[0.1, 0.2, 0.3], 0.4, [0, 1, 2]] * 4 + [None])
        config["image_std"] = draw.choice([[0.3, 0.2, 0.7], 0.4, [1, 2, 3]] * 4 + [None])
    if draw.random() < 0.1:
        config.update(draw.choice([{"do_pad": True}, {"crop_pct": 0.9}, {"do_flip": True}, {"use_square_size": True}]))
    return config


def torchvision_values(processor, image):
    """transformers' torchvision backend for one picture, without torchvision (whose functions are one or two lines each)."""
    pixels = torch.from_numpy(image).permute(2, 0, 1).contiguous()
    if processor.do_resize:
        resample = processor.resample
        # The target size comes from the backend on Pillow; both backends compute it with the same functions.
        height, width = processor.resize(image=np.moveaxis(image, -1, 0), size=processor.size, resample=0).shape[1:]
        if (height, width) != tuple(pixels.shape[1:]):
            smooth = {} if resample == 0 else {"align_corners": False, "antialias": True}
            if resample not in MODES:
                raise NotImplementedError(resample)
            pixels = torch.nn.functional.interpolate(pixels[None], [height, width], mode=MODES[resample], **smooth)[0]
    if processor.do_center_crop:
        height, width = processor.crop_size.height, processor.crop_size.width
        missing = max(height - pixels.shape[1], 0), max(width - pixels.shape[2], 0)
        around = (missing[1] // 2, (missing[1] + 1) // 2, missing[0] // 2, (missing[0] + 1) // 2)
        pixels = torch.nn.functional.pad(pixels, around)
        top, left = int((pixels.shape[1] - height) / 2.0), int((pixels.shape[2] - width) / 2.0)
        pixels = pixels[:, top : top + height, left : left + width]
    mean, std = processor.image_mean, processor.image_std
    rescales = processor.do_rescale
    if processor.do_normalize:
        mean, std = torch.tensor(mean), torch.tensor(std)
        if rescales:
            mean, std = mean * (1.0 / processor.rescale_factor), std * (1.0 / processor.rescale_factor)
        if mean.ndim == 1:
            mean = mean.view(-1, 1, 1)
        if std.ndim == 1:
            std = std.view(-1, 1, 1)
        return pixels.to(torch.float32).sub_(mean).div_(std).numpy()
    return (pixels * processor.rescale_factor if rescales else pixels).numpy()


def real_torchvision_values(path, image):
    processor = AutoImageProcessor.from_pretrained(path, backend="torchvision")
    return processor(Image.fromarray(image), return_tensors="pt")["pixel_values"][0].numpy()


def outcome(values):
    """The hash of float32 values and their shape, or the error of transformers."""
    try:
        result = np.asarray(values())
        return {"shape": list(result.shape), "sha256": sha256(result.astype(np.float32))}
    except Exception as error:
        return {"failure": f"{type(error).__name__}: {error}"[:300]}


def write_processors(count):
    cases = []
    for number in range(count):
        path = folder / f"processor_{number}"
        path.mkdir()
        config = settings()
        other = {"size": 7, "crop_size": 7}
        where = draw.random()
        if where < 0.6:
            (path / "preprocessor_config.json").write_text(json.dumps(config))
        elif where < 0.9:  # the joint file is used if it has an entry for images
            (path / "processor_config.json").write_text(json.dumps({"image_processor": config}))
            (path / "preprocessor_config.json").write_text(json.dumps(other))
        else:
            (path / "processor_config.json").write_text(json.dumps({"processor_class": "CLIPProcessor"}))
            (path / "preprocessor_config.json").write_text(json.dumps(config))
        (path / "config.json").write_text('{"model_type": "clip"}')
        height, width = picture_size()
        image = noise(height, width)
        (path / "picture.rgb").write_bytes(image.tobytes())

        def processor():
            return AutoImageProcessor.from_pretrained(path, backend="pil")

        pil = outcome(lambda: processor()(Image.fromarray(image), return_tensors="np")["pixel_values"][0])
        torchvision = outcome(lambda: torchvision_values(processor(), image))
        if transformers.utils.is_torchvision_available():
            real = outcome(lambda: real_torchvision_values(path, image))
            if real.get("sha256") != torchvision.get("sha256"):
                sys.exit(f"torchvision itself gives {real} for {config} on {height} x {width}, not {torchvision}")
        cases.append(
            {"folder": path.name, "height": height, "width": width, "config": config}
            | {"pillow": pil, "torchvision": torchvision}
        )
    (folder / "processors.json").write_text(json.dumps(cases))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, depth, color, rows, *chunks):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    middle = b"".join(chunk(name, data) for name, data in chunks)
    body = chunk(b"IDAT", zlib.compress(b"".join(b"\0" + row for row in rows)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + middle + body + chunk(b"IEND", b"")


def few(depth_bytes, width, channels):
    """A row with few different values, so that a transparent color occurs."""
    values = draw.choices([0, 1, 2, 77, 85, 170, 255], k=width * channels * depth_bytes)
    return bytes(values)


def pngs():
    for depth in (1, 2, 4, 8, 16):
        for level in (0, 1, 2, 3, 77, 85, 255, 256, 0x1FF, 0x0155):
            width = 24
            row = few(1, width * depth // 8 if depth < 16 else width * 2, 1)
            yield f"gray{depth}_{level}.png", png(width, 1, depth, 0, [row], (b"tRNS", struct.pack(">H", level)))
    for depth in (8, 16):
        for color in ((0, 0, 0), (1, 2, 77), (257, 2, 0), (0x0101, 0x0202, 0x4D4D), (255, 255, 255)):
            rows = [few(depth // 8, 20, 3) + struct.pack(">3H", *color)[:0] for _ in range(4)]
            rows.append(b"".join(bytes([c & 255]) * (depth // 8) for c in color) * 20)
            yield f"rgb{depth}_{color}.png", png(20, 5, depth, 2, rows, (b"tRNS", struct.pack(">3H", *color)))
        for color_type, channels in ((4, 2), (6, 4)):
            rows = [few(depth // 8, 9, channels) for _ in range(6)]
            yield f"alpha{color_type}_{depth}.png", png(9, 6, depth, color_type, rows, (b"tRNS", b"\0\1"))
    palette = bytes([1, 2, 3, 4, 5, 6, 1, 2, 3, 9, 9, 9, 200, 100, 0])
    tables = [b"\0", b"\xff\0", b"\xff\0\n", b"\n\0", b"\0\xff\0", b"\x80", b"\xff", b"", b"\xff\xff\0", b"\xff" * 7 + b"\0"]
    tables += [bytes(draw.choices(range(256), k=5)) for _ in range(4)]
    for depth in (1, 2, 4, 8):
        for number, table in enumerate(tables):
            row = bytes(draw.choices(range(8), k=16)) if depth == 8 else few(1, 8, 1)
            yield (
                f"palette{depth}_{number}.png",
                png(len(row) * 8 // depth, 1, depth, 3, [row], (b"PLTE", palette), (b"tRNS", table)),
            )


def gifs():
    for number in range(12):
        colors = draw.choice([2, 4, 16])
        image = Image.new("P", (11, 7))
        image.putpalette(bytes(draw.choices([0, 50, 255], k=colors * 3)))
        image.putdata([draw.randrange(colors) for _ in range(77)])
        file = io.BytesIO()
        image.save(file, "GIF", transparency=draw.randrange(colors + 2) % 256, optimize=False)
        yield f"palette_{number}.gif", file.getvalue()
    gray = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    file = io.BytesIO()
    gray.save(file, "GIF", transparency=99)
    yield "gray.gif", file.getvalue()


def bmps():
    masks = [
        (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
        (0xFF0000, 0xFF00, 0xFF, 0),
        (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
        (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
        (0xFF000000, 0xFF00, 0xFF, 0xFF0000),
        (0, 0, 0, 0),
    ]
    pixels = few(1, 5 * 4, 4)
    for number, mask in enumerate(masks):
        header = struct.pack("<IiiHHIIiiII", 56, 5, 4, 1, 32, 3, 80, 0, 0, 0, 0) + struct.pack("<4I", *mask)
        yield f"masks_{number}.bmp", b"BM" + struct.pack("<IHHI", 150, 0, 0, 70) + header + pixels
    header = struct.pack("<IiiHHIIiiII", 40, 5, 4, 1, 32, 0, 80, 0, 0, 0, 0)
    yield "raw.bmp", b"BM" + struct.pack("<IHHI", 134, 0, 0, 54) + header + pixels


def tiff(photometric, samples, extra, raw, tags=()):
    short, long = 3, 4
    entries = [(256, long, [4]), (257, long, [3]), (258, short, [8] * samples), (259, short, [1])]
    entries += [(262, short, [photometric]), (273, long, [0]), (277, short, [samples]), (278, long, [3])]
    entries += [(279, long, [len(raw)]), *tags]
    entries += [(338, short, extra)] if extra else []
    entries.sort()
    start = 8 + 2 + 12 * len(entries) + 4
    packed = {tag: struct.pack(f"<{len(v)}{'H' if kind == short else 'I'}", *v) for tag, kind, v in entries}
    beside = {tag: data for tag, data in packed.items() if len(data) > 4}
    places, end = {}, start
    for tag, data in beside.items():
        places[tag], end = end, end + len(data)
    packed[273] = struct.pack("<I", end)
    directory = struct.pack("<H", len(entries))
    for tag, kind, values in entries:
        inline = struct.pack("<I", places[tag]) if tag in places else packed[tag].ljust(4, b"\0")
        directory += struct.pack("<HHI", tag, kind, len(values)) + inline
    return b"II*\0" + struct.pack("<I", 8) + directory + b"\0\0\0\0" + b"".join(beside.values()) + raw


def tiffs():
    colors = (320, 3, [draw.randrange(65536) for _ in range(768)])
    for extra in ([], [0], [1], [2], [999]):
        yield f"rgb_{extra}.tif", tiff(2, 4, extra, few(1, 12, 4))
    yield "rgb_two_extra.tif", tiff(2, 5, [2, 0], few(1, 12, 5))
    yield "turned.tif", tiff(2, 4, [2], few(1, 12, 4), [(274, 3, [3])])
    for extra in ([0], [1], [2]):
        yield f"gray_{extra}.tif", tiff(1, 2, extra, few(1, 12, 2))
    for extra in ([0], [2]):
        yield f"palette_{extra}.tif", tiff(3, 2, extra, few(1, 12, 2), [colors])


def write_transparency():
    def rules(path):
        return {
            "drop": sha256(np.array(Image.open(path).convert("RGB"))),
            "reference": sha256(convert_to_rgb(Image.open(path).convert("RGB"), return_numpy=True)),
            "white": sha256(convert_to_rgb(Image.open(path), return_numpy=True)),
        }

    cases = []
    for name, data in [*pngs(), *gifs(), *bmps(), *tiffs()]:
        path = folder / name
        path.write_bytes(data)
        try:
            cases.append({"file": name, **rules(path)})
        except (ValueError, OSError) as error:
            cases.append({"file": name, "failure": str(error)})
    (folder / "transparency.json").write_text(json.dumps(cases))


write_processors(int(sys.argv[3]))
write_transparency()
