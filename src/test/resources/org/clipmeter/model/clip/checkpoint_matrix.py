"""Writes a matrix of small checkpoints, and the results of transformers for each: checkpoint_matrix.py FOLDER

FOLDER/expected.json receives the images and texts, and for each checkpoint its folder and either transformers'
logits_per_image or its error. "refused" is a text that clipmeter's refusal must contain, "although" is the reason for
refusing what transformers loads, and "warned" is a text that clipmeter's warnings must contain.
To add a case, write a function that fills a Checkpoint, and register it with @case.
"""

import json
import os
import random
import struct
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import AutoTokenizer, CLIPConfig, CLIPModel, CLIPProcessor, CLIPTokenizer, logging

try:
    from transformers import CLIPImageProcessorPil as ImageProcessor
except ImportError:  # older versions, whose only processor computes with Pillow
    from transformers import CLIPImageProcessor as ImageProcessor

SEED = 20
RANDOM_COMBINATIONS = 16
TEXTS = ["a photo of a cat", "", "Ünïcode, 東京!", "the cat on the mat " * 12, "a photo of the mat, 2024. " * 30]
LFS_POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 605247071\n"
WEB_PAGE = "<!DOCTYPE html>\n<html><head><title>Log in</title></head></html>\n"

CASES = []


RANDOM_NUMBERS = "transformers warns, and fills missing parameters with random numbers"
NO_NUMBERS = "the scores of transformers are not finite, or all the same"


def case(name, refused=None, although=None, warned=None, reference=True):
    """Registers a function that fills a Checkpoint; reference=False if transformers must not try it."""

    def register(fill):
        CASES.append({"name": name, "fill": fill, "refused": refused, "although": although, "warned": warned,
                      "reference": reference})
        return fill

    return register


