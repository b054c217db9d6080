"""Writes pictures, texts and small checkpoints, and what open_clip and hpsv2 compute from them: open_clip_cases.py FOLDER

FOLDER/expected.json receives the results. "refused" is a text that clipmeter's refusal must contain.
"""

import gzip
import hashlib
import importlib
import json
import random
import sys
import types
import warnings
from pathlib import Path

import numpy as np
import open_clip
import torch
from open_clip.openai import load_openai_model
from open_clip.tokenizer import SimpleTokenizer
from open_clip.transform import PreprocessCfg, image_transform_v2
from PIL import Image
from safetensors.torch import save_file

warnings.simplefilter("ignore")
torch.set_num_threads(1)
root = Path(sys.argv[1])
draw = random.Random(33)
HALF = (0.5, 0.5, 0.5)


# --- Pictures, in the modes in which Pillow opens files.


def noise(mode, width, height):
    """Smooth enough that a resize matters, with hard edges, and with transparent parts if the mode has alpha."""
    bands = len(Image.new(mode, (1, 1)).getbands())
    small = Image.merge("RGB" if bands == 1 else mode, [
        Image.frombytes("L", (width // 3 + 1, height // 3 + 1), draw.randbytes((width // 3 + 1) * (height // 3 + 1)))
        for _ in range(3 if bands == 1 else bands)])
    large = small.resize((width, height), Image.Resampling.BILINEAR if draw.random() < 0.5 else Image.Resampling.NEAREST)
    return large if large.mode == mode else large.convert(mode)


def write_pictures():
    files = []

    def save(name, image, **options):
        image.save(root / name, **options)
        files.append(name)

    for width, height in ((40, 50), (37, 120), (121, 36), (32, 32), (33, 32), (20, 11), (300, 7)):
        save(f"rgb_{width}x{height}.png", noise("RGB", width, height))
    for width, height in ((41, 58), (90, 33)):
        size = f"{width}x{height}"
        save(f"rgba_{size}.png", noise("RGBA", width, height))
        save(f"la_{size}.png", noise("LA", width, height))
        save(f"l_{size}.png", noise("L", width, height))
        save(f"1_{size}.png", noise("1", width, height))
        save(f"p_{size}.png", noise("P", width, height))
        save(f"gif_{size}.gif", noise("P", width, height))
        save(f"gray_{size}.gif", noise("L", width, height))
        save(f"16_{size}.png", Image.fromarray(np.arange(width * height, dtype=np.uint16).reshape(height, width) * 17))
        save(f"rgb_{size}.jpg", noise("RGB", width, height))
        save(f"l_{size}.jpg", noise("L", width, height))
        save(f"cmyk_{size}.jpg", noise("CMYK", width, height))
        save(f"rgba_{size}.webp", noise("RGBA", width, height), lossless=True)
        save(f"rgb_{size}.webp", noise("RGB", width, height))
        save(f"opaque_{size}.png", noise("RGB", width, height).convert("RGBA"))
        save(f"p_{size}.bmp", noise("P", width, height))
        save(f"l_{size}.bmp", noise("L", width, height))
        save(f"1_{size}.bmp", noise("1", width, height))
        save(f"rgba_{size}.bmp", noise("RGBA", width, height))
        for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "CMYK"):
            save(f"{mode.lower()}_{size}.tif", noise(mode, width, height))
        save(f"lzw_{size}.tif", noise("RGB", width, height), compression="tiff_lzw")
        save(f"jpeg_{size}.tif", noise("RGB", width, height), compression="jpeg")
        save(f"rgb_{size}.ppm", noise("RGB", width, height))
        save(f"l_{size}.pgm", noise("L", width, height))
        save(f"1_{size}.pbm", noise("1", width, height))
        save(f"transparent_{size}.png", noise("P", width, height), transparency=3)
        save(f"alphas_{size}.png", noise("P", width, height), transparency=bytes(range(0, 250, 7)))
        save(f"color_{size}.png", noise("RGB", width, height), transparency=(10, 20, 30))
        save(f"transparent_{size}.gif", noise("P", width, height), transparency=3)
    return files


SETTINGS = [
    {"size": 32},
    {"size": 31, "interpolation": "bilinear", "mean": HALF, "std": HALF},
    {"size": 32, "resize_mode": "squash"},
    {"size": 33, "resize_mode": "longest", "fill_color": 127},
    {"size": 32, "resize_mode": "longest", "interpolation": "bilinear"},
]


def prepared(files):
    rows = []
    for settings in SETTINGS:
        transform = image_transform_v2(PreprocessCfg(**settings), is_train=False)
        for name in files:
            row = {"picture": name, "settings": settings}
            try:
                values = transform(Image.open(root / name)).numpy().astype("<f4")
                row["sha256"] = hashlib.sha256(np.ascontiguousarray(values).tobytes()).hexdigest()
            except Exception as error:
                row["failure"] = str(error)[:200]
            rows.append(row)
    return rows


# --- Texts, with a vocabulary of all bytes and a few merges.

MERGES = ["t h", "th e</w>", "c a", "ca t</w>", "a t</w>", "o n</w>", "p h", "o t", "ph ot", "phot o</w>", "m at</w>"]


def write_vocabulary():
    """The vocabulary for open_clip and, with the names that its special tokens have in transformers, for clipmeter."""
    with gzip.open(root / "merges.gz", "wb") as file:
        file.write(("#version\n" + "\n".join(MERGES)).encode())
    own = SimpleTokenizer(bpe_path=str(root / "merges.gz"), context_length=24)
    folder = root / "vocabulary"
    folder.mkdir()
    names = {"<start_of_text>": "<|startoftext|>", "<end_of_text>": "<|endoftext|>"}
    ids = {names.get(token, token): number for token, number in own.encoder.items()}
    (folder / "vocab.json").write_text(json.dumps(ids), encoding="utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(MERGES) + "\n", encoding="utf-8")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>"}
    (folder / "tokenizer_config.json").write_text(json.dumps({"tokenizer_class": "CLIPTokenizer", **special}))
    return own


ORDINARY = ["a photo of a cat", "", "  The CAT\non the   mat! ", "it\u2019s \u201cfine\u201d \u2013 caf\u00e9 na\u00efve \u2026 Z\u00fcrich",
            "R & B", "AT&T", "don't they'll I've we're 3.14 (x) [y] {z} <b> #1 @me 50% ~ ^ _ ` | \\ \"q\"", "the cat " * 40,
            "a cup; & so on"]
ODD = ["\u6771\u4eac", "&amp; &lt;b&gt;", "&copy", "\u00c3\u00a9", "na\u00c2 ive", "fi \ufb01", "a\u0000b", "<|endoftext|>",
       "<start_of_text> x", "e\u0301", "\uff21", "\u0130", "\u2028"]


def random_text():
    pool = ("abc ABC 's 12 .,;:!?-_'\"()[]<>#%&" + "\u00e9\u00fc\u00df\u00c9\u00d6\u00c3\u00c2\u2019\u2018\u201c\u201d\u2014\u2026\u00ab"
            "\u00bb\u00b0\u00a3\u20ac\u00d0\u00ce\u0153" + "    eeee" * 4)
    return "".join(draw.choice(pool) for _ in range(draw.randint(1, 30)))


def tokens(tokenizer, texts):
    rows = []
    for text in texts:
        ids = [tokenizer.sot_token_id] + tokenizer.encode(text) + [tokenizer.eot_token_id]
        rows.append({"text": text, "ids": ids})
    return rows


# --- Checkpoints.

TEXTS = ["a photo of a cat", "", "The mat, and the cat on it \u2013 it\u2019s", "the cat on the mat " * 12]
PICTURES = ["rgb_40x50.png", "rgba_41x58.png", "p_90x33.png"]


def config(vocabulary, **changes):
    vision = {"image_size": 32, "layers": 2, "width": 64, "head_width": 32, "patch_size": 16}
    text = {"context_length": 24, "vocab_size": vocabulary, "width": 32, "heads": 2, "layers": 2}
    vision.update(changes.pop("vision", {}))
    text.update(changes.pop("text", {}))
    return {"embed_dim": 16, "vision_cfg": vision, "text_cfg": text, **changes}


def weights(model):
    generator = torch.Generator().manual_seed(5)
    state = {}
    for name, tensor in model.state_dict().items():
        values = torch.randn(tensor.shape, generator=generator) * (0.1 if name.endswith("bias") else 0.3)
        state[name] = values + 1 if "ln_" in name and name.endswith("weight") else values
        if name == "logit_scale":
            state[name] = torch.full(tensor.shape, 2.5)
    return state


def logits(model, transform, tokenizer, length, pictures=PICTURES):
    rows = []
    with torch.no_grad():
        texts = model.encode_text(tokenizer(TEXTS, context_length=length), normalize=True)
        for name in pictures:
            image = model.encode_image(transform(Image.open(root / name))[None], normalize=True)
            cosines = (image @ texts.T)[0]
            rows.append((cosines * model.logit_scale.exp()).tolist())
    return rows


def write_folder(name, model_config, images, layout, tokenizer, pictures):
    folder = root / name
    folder.mkdir()
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": model_config, "preprocess_cfg": images}))
    plain = {key: value for key, value in model_config.items() if key != "custom_text"}
    state = weights(open_clip.model.CLIP(**json.loads(json.dumps(plain))))
    if layout == "safetensors":
        save_file(state, folder / "open_clip_model.safetensors")
    elif layout == "nested":
        torch.save({"epoch": 3, "state_dict": {"module." + key: value for key, value in state.items()}},
                   folder / "open_clip_pytorch_model.bin")
    else:
        torch.save({key: value.half() for key, value in state.items()} if layout == "half" else state,
                   folder / "open_clip_pytorch_model.bin")
    model, transform = open_clip.create_model_from_pretrained(f"local-dir:{folder}")
    return logits(model.eval().float(), transform, tokenizer, model_config["text_cfg"]["context_length"], pictures)


def write_refused(name, model_config, images, text):
    folder = root / name
    folder.mkdir()
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": model_config, "preprocess_cfg": images}))
    save_file({"logit_scale": torch.tensor(1.0)}, folder / "open_clip_model.safetensors")
    return {"name": name, "refused": text}


def folders(tokenizer):
    vocabulary = len(tokenizer.encoder)
    base = {"mean": [0.48145466, 0.4578275, 0.40821073], "std": [0.26862954, 0.26130258, 0.27577711]}
    cases = [
        ("gelu", config(vocabulary), base, "safetensors"),
        ("quick_gelu", config(vocabulary, quick_gelu=True), {**base, "resize_mode": "squash"}, "bin"),
        ("half", config(vocabulary, vision={"head_width": 16}), {"mean": HALF, "std": HALF}, "half"),
        ("nested", config(vocabulary), {}, "nested"),
        ("wide", config(vocabulary, vision={"width": 160, "head_width": 80, "mlp_ratio": 4.9231, "patch_size": 14, "image_size": 42},
                        text={"width": 48, "heads": 4, "layers": 3}), {**base, "interpolation": "bilinear"}, "safetensors"),
        ("longest", config(vocabulary, vision={"patch_dropout": 0.5}), {**base, "resize_mode": "longest", "fill_color": 5}, "bin"),
        ("scale", config(vocabulary, nonscalar_logit_scale=True, text={"context_length": 30}), base, "safetensors"),
    ]
    rows = []
    for name, model, images, layout in cases:
        pictures = PICTURES[:2] if name == "longest" else PICTURES  # clipmeter does not fill around a palette
        scores = write_folder(name, model, images, layout, tokenizer, pictures)
        rows.append({"name": name, "pictures": pictures, "logits": scores})
    for name, change, text in (
        ("timm", {"vision": {"timm_model_name": "vit_x"}}, "vision_cfg.timm_model_name is \"vit_x\", which asks for an image tower of timm"),
        ("resnet", {"vision": {"layers": [1, 1, 1, 1]}}, "which asks for a ResNet"),
        ("hf", {"text": {"hf_model_name": "roberta-base"}}, "which asks for a text tower of Hugging Face"),
        ("words", {"text": {"hf_tokenizer_name": "t5-base"}}, "which asks for a tokenizer of Hugging Face"),
        ("custom", {"custom_text": True}, "model_cfg.custom_text is true, which asks for a text tower of its own"),
        ("pooling", {"vision": {"attentional_pool": True}}, "which asks for attentional pooling"),
        ("bias", {"init_logit_bias": -10}, "which asks for SigLIP's bias"),
        ("scaled", {"vision": {"ls_init_value": 0.1}}, "vision_cfg.ls_init_value is 0.1, which is not supported"),
        ("norm", {"text": {"norm_kwargs": {"eps": 1e-6}}}, "text_cfg.norm_kwargs is"),
        ("unknown", {"vision": {"brightness": 3}}, "vision_cfg.brightness is 3, which is not supported"),
        ("pool", {"text": {"pool_type": "last"}}, "text_cfg.pool_type is \"last\", expected argmax"),
    ):
        rows.append(write_refused(name, config(vocabulary, **change), base, text))
    rows.append(write_refused("mode", config(vocabulary), {**base, "resize_mode": "fit"}, "preprocess_cfg.resize_mode is \"fit\""))
    rows.append(write_refused("few", config(vocabulary), base, "tensors are missing"))
    return rows


class Holder(torch.nn.Module):
    def forward(self, x: torch.Tensor):
        return x


def write_openai(tokenizer):
    """A TorchScript archive as OpenAI published them: fp16 weights below modules, and three sizes."""
    model = open_clip.model.CLIP(**config(len(tokenizer.encoder), quick_gelu=True, vision={"width": 128, "head_width": 64},
                                          text={"width": 64, "heads": 1}))
    state = {name: value if "ln_" in name or name == "logit_scale" else value.half() for name, value in weights(model).items()}
    state.update(input_resolution=torch.tensor(32), context_length=torch.tensor(24), vocab_size=torch.tensor(len(tokenizer.encoder)))
    top = Holder()
    for name, value in state.items():
        *path, last = name.split(".")
        module = top
        for part in path:
            if part not in dict(module.named_children()):
                module.add_module(part, Holder())
            module = dict(module.named_children())[part]
        module.register_buffer(last, value)
    torch.jit.save(torch.jit.script(top), str(root / "openai.pt"))
    torch.jit.save(torch.jit.script(Holder()), str(root / "other.pt"))
    torch.save(state, root / "weights.pt")
    model = load_openai_model(str(root / "openai.pt"), precision="fp32", device="cpu")
    transform = image_transform_v2(PreprocessCfg(size=32), is_train=False)
    return logits(model.eval(), transform, tokenizer, 24)


def hpsv2_modules():
    """The model and the preprocessing of hpsv2, without what its packages import besides."""
    for package in ("hpsv2", "hpsv2.src", "hpsv2.src.open_clip"):
        module = types.ModuleType(package)
        module.__path__ = [str(Path(open_clip.__file__).parents[1] / package.replace(".", "/"))]
        sys.modules[package] = module
    return importlib.import_module("hpsv2.src.open_clip.model"), importlib.import_module("hpsv2.src.open_clip.transform")


def hps(tokenizer, files):
    network, preprocessing = hpsv2_modules()
    sizes = config(len(tokenizer.encoder))
    model = network.CLIP(**json.loads(json.dumps(sizes)), output_dict=True).eval()
    state = weights(model)
    torch.save({"epoch": 1, "state_dict": state}, root / "hps.pt")
    model.load_state_dict(state)
    transform = preprocessing.image_transform(32, is_train=False, resize_longest_max=True)
    scores = []
    with torch.no_grad():
        for name in ("rgb_40x50.png", "p_90x33.png", "rgb_121x36.png"):
            outputs = [model(transform(Image.open(root / name))[None], tokenizer([text], context_length=24)) for text in TEXTS]
            scores.append([(out["image_features"] @ out["text_features"].T).item() for out in outputs])
    pictures = []
    for name in files:
        values = transform(Image.open(root / name))
        row = {"picture": name, "shape": list(values.shape)}
        if row["shape"] == [3, 32, 32]:
            values.numpy().astype("<f4").tofile(root / (name + ".hps"))
        pictures.append(row)
    return {"scores": scores, "pictures": pictures}


def main():
    files = write_pictures()
    tokenizer = write_vocabulary()
    expected = {
        "prepared": prepared(files),
        "texts": TEXTS,
        "pictures": PICTURES,
        "ordinary": tokens(tokenizer, ORDINARY),
        "odd": tokens(tokenizer, ODD + [random_text() for _ in range(4000)]),
        "folders": folders(tokenizer),
        "openai": write_openai(tokenizer),
        "hps": hps(tokenizer, files),
    }
    (root / "expected.json").write_text(json.dumps(expected), encoding="utf-8")


if __name__ == "__main__":
    main()
