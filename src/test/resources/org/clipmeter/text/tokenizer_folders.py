"""Writes folders with tokenizer files of many forms, and the ids that transformers' tokenizer gives for texts.

Usage: tokenizer_folders.py FOLDER SEED COUNT. Each line of FOLDER/rows.jsonl describes one folder: its name, its texts, and
either the ids of each text (null if transformers fails on it) or the error with which transformers refuses the folder.
"""

import collections
import json
import os
import random
import sys

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_VERBOSITY"] = "error"

START, END = "<|startoftext|>", "<|endoftext|>"
SENTENCES = """a photo of a cat on a table . the photo shows two dogs and a red ball in new york , it's late .
a drawing of the cat toy in my style , photo photo photo , an image of 10 horses and an apple""".split()
CONTENTS = ["<cat-toy>", "<My-Style>", "sks", "!", "a", "photo of", " dog", "<|x|>", "é", "e\u0301", "ﬁ", "CAT", "cat</w>",
            END, START, "。", "new york", "\u00a0x", "x\ny", "İ", "<|STARTOFTEXT|>", "it's", "1", "cat", ".", "  ", "Ω", "東京"]
NAMED = ["bos_token", "eos_token", "unk_token", "pad_token", "sep_token", "cls_token", "mask_token"]


def byte_symbols():
    printable = [b for b in range(256) if 33 <= b <= 126 or 161 <= b <= 172 or b >= 174]
    others = [b for b in range(256) if b not in printable]
    table = {b: chr(b) for b in printable}
    table.update({b: chr(256 + n) for n, b in enumerate(others)})
    return [table[b] for b in range(256)]


def learn(symbols, merges_wanted):
    """Byte pair encoding of the sentences: the vocabulary and the merges."""
    words = collections.Counter(tuple(symbols[b] for b in w.encode()[:-1]) + (symbols[w.encode()[-1]] + "</w>",)
                                for w in SENTENCES)
    merges = []
    while len(merges) < merges_wanted:
        pairs = collections.Counter()
        for word, n in words.items():
            for pair in zip(word, word[1:]):
                pairs[pair] += n
        if not pairs:
            break
        best = max(pairs, key=lambda p: (pairs[p], p))
        merges.append(best)
        joined = collections.Counter()
        for word, n in words.items():
            out, i = [], 0
            while i < len(word):
                if word[i:i + 2] == best:
                    out.append(word[i] + word[i + 1])
                    i += 2
                else:
                    out.append(word[i])
                    i += 1
            joined[tuple(out)] += n
        words = joined
    tokens = symbols + [s + "</w>" for s in symbols] + list(dict.fromkeys(a + b for a, b in merges))
    return {t: i for i, t in enumerate(tokens + [START, END])}, merges


VOCAB, MERGES = learn(byte_symbols(), 90)


