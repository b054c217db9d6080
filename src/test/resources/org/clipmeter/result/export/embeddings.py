"""Compares exported embeddings with those of transformers: embeddings.py MODEL NPY SAFETENSORS IMAGE=TEXT ...

The images and texts are those of the rows, in order. Prints JSON: the largest differences, and what the files hold.
"""

import csv
import json
import sys

import numpy as np
import safetensors
import safetensors.numpy
import torch
from PIL import Image
from transformers import CLIPModel, CLIPProcessor, logging

logging.set_verbosity_error()
logging.disable_progress_bar()
folder, npy, tensors = sys.argv[1:4]
pairs = [argument.split("=", 1) for argument in sys.argv[4:]]
model = CLIPModel.from_pretrained(folder).eval()
processor = CLIPProcessor.from_pretrained(folder, backend="pil")
images, texts = [], []
for image, text in pairs:
    inputs = processor(text=[text], images=Image.open(image), return_tensors="pt", truncation=True)
    with torch.no_grad():
        output = model(**inputs)
    images.append(output.image_embeds[0].numpy())
    texts.append(output.text_embeds[0].numpy())
arrays = [np.load(npy), np.load(npy + ".texts.npy")]
stored = safetensors.numpy.load_file(tensors)
assert sorted(stored) == ["image_embeds", "text_embeds"], sorted(stored)
same = all(np.array_equal(a, stored[name]) for a, name in zip(arrays, ("image_embeds", "text_embeds")))
with safetensors.safe_open(tensors, framework="np") as file:
    metadata = file.metadata()
with open(npy + ".ids.csv", encoding="utf-8", newline="") as file:
    rows = list(csv.DictReader(file))
print(json.dumps({
    "images": float(np.abs(arrays[0] - np.stack(images)).max()),
    "texts": float(np.abs(arrays[1] - np.stack(texts)).max()),
    "dtypes": [str(array.dtype) for array in arrays],
    "shapes": [list(array.shape) for array in arrays],
    "contiguous": all(array.flags["C_CONTIGUOUS"] for array in arrays),
    "same": same,
    "ids": [row["id"] for row in rows],
    "images_of_rows": [row["image"] for row in rows],
    "index": [int(row["index"]) for row in rows],
    "metadata": {name: json.loads(metadata[name]) for name in ("clipmeter", "index", "id", "image")},
    "cosines": (stored["image_embeds"].astype(float) * stored["text_embeds"]).sum(1).tolist(),
}))
