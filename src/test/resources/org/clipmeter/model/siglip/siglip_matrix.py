"""Writes small SigLIP checkpoints, and the results of transformers for each: siglip_matrix.py FOLDER [HOW_MANY]

FOLDER/expected.json receives the images and texts, and for each checkpoint its folder, the ids of the texts and
logits_per_image, or "refused", a text that clipmeter's refusal must contain.
"""

import io
import json
import os
import random
import sys
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import sentencepiece
import torch
from PIL import Image
from safetensors.torch import save_file
from tokenizers import Tokenizer, normalizers, trainers
from tokenizers.models import BPE
from transformers import AutoTokenizer, GemmaTokenizer, SiglipConfig, SiglipImageProcessorPil, SiglipModel, logging

SEED = 17
WORDS = ("a the photo picture of on in with and cat dog house tree red blue green small large mat Über café naïve straße Éclair "
         "東京 写真 猫 Привет мир ﬁne don't it's 2024 3.14 well-known e.g.").split()
TEXTS = [
    "a photo of a cat",
    "",
    " ",
    "...!?",
    "A Photo of a CAT, on the mat!",
    "  two   spaces\tand\nlines \u3000 wide ",
    "Ünïcode: 東京の猫, naïve café, ΣΊΣΥΦΟΣ İstanbul ﬁne Ⅻ ½ ①",
    "emoji 🐱🐶 and 👩‍👩‍👧 flags 🇩🇪",
    "e\u0301 combining, zero\u200bwidth, nbsp\u00a0here, soft\u00adhyphen, \u2581 underline ▁▁ too",
    "the cat </s> on <unk> the </s> mat <pad> <eos> <bos>",
    "</s>",
    "don't (stop) [it's] {well-known} ~tilde_under `tick` \\ ^ 3.14 2024",
    "the cat on the mat " * 30,
    "🐱" * 100,
    "control \x01\x1c\x85 characters \ufffd",
    "\n\nlines\n\n",
    "capitals of Unicode 17: \ua7ce\ua7d2\ua7d4 \U00016ea0",
]

CASES = []


def corpus():
    pick = random.Random(SEED)
    return [" ".join(pick.choices(WORDS, k=pick.randint(3, 12))) for _ in range(800)]


def sentence_pieces(rule="nmt_nfkc", size=400, **options):
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(corpus()), model_writer=model, model_type="unigram", vocab_size=size, pad_id=0, eos_id=1,
        unk_id=2, bos_id=-1, normalization_rule_name=rule, hard_vocab_limit=False, minloglevel=2, num_threads=1, **options,
    )
    return model.getvalue()


SPECIAL = {"eos_token": "</s>", "unk_token": "<unk>", "pad_token": "</s>"}


def siglip_tokenizer(pieces, **settings):
    decoder = {str(i): {"content": content, "lstrip": True, "normalized": False, "rstrip": True, "single_word": False,
                        "special": True} for i, content in ((1, "</s>"), (2, "<unk>"))}

    def write(folder, positions):
        (folder / "spiece.model").write_bytes(pieces)
        config = {"tokenizer_class": "SiglipTokenizer", "model_max_length": positions, "model_input_names": ["input_ids"],
                  "added_tokens_decoder": decoder, "do_lower_case": True, "sp_model_kwargs": {},
                  "additional_special_tokens": [], **SPECIAL, **settings}
        (folder / "tokenizer_config.json").write_text(json.dumps({k: v for k, v in config.items() if v is not None}))
        return sentencepiece.SentencePieceProcessor(model_proto=pieces).get_piece_size()

    return write


