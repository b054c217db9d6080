"""Writes the small files with which unit tests compare clipmeter to the reference without Python, and the expected results.

    python write_own_files.py FOLDER_OF_THE_BUNDLED_MODEL

Needs the pinned Pillow, transformers, torch and tokenizers of the test environment. Everything is written to the folder of
this script: pictures/ (tiny, drawn from a seed), tokenizer/ (a byte-level BPE learned from a few invented sentences), and expected.json.
"""

import hashlib
import json
import pathlib
import sys

import numpy
import PIL
import torch
import transformers
from PIL import Image
from tokenizers import Regex, pre_tokenizers
from transformers import CLIPImageProcessorPil, CLIPModel, CLIPTokenizer

HERE = pathlib.Path(__file__).parent
PICTURES = HERE / "pictures"
TOKENIZER = HERE / "tokenizer"


# CLIP's own settings, except for a smaller input.
PROCESSOR = {
    "image_processor_type": "CLIPImageProcessor",
    "do_resize": True,
    "size": {"shortest_edge": 32},
    "resample": 3,
    "do_center_crop": True,
    "crop_size": {"height": 32, "width": 32},
    "do_rescale": True,
    "rescale_factor": 0.00392156862745098,
    "do_normalize": True,
    "image_mean": [0.48145466, 0.4578275, 0.40821073],
    "image_std": [0.26862954, 0.26130258, 0.27577711],
    "do_convert_rgb": True,
}


def drawing(width, height, bands, seed):
    """A smooth picture with some noise and an edge, so that filters, predictors and transforms are all used."""
    noise = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width]
    planes = []
    for band in range(bands):
        plane = 127 + 90 * numpy.sin(x / (3.0 + band) + band) * numpy.cos(y / (4.0 - band / 2))
        plane = plane + noise.integers(-12, 12, (height, width))
        plane[(x * 2 + y) % 23 < 3] = 20 * band
        planes.append(plane)
    return numpy.clip(numpy.stack(planes, -1), 0, 255).astype(numpy.uint8).squeeze()


def pictures():
    """Yields a file name, the image and the options of Pillow's save."""
    rgb = Image.fromarray(drawing(21, 13, 3, 1))
    tall = Image.fromarray(drawing(9, 40, 3, 2))
    gray = Image.fromarray(drawing(17, 11, 1, 3))
    rgba = Image.fromarray(drawing(19, 14, 4, 4))
    cmyk = Image.merge("CMYK", Image.fromarray(drawing(18, 10, 4, 5)).split())
    palette = rgb.quantize(12)
    bilevel = gray.convert("1")
    yield "rgb.png", rgb, {}
    yield "tall.png", tall, {}
    yield "gray.png", gray, {}
    yield "gray_alpha.png", rgba.convert("LA"), {}
    yield "rgba.png", rgba, {}
    yield "palette.png", palette, {}
    yield "palette_transparent.png", palette, {"transparency": 3}
    yield "rgb_transparent.png", rgb, {"transparency": rgb.getpixel((2, 2))}
    yield "bilevel.png", bilevel, {}
    yield "gray16.png", Image.fromarray(drawing(17, 11, 1, 6).astype(numpy.uint16) * 257), {}
    yield "baseline_420.jpg", rgb, {"quality": 80, "subsampling": 2}
    yield "baseline_422.jpg", rgb, {"quality": 60, "subsampling": 1}
    yield "baseline_444.jpg", tall, {"quality": 90, "subsampling": 0}
    yield "progressive.jpg", rgb, {"quality": 75, "progressive": True}
    yield "gray.jpg", gray, {"quality": 70}
    yield "cmyk.jpg", cmyk, {"quality": 85}
    yield "lossy.webp", rgb, {"quality": 60}
    yield "lossy_alpha.webp", rgba, {"quality": 70}
    yield "lossless.webp", rgb, {"lossless": True, "method": 4}
    yield "lossless_palette.webp", palette.convert("RGB"), {"lossless": True, "quality": 100, "method": 6}
    yield "lossless_alpha.webp", rgba, {"lossless": True, "exact": True}
    yield "animation.webp", rgb, {"save_all": True, "append_images": [rgb.rotate(180)], "duration": 50}
    yield "palette.gif", palette, {}
    yield "transparent.gif", palette, {"transparency": 5}
    yield "rgb.bmp", rgb, {}
    yield "palette.bmp", palette, {}
    yield "bilevel.bmp", bilevel, {}
    yield "raw.tif", rgb, {}
    yield "lzw.tif", rgba, {"compression": "tiff_lzw"}
    yield "deflate.tif", gray, {"compression": "tiff_adobe_deflate"}
    yield "group4.tif", bilevel, {"compression": "group4"}
    yield "jpeg.tif", rgb, {"compression": "jpeg"}
    yield "rgb.ppm", rgb, {}
    yield "gray.pgm", gray, {}
    yield "bilevel.pbm", bilevel, {}


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def expected_pictures():
    write_json(HERE / "preprocessor_config.json", PROCESSOR)
    processor = CLIPImageProcessorPil.from_pretrained(HERE)
    PICTURES.mkdir(exist_ok=True)
    for old in PICTURES.iterdir():
        old.unlink()
    expected = []
    for name, image, options in pictures():
        image.save(PICTURES / name, **options)
        with Image.open(PICTURES / name) as opened:
            converted = opened.convert("RGB")
        values = processor(images=converted, return_tensors="np")["pixel_values"][0]
        expected.append(
            {
                "file": name,
                "width": converted.width,
                "height": converted.height,
                "rgb": sha256(converted.tobytes()),
                "pixelValues": sha256(numpy.ascontiguousarray(values, "<f4").tobytes()),
            }
        )
    return expected


