"""Prints transformers' logits_per_image, one JSON list per picture: logits_per_image.py MODEL CASES.json"""

import json
import sys

import torch
from PIL import Image
from transformers import AutoTokenizer, CLIPModel, CLIPProcessor

try:
    from transformers import CLIPImageProcessorPil as ImageProcessor
except ImportError:  # older versions, whose only processor computes with Pillow
    from transformers import CLIPImageProcessor as ImageProcessor

model = CLIPModel.from_pretrained(sys.argv[1], dtype=torch.float32).eval()
processor = CLIPProcessor(
    image_processor=ImageProcessor.from_pretrained(sys.argv[1]), tokenizer=AutoTokenizer.from_pretrained(sys.argv[1])
)
with open(sys.argv[2], encoding="utf-8") as file:
    cases = json.load(file)
for image in cases["images"]:
    row = []
    for caption in cases["captions"]:
        inputs = processor(text=[caption], images=Image.open(image), return_tensors="pt", truncation=True)
        with torch.no_grad():
            row.append(model(**inputs).logits_per_image.item())
    print(json.dumps(row))
