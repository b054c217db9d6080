"""Computes the reference's first score in a new process or kernel (import, load, one pair): first_score.py MODEL IMAGE PROMPT"""
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
inputs = processor(text=[sys.argv[3]], images=Image.open(sys.argv[2]), return_tensors="pt", padding=True)
with torch.no_grad():
    print("CLIP Score %r (transformers)" % model(**inputs).logits_per_image.item(), flush=True)