SENTENCES = [
    "a red cube on a blue table",
    "two small green spheres beside a yellow cone",
    "an oil painting of a lighthouse at night",
    "the cat's whiskers weren't drawn",
    "a photo of 3 dogs and 12 cats",
    "naïve café façade, señor",
    "ein großes Haus über dem Fluß",
    "猫 と 犬 の 写真",
    "a 🐱 and a 🐶!!!",
    "   spaces   and\ttabs\n",
    "UPPER case AND lower CASE",
    "",
    "snow-white; rose-red: who's there?",
    "x" * 90,
    "one two three four five six seven eight nine ten " * 9,
    "e\u0301 is not é for every reader",
    "\u00a0no-break\u2009thin\u3000ideographic",
    "<|startoftext|>inside<|endoftext|> a text",
    "it's 10:45, they'll say I'd've gone",
    "½ ² ① Ⅷ ﬁ ſ",
]


def byte_symbols():
    """The letter that represents each byte in a CLIP vocabulary, in the vocabulary's order."""
    plain = [*range(ord("!"), ord("~") + 1), *range(ord("¡"), ord("¬") + 1), *range(ord("®"), ord("ÿ") + 1)]
    letters = {byte: chr(byte) for byte in plain}
    others = [byte for byte in range(256) if byte not in letters]
    return letters | {byte: chr(256 + i) for i, byte in enumerate(others)}


def write_tokenizer():
    """Learns merges from the sentences and writes vocab.json and merges.txt in CLIP's form."""
    words = {}
    split = pre_tokenizers.Split(
        Regex(r"'s|'t|'re|'ve|'m|'ll|'d|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), "removed", invert=True
    )
    letters = byte_symbols()
    for sentence in SENTENCES:
        for word, _ in split.pre_tokenize_str(sentence.lower()):
            pieces = [letters[byte] for byte in word.encode()]
            pieces[-1] += "</w>"
            words[tuple(pieces)] = words.get(tuple(pieces), 0) + 1
    merges = []
    while len(merges) < 160:
        pairs = {}
        for word, count in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] = pairs.get(pair, 0) + count
        best = max(sorted(pairs), key=pairs.get)
        merges.append(best)
        joined = {}
        for word, count in words.items():
            pieces, i = [], 0
            while i < len(word):
                if word[i : i + 2] == best:
                    pieces.append(word[i] + word[i + 1])
                    i += 2
                else:
                    pieces.append(word[i])
                    i += 1
            joined[tuple(pieces)] = joined.get(tuple(pieces), 0) + count
        words = joined
    tokens = [*letters.values()] + [s + "</w>" for s in letters.values()] + ["".join(m) for m in merges]
    tokens += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {token: i for i, token in enumerate(dict.fromkeys(tokens))}
    TOKENIZER.mkdir(exist_ok=True)
    write_json(TOKENIZER / "vocab.json", vocabulary)
    lines = ["#version: 0.2"] + [" ".join(m) for m in merges]
    (TOKENIZER / "merges.txt").write_text("\n".join(lines) + "\n", "utf-8")
    config = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77}
    write_json(TOKENIZER / "tokenizer_config.json", config)


def expected_tokens():
    write_tokenizer()
    tokenizer = CLIPTokenizer.from_pretrained(TOKENIZER)
    return [
        {"text": text, "ids": tokenizer(text, truncation=True, max_length=77)["input_ids"]} for text in SENTENCES
    ]


def expected_scores(model_folder):
    """The bundled model's logits_per_image of three pictures and three texts."""
    model = CLIPModel.from_pretrained(model_folder).eval()
    processor = CLIPImageProcessorPil.from_pretrained(model_folder)
    tokenizer = CLIPTokenizer.from_pretrained(model_folder)
    files = ["rgb.png", "tall.png", "palette.gif"]
    texts = ["a red circle", "a green square above a blue triangle", "a photo of a cat"]
    images = [Image.open(PICTURES / name).convert("RGB") for name in files]
    with torch.no_grad():
        logits = model(
            **tokenizer(texts, padding=True, truncation=True, return_tensors="pt"),
            **processor(images=images, return_tensors="pt"),
        ).logits_per_image
    return {"files": files, "texts": texts, "logits": [[round(float(x), 6) for x in row] for row in logits]}


def write_json(path, value):
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1) + "\n", "utf-8")


def main():
    versions = {"Pillow": PIL.__version__, "transformers": transformers.__version__, "torch": torch.__version__}
    pictures_found = expected_pictures()
    result = {
        "written by": "write_own_files.py",
        "versions": versions,
        "pictures": pictures_found,
        "tokens": expected_tokens(),
        "scores": expected_scores(sys.argv[1]),
    }
    write_json(HERE / "expected.json", result)


if __name__ == "__main__":
    main()