def gemma_tokenizer(name="GemmaTokenizer", start=False, end=True, **settings):
    def write(folder, positions):
        trained = Tokenizer(BPE(unk_token="<unk>"))
        trained.normalizer = normalizers.Replace(" ", "▁")
        trained.train_from_iterator([line.lower() for line in corpus()] + corpus(), trainers.BpeTrainer(vocab_size=300, show_progress=False))
        model = json.loads(trained.to_str())["model"]
        tokens = ["<pad>", "<eos>", "<bos>", "<unk>", "<mask>", "\n", "\n\n", "▁▁"] + [f"<0x{value:02X}>" for value in range(256)]
        tokens += [token for token in sorted(model["vocab"], key=model["vocab"].get) if token not in tokens]
        vocabulary = {token: i for i, token in enumerate(tokens)}
        tokenizer = GemmaTokenizer(vocab=vocabulary, merges=[tuple(merge) for merge in model["merges"]])
        tokenizer.add_tokens(["\n", "\n\n", "▁▁"])
        tokenizer.add_bos_token, tokenizer.add_eos_token = start, end  # saved as the template of the post-processor
        tokenizer.save_pretrained(folder)
        path = folder / "tokenizer_config.json"
        config = json.loads(path.read_text())
        config.update({"tokenizer_class": name, "padding_side": "right",
                       "model_input_names": ["input_ids"], "model_max_length": positions, **settings})
        path.write_text(json.dumps(config))
        return len(vocabulary)

    return write


def case(name, tokenizer, text=None, vision=None, processor=None, dtype=torch.float32, prefix="", refused=None, warned=None,
         positions=64, edit=None):
    CASES.append(dict(name=name, tokenizer=tokenizer, text=text or {}, vision=vision or {}, processor=processor or {},
                      dtype=dtype, prefix=prefix, refused=refused, warned=warned, positions=positions, edit=edit))


def write(folder, each):
    folder.mkdir(parents=True)
    size = each["tokenizer"](folder, each["positions"])
    text = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, vocab_size=size,
                max_position_embeddings=each["positions"])
    vision = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=2, image_size=32, patch_size=16)
    text.update(each["text"])
    vision.update(each["vision"])
    text.setdefault("projection_size", vision["hidden_size"])
    model = SiglipModel(SiglipConfig(text_config=dict(text), vision_config=dict(vision)))
    generator = torch.Generator().manual_seed(SEED)
    tensors = {}
    for name, tensor in model.state_dict().items():
        spread = 0.1 if name.endswith("bias") else 0.3
        noise = torch.randn(tensor.shape, generator=generator) * spread
        norm = "norm" in name and name.endswith("weight")
        tensors[each["prefix"] + name] = noise + 1 if norm else noise
    tensors[each["prefix"] + "logit_scale"] = torch.tensor([2.3])
    tensors[each["prefix"] + "logit_bias"] = torch.tensor([-3.5])
    save_file({name: tensor.to(each["dtype"]) for name, tensor in tensors.items()}, folder / "model.safetensors",
              metadata={"format": "pt"})
    config = {"model_type": "siglip", "architectures": ["SiglipModel"], "text_config": text, "vision_config": vision}
    side = vision["image_size"]
    settings = {"image_processor_type": "SiglipImageProcessor", "do_resize": True, "size": {"height": side, "width": side},
                "resample": 3, "do_rescale": True, "rescale_factor": 1 / 255, "do_normalize": True, "image_mean": [0.5] * 3,
                "image_std": [0.5] * 3, "do_convert_rgb": None}
    settings.update(each["processor"])
    if each["edit"]:
        each["edit"](folder, config)
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "preprocessor_config.json").write_text(json.dumps(settings))


def reference(folder, each, images):
    model = SiglipModel.from_pretrained(folder, dtype=torch.float32).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder)
    processor = SiglipImageProcessorPil.from_pretrained(folder)
    expected = json.loads((folder / "tokenizer_config.json").read_text())["tokenizer_class"]
    assert type(tokenizer).__name__ == expected, (type(tokenizer).__name__, expected)
    ids = [tokenizer(text, padding="max_length", max_length=each["positions"], truncation=True)["input_ids"] for text in TEXTS]
    pixels = torch.cat([processor(images=Image.open(image), return_tensors="pt")["pixel_values"] for image in images])
    with torch.no_grad():
        rows = model(input_ids=torch.tensor(ids), pixel_values=pixels).logits_per_image.tolist()
    return {"ids": ids, "logits": rows}