class Checkpoint:
    """A folder to be written: its configuration, its tensors, and how its tokenizer and processor are stored."""

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(parents=True)
        self.config = {
            "model_type": "clip",
            "architectures": ["CLIPModel"],
            "projection_dim": 16,
            "text_config": dict(
                hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2,
                vocab_size=len(VOCABULARY), max_position_embeddings=24, eos_token_id=VOCABULARY["<|endoftext|>"],
            ),
            "vision_config": dict(
                hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2,
                image_size=32, patch_size=16,
            ),
        }
        self.tensors = None
        self.layout = safetensors
        self.processor = preprocessor_config
        self.tokenizer = tokenizer_json
        self.text = None  # the text of config.json, if it is not simply the configuration as JSON

    @property
    def text_config(self):
        return self.config["text_config"]

    @property
    def vision_config(self):
        return self.config["vision_config"]

    def size(self, tower, key, default):
        """A size in the configuration, which may be damaged; then the default."""
        value = self.config[tower].get(key) if isinstance(self.config[tower], dict) else None
        return value if isinstance(value, int) else default

    def make(self):
        """Makes the tensors that the configuration requires."""
        config = {key: self.config[key] for key in ("projection_dim", "text_config", "vision_config")}
        model = CLIPModel(CLIPConfig(**json.loads(json.dumps(config))))
        generator = torch.Generator().manual_seed(SEED)
        self.tensors = {}
        for name, tensor in model.state_dict().items():
            spread = 0.1 if name.endswith("bias") else 0.3
            noise = torch.randn(tensor.shape, generator=generator) * spread
            norm = "norm" in name and name.endswith("weight")
            self.tensors[name] = noise + 1 if norm else torch.tensor(2.5) if name == "logit_scale" else noise
        return self.tensors

    def write(self):
        if self.tensors is None:
            self.make()
        self.file("config.json", self.text if self.text is not None else json.dumps(self.config))
        self.layout(self)
        self.processor(self)
        self.tokenizer(self)

    def file(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")


# --- The tokenizer: all bytes, with and without the end-of-word mark, and a few merges.


def byte_symbols():
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    others = [byte for byte in range(256) if byte not in plain]
    return [chr(byte) for byte in plain] + [chr(256 + i) for i in range(len(others))]


SYMBOLS = byte_symbols()
MERGES = ["t h", "th e</w>", "c a", "ca t</w>", "a t</w>", "o n</w>", "p h", "o t", "ph ot", "phot o</w>", "m at</w>"]
VOCABULARY = {
    token: i
    for i, token in enumerate(
        SYMBOLS
        + [symbol + "</w>" for symbol in SYMBOLS]
        + [merge.replace(" ", "") for merge in MERGES]
        + ["<|startoftext|>", "<|endoftext|>"]
    )
}


def vocab_and_merges(checkpoint):
    checkpoint.file("vocab.json", json.dumps(VOCABULARY, ensure_ascii=False))
    checkpoint.file("merges.txt", "#version: 0.2\n" + "\n".join(MERGES) + "\n")
    special = {"bos_token": "<|startoftext|>", "eos_token": "<|endoftext|>", "unk_token": "<|endoftext|>",
               "pad_token": "<|endoftext|>"}
    checkpoint.file("special_tokens_map.json", json.dumps(special))
    length = checkpoint.size("text_config", "max_position_embeddings", 77)
    checkpoint.file("tokenizer_config.json",
                    json.dumps({"tokenizer_class": "CLIPTokenizer", "model_max_length": length, **special}))


def tokenizer_json(checkpoint):
    """What save_pretrained writes; made in a folder without a configuration, since some configurations can't be read."""
    alone = checkpoint.folder / "tokenizer"
    alone.mkdir()
    length = checkpoint.size("text_config", "max_position_embeddings", 77)
    tokenizer = CLIPTokenizer(vocab=VOCABULARY, merges=[tuple(merge.split()) for merge in MERGES], model_max_length=length)
    tokenizer.save_pretrained(alone)
    for file in alone.iterdir():
        file.rename(checkpoint.folder / file.name)
    alone.rmdir()


def both_tokenizers(checkpoint):
    tokenizer_json(checkpoint)
    vocab_and_merges(checkpoint)


TOKENIZERS = [tokenizer_json, vocab_and_merges, both_tokenizers]


# --- The image processor.


def processor_settings(checkpoint):
    size = checkpoint.size("vision_config", "image_size", 224)
    return {
        "image_processor_type": "CLIPImageProcessor",
        "do_resize": True, "size": {"shortest_edge": size}, "resample": 3,
        "do_center_crop": True, "crop_size": {"height": size, "width": size},
        "do_rescale": True, "rescale_factor": 1 / 255,
        "do_normalize": True, "image_mean": [0.48145466, 0.4578275, 0.40821073],
        "image_std": [0.26862954, 0.26130258, 0.27577711], "do_convert_rgb": True,
    }


def preprocessor_config(checkpoint):
    checkpoint.file("preprocessor_config.json", json.dumps(processor_settings(checkpoint)))


def processor_config(checkpoint):
    joint = {"processor_class": "CLIPProcessor", "image_processor": processor_settings(checkpoint)}
    checkpoint.file("processor_config.json", json.dumps(joint))


PROCESSORS = [preprocessor_config, processor_config]


# --- The weights.


def parts(tensors, count):
    names = list(tensors)
    return [{name: tensors[name] for name in names[i::count]} for i in range(count)]


def index(checkpoint, stem, shards, suffix):
    weight_map = {name: shard for shard, part in shards.items() for name in part}
    total = sum(tensor.numel() * tensor.element_size() for part in shards.values() for tensor in part.values()
                if isinstance(tensor, torch.Tensor))
    checkpoint.file(stem + suffix + ".index.json",
                    json.dumps({"metadata": {"total_size": total}, "weight_map": weight_map}))


def safetensors(checkpoint):
    save_file(checkpoint.tensors, checkpoint.folder / "model.safetensors", metadata={"format": "pt"})


def sharded_safetensors(checkpoint):
    shards = {f"model-{i + 1:05}-of-00003.safetensors": part for i, part in enumerate(parts(checkpoint.tensors, 3))}
    for name, part in shards.items():
        save_file(part, checkpoint.folder / name, metadata={"format": "pt"})
    index(checkpoint, "model", shards, ".safetensors")


def torch_file(checkpoint):
    torch.save(checkpoint.tensors, checkpoint.folder / "pytorch_model.bin")


def legacy_torch_file(checkpoint):
    torch.save(checkpoint.tensors, checkpoint.folder / "pytorch_model.bin", _use_new_zipfile_serialization=False)


def sharded_torch_files(checkpoint):
    shards = {f"pytorch_model-{i + 1:05}-of-00003.bin": part for i, part in enumerate(parts(checkpoint.tensors, 3))}
    for name, part in shards.items():
        torch.save(part, checkpoint.folder / name)
    index(checkpoint, "pytorch_model", shards, ".bin")


LAYOUTS = [safetensors, sharded_safetensors, torch_file, legacy_torch_file, sharded_torch_files]


def rewrite_header(checkpoint, change):
    """Replaces the JSON header of model.safetensors by change(header)."""
    path = checkpoint.folder / "model.safetensors"
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = change(data[8 : 8 + length].decode()).encode()
    path.write_bytes(struct.pack("<Q", len(header)) + header + data[8 + length :])


# --- Cases: layouts and names of tensors.

for each in LAYOUTS:
    for half in (None, torch.float16, torch.bfloat16, torch.float64):

        @case(f"{each.__name__} {half}")
        def _(c, each=each, half=half):
            c.layout = each
            if half is not None:
                c.tensors = {name: tensor.to(half) for name, tensor in c.make().items()}


for kind in (torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8, torch.bool):

    @case(f"norms stored as {kind}")
    def _(c, kind=kind):
        c.tensors = {n: torch.ones_like(t, dtype=kind) if "norm" in n and n.endswith("weight") else t
                     for n, t in c.make().items()}


@case("safetensors win over a damaged pytorch_model.bin")
def _(c):
    def layout(c):
        safetensors(c)
        c.file("pytorch_model.bin", "damaged")

    c.layout = layout


@case("an adapter lies beside it", warned="adapter_config.json belongs to an adapter (PEFT), which is not applied")
def _(c):
    c.file("adapter_config.json", "{}")


@case("null metadata")
def _(c):
    def layout(c):
        safetensors(c)
        rewrite_header(c, lambda text: json.dumps({**json.loads(text), "__metadata__": None}))

    c.layout = layout


@case("a duplicate tensor name", refused="Duplicate field 'logit_scale'",
      although="safetensors uses one of them without a warning")
def _(c):
    def layout(c):
        safetensors(c)

        def twice(text):
            entry = json.dumps(json.loads(text)["logit_scale"])
            return text.rstrip()[:-1] + f', "logit_scale": {entry}}}'

        rewrite_header(c, twice)

    c.layout = layout


for each in (safetensors, torch_file):

    @case(f"extra tensors in {each.__name__}", warned="2 tensors of the weights are not part of this CLIP and not used, as in transformers: ")
    def _(c, each=each):
        c.layout = each
        c.tensors = {**c.make(), "logit_bias": torch.tensor(-10.0), "classifier.weight": torch.ones(3, 32)}


NOT_TENSORS = {"epoch": 3, "lr": 0.5, "name": "x", "none": None, "flag": True, "betas": (0.9, 0.99), "losses": [1.0, 2.0],
               "optimizer": {"state": {0: {"exp_avg": torch.zeros(3)}}, "param_groups": []}}

for each in (torch_file, legacy_torch_file, sharded_torch_files):
    for others in [{name: value} for name, value in NOT_TENSORS.items()] + [NOT_TENSORS]:

        @case(f"{', '.join(others)} in {each.__name__}", warned=f"not used, as in transformers: {next(iter(others))}")
        def _(c, each=each, others=others):
            c.layout = each
            c.tensors = {**c.make(), **others}


@case("another model beside the tensors", warned="1 entry of the weights is not a tensor and not used, as in transformers: state_dict")
def _(c):
    c.layout = torch_file
    c.tensors = {**c.make(), "state_dict": {name: tensor + 1 for name, tensor in c.tensors.items()}}


@case("an entry under a number", refused="has an entry under the number 7")
def _(c):
    c.layout = torch_file
    c.tensors = {**c.make(), 7: torch.zeros(2)}


@case("a number in the place of a parameter", refused="the entry logit_scale of the weights is an integer, expected a tensor")
def _(c):
    c.layout = torch_file
    c.tensors = {**c.make(), "logit_scale": 3}


for key in ("state_dict", "model"):

    @case(f"all tensors under {key}", refused=f"holds its tensors in a dict under the key '{key}'", although=RANDOM_NUMBERS)
    def _(c, key=key):
        c.layout = torch_file
        c.tensors = {key: c.make(), "epoch": 3}


for number in ("float8_e4m3fn", "float8_e5m2", "uint16", "uint32", "uint64"):
    for each in (safetensors, torch_file):

        @case(f"{number} in {each.__name__}", although="transformers turns it into float32; no published CLIP has it",
              refused="the tensor 'logit_scale' of dtype " if each is safetensors else "the entry 'logit_scale'")
        def _(c, number=number, each=each):
            c.layout = each
            c.tensors = {**c.make(), "logit_scale": torch.tensor(2.0).to(getattr(torch, number))}


@case("position ids, which old versions stored")
def _(c):
    c.tensors = {**c.make(), "text_model.embeddings.position_ids": torch.arange(24)[None],
                 "vision_model.embeddings.position_ids": torch.arange(5)[None]}


@case("fewer layers than the weights hold", warned="text_model.encoder.layers.1.")
def _(c):
    c.make()
    c.text_config["num_hidden_layers"] = 1


def renamed(c, rename):
    c.tensors = {rename(name): tensor for name, tensor in c.make().items()}


@case("the base prefix before every name")
def _(c):
    renamed(c, lambda name: "clip." + name)


@case("the base prefix before some names")
def _(c):
    renamed(c, lambda name: "clip." + name if "text" in name else name)


@case("the base prefix with another sign")
def _(c):
    renamed(c, lambda name: "clip_" + name)


@case("towers' names twice")
def _(c):
    renamed(c, lambda name: name.replace("text_model.", "text_model.text_model."))


@case("towers' names twice after the base prefix")
def _(c):
    renamed(c, lambda name: "clip." + name.replace("vision_model.", "vision_model.vision_model."))


for prefix in ("module.", "model.", "_orig_mod.", "clip_model.", "clip.clip.", "module.clip."):

    @case(f"the prefix {prefix}", refused=f"stored {prefix}logit_scale, expected logit_scale",
          although=RANDOM_NUMBERS)
    def _(c, prefix=prefix):
        renamed(c, lambda name: prefix + name)


@case("the prefix module. before one name", refused="stored module.logit_scale, expected logit_scale", although=RANDOM_NUMBERS)
def _(c):
    renamed(c, lambda name: "module." + name if name == "logit_scale" else name)


@case("other names", refused="The weights hold instead: w0, w1, w", although=RANDOM_NUMBERS)
def _(c):
    c.tensors = {f"w{i}": tensor for i, tensor in enumerate(c.make().values())}


@case("a tensor with and without the base prefix", refused="hold logit_scale twice, as clip.logit_scale and as logit_scale",
      although="transformers uses one of them without a warning")
def _(c):
    c.tensors = {"clip.logit_scale": torch.tensor(1.0), **c.make()}


@case("no text tower", refused="among them the whole text tower", although=RANDOM_NUMBERS)
def _(c):
    c.config["architectures"] = ["CLIPForImageClassification"]
    c.tensors = {n: t for n, t in c.make().items() if n.startswith("vision_model.")}
    c.tensors["classifier.weight"] = torch.ones(3, 32)


@case("no vision tower", refused="the weights are of CLIPTextModelWithProjection, expected a whole CLIPModel", although=RANDOM_NUMBERS)
def _(c):
    c.config["architectures"] = ["CLIPTextModelWithProjection"]
    c.tensors = {n: t for n, t in c.make().items() if n.startswith("text_")}


for missing in ("logit_scale", "text_projection.weight", "vision_model.pre_layrnorm.bias"):

    @case(f"no {missing}", refused=f"1 of 78 tensors is missing: {missing}",
          although=RANDOM_NUMBERS)
    def _(c, missing=missing):
        del c.make()[missing]


@case("another shape", refused="visual_projection.weight is [16, 31], expected [16, 32]")
def _(c):
    c.make()["visual_projection.weight"] = torch.ones(16, 31)


@case("a scale of one dimension", refused="logit_scale is [1], expected []")
def _(c):
    c.make()["logit_scale"] = torch.tensor([2.5])


for scale, text in ((100.0, "100.0"), (float("nan"), "NaN"), (float("inf"), "Infinity"), (float("-inf"), "-Infinity")):

    @case(f"logit_scale {scale}", refused=f"logit_scale is {text}, and scores are multiplied with exp(logit_scale)",
          although=NO_NUMBERS)
    def _(c, scale=scale):
        c.make()["logit_scale"] = torch.tensor(scale)


@case("a scale that underflows")
def _(c):
    c.make()["logit_scale"] = torch.tensor(-200.0)


@case("a missing shard", refused="the shard pytorch_model-00002-of-00003.bin, which holds tensor")
def _(c):
    def layout(c):
        sharded_torch_files(c)
        (c.folder / "pytorch_model-00002-of-00003.bin").unlink()

    c.layout = layout


@case("an index with a key twice", warned="more than once; the last value counts")
def _(c):
    def layout(c):
        sharded_torch_files(c)
        path = c.folder / "pytorch_model.bin.index.json"
        path.write_text(path.read_text().replace('"weight_map": {', '"weight_map": {"logit_scale": "x.bin", '))

    c.layout = layout


# --- Cases: the configuration.

for act in ("gelu", "gelu_new", "gelu_pytorch_tanh", "gelu_fast", "relu", "silu", "swish"):

    @case(f"hidden_act {act}")
    def _(c, act=act):
        c.text_config["hidden_act"] = c.vision_config["hidden_act"] = act


@case("two activations")
def _(c):
    c.text_config["hidden_act"], c.vision_config["hidden_act"] = "relu", "gelu"


for act in ("mish", "tanh", "gelu_10", "linear"):

    @case(f"hidden_act {act}", refused=f'text_config.hidden_act is "{act}", expected one of quick_gelu, gelu, gelu_new',
          although="no published CLIP has it")
    def _(c, act=act):
        c.text_config["hidden_act"] = act


def config_case(name, tower=None, refused=None, although=None, reference=True, make=False, **values):
    """A case whose configuration has these values; make=True makes the weights before they are set."""

    @case(name, refused, although, reference=reference)
    def _(c):
        if make:
            c.make()
        for each in (tower,) if isinstance(tower, str) else tower or (None,):
            (c.config if each is None else c.config[each]).update(values)


TEXT, VISION = "text_config", "vision_config"
config_case("the old id of the end token", TEXT, eos_token_id=2)
config_case("an end token that no text has", TEXT, eos_token_id=49407)
config_case("the start token as the end token", TEXT, eos_token_id=VOCABULARY["<|startoftext|>"])
config_case("a large epsilon", (TEXT, VISION), layer_norm_eps=2.5)
config_case("no epsilon", VISION, layer_norm_eps=0.0)
config_case("long texts", TEXT, max_position_embeddings=248)
config_case("a patch size that does not divide", VISION, image_size=45)
config_case("small patches", VISION, patch_size=8)
config_case("one head", (TEXT, VISION), num_attention_heads=1)
config_case("towers of other widths", TEXT, hidden_size=48, intermediate_size=20, num_attention_heads=4)
config_case("the projection of a tower is not read", (TEXT, VISION), projection_dim=99)
config_case("values that do not count", torch_dtype="float16", dtype="bfloat16", output_hidden_states=True,
            tie_word_embeddings=True, num_labels=3, id2label={"0": "a"}, auto_map={"AutoModel": "a.b"},
            quantization_config=None, architectures=["Other"], eos_token_id=3, hidden_size=64, transformers_version="4")
config_case("values of a tower that do not count", (TEXT, VISION), attention_dropout=0.5, dtype="float16",
            pruned_heads={"0": [0]}, model_type="bert", chunk_size_feed_forward=2, bos_token_id=7, pad_token_id=9)
config_case("no model type", model_type=None)
config_case("a dict that is null", text_config_dict=None)
config_case("an eager attention", attn_implementation="eager")



@case("the long side of pictures is not kept: squash")
def _(c):
    settings = {"image_processor_type": "CLIPImageProcessor", "size": {"height": 32, "width": 32}, "do_center_crop": False}
    c.processor = lambda c: c.file("preprocessor_config.json", json.dumps(settings))


@case("squash, with the mean and deviation 0.5")
def _(c):
    settings = {"image_processor_type": "CLIPImageProcessor", "size": {"height": 32, "width": 32}, "do_center_crop": False,
                "image_mean": [0.5, 0.5, 0.5], "image_std": [0.5, 0.5, 0.5]}
    c.processor = lambda c: c.file("preprocessor_config.json", json.dumps(settings))


@case("the mean and deviation 0.5, gelu")
def _(c):
    c.text_config["hidden_act"] = c.vision_config["hidden_act"] = "gelu"
    settings = {**processor_settings(c), "image_mean": [0.5] * 3, "image_std": [0.5] * 3}
    c.processor = lambda c: c.file("preprocessor_config.json", json.dumps(settings))


@case("heads of 80 and 64, as in H-14")
def _(c):
    c.config["projection_dim"] = 64
    c.text_config.update(hidden_size=128, intermediate_size=512, num_attention_heads=2, hidden_act="gelu")
    c.vision_config.update(hidden_size=160, intermediate_size=640, num_attention_heads=2, hidden_act="gelu", patch_size=14,
                           image_size=28)


@case("heads of 104 and a ratio of 4.9231, in shards, as in bigG-14")
def _(c):
    c.layout = sharded_safetensors
    c.config["projection_dim"] = 80
    c.text_config.update(hidden_size=80, intermediate_size=320, num_attention_heads=4, hidden_act="gelu")
    c.vision_config.update(hidden_size=208, intermediate_size=1024, num_attention_heads=2, hidden_act="gelu", patch_size=14,
                           image_size=28)


@case("248 positions and only the keys that differ, as in LongCLIP")
def _(c):
    c.text_config.update(max_position_embeddings=248, num_attention_heads=8, eos_token_id=2)
    c.vision_config.update(num_attention_heads=12, hidden_size=48)
    c.make()
    del c.text_config["num_attention_heads"]
    del c.vision_config["num_attention_heads"]
    c.config = {"architectures": ["CLIPModel"], "model_type": "clip", "projection_dim": 16, "logit_scale_init_value": 2.6592,
                "text_config": c.text_config, "vision_config": c.vision_config}


@case("text_config_dict overrides")
def _(c):
    c.make()
    c.config["text_config_dict"] = dict(c.text_config)
    c.text_config.update(num_hidden_layers=7, eos_token_id=2, hidden_size=1)


@case("a key twice", warned='the key "projection_dim" appears more than once')
def _(c):
    c.text = json.dumps(c.config).replace('"projection_dim": 16', '"projection_dim": 99, "projection_dim": 16')


@case("NaN where it does not count", warned="it holds NaN, which JSON does not allow")
def _(c):
    c.config["logit_scale_init_value"] = float("nan")


config_case("another model type", refused='model_type is "siglip", expected "clip"',
            although="transformers warns, and uses the weights of another network as CLIP's", model_type="siglip")
config_case("quantized weights", refused="quantization_config asks for quantized weights",
            quantization_config={"quant_method": "gptq", "bits": 4})
config_case("layers that differ", TEXT, "text_config.per_layer_config asks for layers that differ", make=True,
            per_layer_config={"0": {"intermediate_size": 10}})
config_case("weights of another name", refused="transformers_weights asks for weights in a file of another name",
            transformers_weights="other.safetensors")
config_case("a projection that is null", refused="projection_dim is null, expected an integer", make=True,
            projection_dim=None)
config_case("a size that is null", TEXT, "text_config.hidden_size is null", make=True, hidden_size=None)
config_case("a size as text", TEXT, 'text_config.hidden_size is "32"', make=True, hidden_size="32")
config_case("a size as a float", TEXT, "text_config.num_hidden_layers is 2.0", make=True, num_hidden_layers=2.0)
config_case("two image sizes", VISION, "vision_config.image_size is [32,32]", make=True, image_size=[32, 32])
config_case("an epsilon as an integer", VISION, "vision_config.layer_norm_eps is 1,", make=True, layer_norm_eps=1)
config_case("an epsilon below zero", TEXT, "text_config.layer_norm_eps is -1.0", NO_NUMBERS, make=True, layer_norm_eps=-1.0)
config_case("an infinite epsilon", TEXT, "text_config.layer_norm_eps is ", NO_NUMBERS, make=True, layer_norm_eps=float("inf"))
config_case("several end tokens", TEXT, "text_config.eos_token_id is [", make=True, eos_token_id=[5, 6])
config_case("heads that do not divide", TEXT, "hidden_size 32 is not a multiple of num_attention_heads 3", make=True,
            num_attention_heads=3)
config_case("one channel", VISION, "vision_config.num_channels is 1, expected 3", make=True, num_channels=1)
config_case("a larger vocabulary", TEXT, "text_model.embeddings.token_embedding.weight is [", make=True, vocab_size=9999)
config_case("more layers", VISION, "vision_config.num_hidden_layers in config.json is 3, but the weights hold 2", RANDOM_NUMBERS,
            make=True, num_hidden_layers=3)
config_case("a tower that is a list", refused="text_config is [], expected an object", make=True, text_config=[])
for key, value in (("num_hidden_layers", 1_000_000), ("hidden_size", 2**24), ("vocab_size", 2**31 - 1),
                   ("max_position_embeddings", 10**9), ("intermediate_size", 10**7)):
    config_case(f"{key} {value}", TEXT, "num_hidden_layers is 1000000, expected an integer from 1 to 1000" if key == "num_hidden_layers" else key
                if value > 2**24 else "expected [", make=True, reference=False, **{key: value})


@case("image_size 16000", refused="vision_model.embeddings.position_embedding.weight is [5, 32], expected [1000001, 32]",
      reference=False)
def _(c):
    c.make()
    c.vision_config["image_size"] = 16_000


for name in ("config.json", "model.safetensors", "preprocessor_config.json", "tokenizer.json"):
    for kind, text in (("a Git LFS pointer", LFS_POINTER), ("a web page (HTML)", WEB_PAGE), ("an empty file", "")):

        @case(f"{name} is {kind}", refused=f"{name} is {kind}")
        def _(c, name=name, text=text):
            write = c.tokenizer

            def replace(c):
                write(c)
                c.file(name, text)

            c.tokenizer = replace


for text in ("[]", "null", "3", '"x"', "true"):
    for name in ("config.json", "preprocessor_config.json", "tokenizer.json", "tokenizer_config.json"):

        @case(f"{name} is {text}", refused=", expected a JSON object", although=None)
        def _(c, name=name, text=text):
            write = c.tokenizer

            def replace(c):
                write(c)
                c.file(name, text)

            c.tokenizer = replace


for name in ("vocab.json", "merges.txt"):

    @case(f"{name} is a Git LFS pointer", refused=f"{name} is a Git LFS pointer")
    def _(c, name=name):
        def replace(c):
            vocab_and_merges(c)
            c.file(name, LFS_POINTER)

        c.tokenizer = replace


for name, layout in (("pytorch_model.bin", torch_file), ("pytorch_model.bin.index.json", sharded_torch_files),
                     ("pytorch_model-00001-of-00003.bin", sharded_torch_files),
                     ("model.safetensors.index.json", sharded_safetensors)):

    @case(f"{name} is a Git LFS pointer", refused=f"{name} is a Git LFS pointer")
    def _(c, name=name, layout=layout):
        def replace(c):
            layout(c)
            c.file(name, LFS_POINTER)

        c.layout = replace


# --- Cases: random combinations.


def combination(seed):
    choose = random.Random(seed).choice

    @case(f"combination {seed}")
    def _(c):
        c.layout, c.processor, c.tokenizer = choose(LAYOUTS), choose(PROCESSORS), choose(TOKENIZERS)
        for tower in (c.text_config, c.vision_config):
            heads = choose([1, 2, 4])
            tower.update(
                hidden_size=heads * choose([8, 12, 20]), num_attention_heads=heads,
                intermediate_size=choose([8, 40, 64]), num_hidden_layers=choose([1, 2, 3]),
                layer_norm_eps=choose([1e-5, 1e-6, 1e-3]), hidden_act=choose(["quick_gelu", "gelu", "silu", "gelu_fast"]),
            )
        c.text_config.update(max_position_embeddings=choose([8, 24, 77]), eos_token_id=choose([2, c.text_config["eos_token_id"]]))
        c.vision_config.update(image_size=choose([16, 33, 64]), patch_size=choose([7, 8, 16]))
        c.config["projection_dim"] = choose([4, 16, 33])
        dtype, prefix = choose([torch.float32, torch.float16, torch.bfloat16]), choose(["", "clip."])
        c.tensors = {prefix + name: tensor.to(dtype) for name, tensor in c.make().items()}


for number in range(RANDOM_COMBINATIONS):
    combination(SEED + number)


# --- The reference.


def write_images(folder):
    pixels = random.Random(SEED)
    files = []
    for width, height in ((40, 50), (32, 32), (120, 37)):
        image = Image.frombytes("RGB", (width // 4, height // 4), pixels.randbytes(width // 4 * (height // 4) * 3))
        files.append(str(folder / f"{width}x{height}.png"))
        image.resize((width, height), Image.Resampling.BILINEAR).save(files[-1])
    return files


def logits(folder, images):
    model = CLIPModel.from_pretrained(folder, dtype=torch.float32).eval()
    processor = CLIPProcessor(
        image_processor=ImageProcessor.from_pretrained(folder), tokenizer=AutoTokenizer.from_pretrained(folder)
    )
    rows = []
    for image in images:
        row = []
        for text in TEXTS:
            inputs = processor(text=[text], images=Image.open(image), return_tensors="pt", truncation=True)
            with torch.no_grad():
                row.append(model(**inputs).logits_per_image.item())
        rows.append(row)
    return rows


def main():
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(1)
    root = Path(sys.argv[1])
    images = write_images(root)
    rows = []
    for number, each in enumerate(CASES):
        checkpoint = Checkpoint(root / f"{number:03}")
        each["fill"](checkpoint)
        checkpoint.write()
        row = {"name": each["name"], "folder": checkpoint.folder.name, **{key: each[key] for key in ("refused", "although", "warned")}}
        if each["reference"]:
            try:
                row["logits"] = logits(checkpoint.folder, images)
            except Exception as error:  # whatever transformers raises is its refusal
                row["error"] = f"{type(error).__name__}: {error}"[:300]
        rows.append(row)
    with open(root / "expected.json", "w", encoding="utf-8") as file:
        json.dump({"images": images, "texts": TEXTS, "cases": rows}, file)


if __name__ == "__main__":
    main()