class Folder:
    """One folder's files, drawn at random."""

    def __init__(self, rng):
        self.rng = rng
        self.files = {"config.json": json.dumps({"model_type": "clip"})}
        self.used = rng.sample(CONTENTS, rng.choice([0, 1, 2, 2, 3, 5]))
        self.vocabulary = dict(VOCAB)
        if rng.random() < 0.06:  # ids with gaps
            self.vocabulary = {t: i + (40 if i > 300 else 0) for t, i in VOCAB.items()}
        self.form = rng.choice(["json", "json", "old", "files", "files", "both"])
        config = self.config() if rng.random() < 0.8 else None
        if self.form != "files":
            self.tokenizer_json()
        if self.form in ("files", "both"):
            self.vocabulary_and_merges()
        if rng.random() < 0.5:
            self.special_tokens_map()
        if rng.random() < 0.35:
            self.added_tokens()
        if config is not None:
            self.files["tokenizer_config.json"] = config

    def flags(self, special_key=True):
        flags = {}
        for key in ("single_word", "lstrip", "rstrip", "normalized") + (("special",) if special_key else ()):
            if self.rng.random() < 0.9:
                flags[key] = self.rng.random() < (0.5 if key in ("normalized", "special") else 0.2)
        return flags

    def ids(self):
        first = max(self.vocabulary.values()) + 1
        numbers = list(range(first, first + 50))
        if self.rng.random() < 0.3:
            self.rng.shuffle(numbers)
        return [self.vocabulary.get(c, n) for c, n in zip(self.used, numbers)]

    def token(self):
        """A special token in one of the forms that files may have."""
        text = self.rng.choice((self.used or [END]) + [END, START, "!"])
        kind = self.rng.random()
        if kind < 0.6:
            return text
        if kind < 0.95:
            return {"__type": "AddedToken", "content": text, **self.flags()}
        return self.rng.choice([None, {"content": text}, 3])

    def named(self, chance):
        tokens = {}
        for name in NAMED:
            if self.rng.random() < chance:
                default = START if name == "bos_token" else END
                tokens[name] = default if self.rng.random() < 0.5 else self.token()
        return tokens

    def extra(self):
        kind = self.rng.random()
        tokens = [self.token() for _ in range(self.rng.choice([0, 1, 2]))]
        return tokens if kind < 0.7 else {f"image{i}_token": t for i, t in enumerate(tokens)} if kind < 0.9 else None

    def decoder(self):
        tokens = {}
        if self.rng.random() < 0.7:
            tokens[str(self.vocabulary[START])] = {"content": START, "normalized": True, "special": True}
            tokens[str(self.vocabulary[END])] = {"content": END, "normalized": False, "special": True}
        for content, index in zip(self.used, self.ids()):
            tokens[str(index)] = {"content": content, **self.flags()}
        return tokens

    def config(self):
        rng = self.rng
        config = {"model_max_length": rng.choice([77, 10, 1000000000000000019884624838656, None])}
        if rng.random() < 0.5:
            config["added_tokens_decoder"] = self.decoder()
        config.update(self.named(0.3))
        for key, value, chance in [
            ("extra_special_tokens", self.extra(), 0.2), ("additional_special_tokens", self.extra(), 0.15),
            ("image_token", self.token(), 0.1), ("add_prefix_space", True, 0.1), ("do_lower_case", False, 0.1),
            ("errors", "replace", 0.2), ("split_special_tokens", True, 0.02), ("add_bos_token", rng.random() < 0.5, 0.1),
            ("add_eos_token", True, 0.05), ("padding_side", "left", 0.05), ("auto_map", {}, 0.02),
            ("tokenizer_class", rng.choice(["CLIPTokenizer"] * 9 + ["CLIPTokenizerFast"] * 5
                                           + ["PreTrainedTokenizerFast", "GPT2Tokenizer", "TokenizersBackend"]), 0.7),
            ("name_or_path", "/elsewhere", 0.1), ("clean_up_tokenization_spaces", True, 0.1),
            ("vocab_file", "/elsewhere", 0.03), ("model_specific_special_tokens", {"x_token": "sks"}, 0.03),
            ("max_length", 9, 0.05), ("truncation_side", "right", 0.05), ("fast_tokenizer_files", ["tokenizer.json"], 0.02),
        ]:
            if rng.random() < chance:
                config[key] = value
        text = json.dumps(config, ensure_ascii=rng.random() < 0.5)
        if rng.random() < 0.05:
            text = text[:-1] + ', "pad_token": "!"}'
        if rng.random() < 0.05:
            text = text[:-1] + ', "unused": [NaN, -Infinity]}'
        return text

    def special_tokens_map(self):
        rng = self.rng
        tokens = self.named(0.5)
        for name, value in list(tokens.items()):
            if isinstance(value, str) and rng.random() < 0.5:
                tokens[name] = {"content": value, **self.flags(rng.random() < 0.2)}
        for key in ("extra_special_tokens", "additional_special_tokens"):
            if rng.random() < 0.15:
                tokens[key] = self.extra()
        if rng.random() < 0.1:
            tokens["style_token"] = self.token()
        self.files["special_tokens_map.json"] = json.dumps(tokens)

    def added_tokens(self):
        self.files["added_tokens.json"] = json.dumps(dict(zip(self.used, self.ids())))

    def tokenizer_json(self):
        rng, old = self.rng, self.form == "old"
        added = [{"id": self.vocabulary[START], "content": START, "single_word": False, "lstrip": False, "rstrip": False,
                  "normalized": True, "special": True},
                 {"id": self.vocabulary[END], "content": END, "single_word": False, "lstrip": False, "rstrip": False,
                  "normalized": False, "special": True}]
        if rng.random() < 0.5:
            added += [{"id": i, "content": c, **{"single_word": False, "lstrip": False, "rstrip": False,
                                                 "normalized": False, "special": False, **self.flags()}}
                      for c, i in zip(self.used, self.ids())]
        byte_level = {"type": "ByteLevel", "add_prefix_space": rng.random() < 0.2, "trim_offsets": True}
        split = {"type": "Split", "pattern": {"Regex": "[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+"}, "behavior": "Removed",
                 "invert": True}
        nfc, lower = {"type": "NFC"}, {"type": "Lowercase"}
        tokenizer = {
            "version": "1.0",
            "truncation": rng.choice([None, {"direction": "Right", "max_length": 5, "strategy": "LongestFirst", "stride": 0}]),
            "padding": rng.choice([None, {"strategy": {"Fixed": 9}, "direction": "Right", "pad_to_multiple_of": None,
                                          "pad_id": 0, "pad_type_id": 0, "pad_token": "!"}]),
            "added_tokens": added,
            "normalizer": rng.choice([None, nfc, {"type": "Sequence", "normalizers": [nfc, lower]}]),
            "pre_tokenizer": byte_level if old else {"type": "Sequence", "pretokenizers": [split, byte_level]},
            "post_processor": rng.choice([None, {
                "type": "RobertaProcessing", "sep": [END, self.vocabulary[END]], "cls": [START, self.vocabulary[START]],
                "trim_offsets": False, "add_prefix_space": False}]),
            "decoder": {"type": "ByteLevel", "add_prefix_space": True, "trim_offsets": True, "use_regex": True},
            "model": {"type": "BPE", "dropout": rng.choice([None, 0.5]), "unk_token": rng.choice([END, None]),
                      "continuing_subword_prefix": rng.choice(["", "##"]),
                      "end_of_word_suffix": rng.choice(["</w>", ""]), "fuse_unk": rng.random() < 0.5,
                      "vocab": self.vocabulary,
                      "merges": [" ".join(m) if old else list(m) for m in MERGES]}}
        if rng.random() < 0.03:
            del tokenizer["added_tokens"]
        if rng.random() < 0.05:
            del tokenizer["model"]["type"]
        if rng.random() < 0.03:
            tokenizer["model"]["merges"].append("x \u0170y")
        self.files["tokenizer.json"] = json.dumps(tokenizer, ensure_ascii=rng.random() < 0.5)

    def vocabulary_and_merges(self):
        rng = self.rng
        vocabulary = dict(self.vocabulary)
        if rng.random() < 0.04:
            del vocabulary[END]
        self.files["vocab.json"] = json.dumps(vocabulary, ensure_ascii=rng.random() < 0.5)
        lines = ["#version: 0.2"] + [" ".join(m) for m in MERGES]
        damage = rng.random()
        if damage < 0.03:
            lines.insert(5, "")
        elif damage < 0.06:
            lines = lines[:1]
        elif damage < 0.09:
            lines.append("a \u0170")
        elif damage < 0.12:
            lines = lines[:40]
        self.files["merges.txt"] = rng.choice(["\n", "\n", "\r\n"]).join(lines) + rng.choice(["", "\n"])
        if rng.random() < 0.03:
            del self.files["merges.txt"]

    def texts(self):
        texts = ["", "A photo of a cat, it's 10 o'clock!", "<|STARTOFTEXT|> a <|endoftext|> b <|ENDOFTEXT|>", "Ünïcödé 東京 \t x"]
        for c in self.used + [self.rng.choice(CONTENTS)]:
            texts += [f"a {c} b", f"x{c}y", f"{c.upper()} . {c.lower()}", f"é  {c}  {c}{c}\u3000!"]
        return texts


def ids(tokenizer, text):
    try:
        return tokenizer(text).input_ids
    except BaseException as error:  # the tokenizers library's panics are not an Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        return None


def described(path, folder):
    from transformers import AutoTokenizer

    row = {"folder": os.path.basename(path), "texts": folder.texts()}
    try:
        tokenizer = AutoTokenizer.from_pretrained(path)
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit)):
            raise
        row["error"] = f"{type(error).__name__}: {error}"[:300]
        return row
    row["class"] = type(tokenizer).__name__
    row["ids"] = [ids(tokenizer, text) for text in row["texts"]]
    return row


def main(target, seed, count):
    rng = random.Random(seed)
    with open(os.path.join(target, "rows.jsonl"), "w", encoding="utf-8") as rows:
        for number in range(count):
            folder = Folder(rng)
            path = os.path.join(target, f"{number:05d}")
            os.makedirs(path)
            for name, text in folder.files.items():
                with open(os.path.join(path, name), "w", encoding="utf-8", newline="") as file:
                    file.write(text)
            rows.write(json.dumps(described(path, folder)) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