def edited(file, change):
    def edit(folder, config):
        path = folder / file
        content = json.loads(path.read_text())
        change(content)
        path.write_text(json.dumps(content))

    return edit


def config_value(tower, **values):
    return lambda folder, config: (config[tower] if tower else config).update(values)


def cases():
    pieces = sentence_pieces()
    siglip, gemma = siglip_tokenizer(pieces), gemma_tokenizer()
    case("SigLIP", siglip)
    case("SigLIP 2", gemma)
    case("SigLIP 2 in lower case", gemma_tokenizer("Siglip2Tokenizer"))
    for rule in ("nfkc", "nfkc_cf", "nmt_nfkc_cf", "identity"):
        case(f"the normalization {rule}", siglip_tokenizer(sentence_pieces(rule)))
    case("no dummy prefix", siglip_tokenizer(sentence_pieces(add_dummy_prefix=False)))
    case("extra white space", siglip_tokenizer(sentence_pieces("identity", remove_extra_whitespaces=False)))
    case("legacy", siglip_tokenizer(pieces, legacy=False))
    case("upper case", siglip_tokenizer(pieces, do_lower_case=False))
    case("no list of added tokens", siglip_tokenizer(pieces, added_tokens_decoder=None))
    case("padding with another token", siglip_tokenizer(pieces, pad_token="<pad>"))
    case("padding before the text", siglip_tokenizer(pieces, padding_side="left"))
    case("many pieces", siglip_tokenizer(sentence_pieces(size=700)))
    case("Gemma's start token", gemma_tokenizer(start=True))
    case("Gemma without an end token", gemma_tokenizer(end=False, add_eos_token=True))
    case("Gemma's padding before the text", gemma_tokenizer(padding_side="left"))
    case("a short text tower", siglip, positions=16)
    case("a long text tower", gemma, positions=80)
    case("heads of 72, as in so400m", siglip, dict(hidden_size=144), dict(hidden_size=144, image_size=42, patch_size=14))
    case("towers of other widths", gemma, dict(hidden_size=48, num_attention_heads=4, num_hidden_layers=3, intermediate_size=20),
         dict(hidden_size=80, num_attention_heads=1, num_hidden_layers=1, intermediate_size=100, image_size=48))
    case("a patch size that does not divide", siglip, vision=dict(image_size=45))
    case("small patches", siglip, vision=dict(patch_size=8))
    case("bilinear", gemma, processor={"resample": 2})
    case("another mean and deviation", siglip, processor={"image_mean": [0.48, 0.45, 0.40], "image_std": [0.26, 0.26, 0.27]})
    for act in ("gelu", "quick_gelu", "relu", "silu", "gelu_fast"):
        case(f"hidden_act {act}", siglip, dict(hidden_act=act), dict(hidden_act=act))
    case("another epsilon", siglip, dict(layer_norm_eps=1e-3), dict(layer_norm_eps=0.01))
    case("float16", siglip, dtype=torch.float16)
    case("bfloat16", gemma, dtype=torch.bfloat16)
    case("the base prefix", siglip, prefix="siglip.")
    case("an attention mask", siglip_tokenizer(pieces, model_input_names=["input_ids", "attention_mask"]),
         warned="so transformers' processor would hide the padding")

    case("NaFlex", siglip, refused="a NaFlex variant of SigLIP 2", edit=config_value(None, model_type="siglip2"))
    case("no head", siglip, refused="vision_config.vision_use_head is false", edit=config_value("vision_config", vision_use_head=False))
    case("other widths of the embeddings", siglip, refused="text_config.projection_size is 48, expected 32",
         edit=config_value("text_config", projection_size=48))
    case("two image sizes", siglip, refused="vision_config.image_size is [32,32]", edit=config_value("vision_config", image_size=[32, 32]))
    case("more layers", siglip, refused="text_config.num_hidden_layers in config.json is 4, but the weights hold 2",
         edit=config_value("text_config", num_hidden_layers=4))
    case("another activation", siglip, refused='hidden_act is "mish"', edit=config_value("text_config", hidden_act="mish"))
    case("another class", siglip_tokenizer(pieces, tokenizer_class="T5Tokenizer"), refused="tokenizer_class: expected SiglipTokenizer, Gemma")
    case("options of sentencepiece", siglip_tokenizer(pieces, sp_model_kwargs={"alpha": 0.1}), refused="sp_model_kwargs: this setting")
    case("BPE pieces", siglip_tokenizer(sentence_pieces_of_another_kind()), refused="expected a unigram model")
    case("byte fallback", siglip_tokenizer(sentence_pieces(byte_fallback=True, size=700)), refused="byte_fallback true")
    case("a user-defined piece", siglip_tokenizer(sentence_pieces(user_defined_symbols=["cat"])), refused='user-defined piece "cat"')
    case("half a file of pieces", siglip, refused="is not a model of SentencePiece: it ends in the middle of a field",
         edit=lambda folder, config: (folder / "spiece.model").write_bytes(pieces[: len(pieces) // 2]))
    case("a map that does not fit", siglip, refused="precompiled_charsmap whose lengths do not fit",
         edit=lambda folder, config: (folder / "spiece.model").write_bytes(b"\x1a\x0a\x12\x08" + b"\xff" * 8))
    case("no pieces", siglip, refused="spiece.model does not exist", edit=lambda folder, config: (folder / "spiece.model").unlink())
    case("no tokenizer of Gemma", gemma, refused="holds no tokenizer; expected tokenizer.json",
         edit=lambda folder, config: (folder / "tokenizer.json").unlink())
    case("another post-processor", gemma, refused="post_processor: expected null, or a TemplateProcessing",
         edit=edited("tokenizer.json", lambda file: file.update(post_processor={"type": "ByteLevel", "add_prefix_space": True,
                                                                               "trim_offsets": True, "use_regex": True})))
    case("texts cut at their start", gemma_tokenizer(truncation_side="left"), refused="truncation_side: expected right")
    case("a merge outside the vocabulary", gemma, refused="is not in the vocabulary",
         edit=edited("tokenizer.json", lambda file: file["model"]["merges"].insert(0, ["qq", "zz"])))
    case("no unknown token", gemma, refused='has no token "<unk>"',
         edit=edited("tokenizer.json", lambda file: (file["model"]["vocab"].pop("<unk>"), file.update(added_tokens=[]))))


def sentence_pieces_of_another_kind():
    model = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(sentence_iterator=iter(corpus()), model_writer=model, model_type="bpe", vocab_size=200,
                                             pad_id=0, eos_id=1, unk_id=2, bos_id=-1, minloglevel=2)
    return model.getvalue()


def write_images(folder):
    pixels = random.Random(SEED)
    files = []
    for width, height in ((40, 50), (32, 32), (120, 37)):
        image = Image.frombytes("RGB", (width // 4, height // 4), pixels.randbytes(width // 4 * (height // 4) * 3))
        files.append(str(folder / f"{width}x{height}.png"))
        image.resize((width, height), Image.Resampling.BILINEAR).save(files[-1])
    return files


def main():
    logging.set_verbosity_error()
    logging.disable_progress_bar()
    torch.set_num_threads(1)
    root = Path(sys.argv[1])
    images = write_images(root)
    cases()
    rows = []
    most = int(sys.argv[2]) if len(sys.argv) > 2 else len(CASES)
    for number, each in enumerate(CASES[:most]):
        folder = root / f"{number:03}"
        write(folder, each)
        row = {"name": each["name"], "folder": folder.name, "refused": each["refused"], "warned": each["warned"]}
        if each["refused"] is None:
            row.update(reference(folder, each, images))
        rows.append(row)
    with open(root / "expected.json", "w", encoding="utf-8") as file:
        json.dump({"images": images, "texts": TEXTS, "cases": rows}, file)


if __name__ == "__main__":
    main()
