"""Times transformers' and Pillow's preprocessing for PreprocessingBenchmark: one request per line on stdin, one answer per line.

hash PATH                          the SHA-256 of pixel_values
transformers|pillow PATH THREADS COUNT   milliseconds per picture, COUNT pictures on each of THREADS threads
"""

import hashlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

try:
    from transformers.models.clip.image_processing_pil_clip import CLIPImageProcessorPil as Processor
except ImportError:
    from transformers import CLIPImageProcessor as Processor

PROCESSOR = Processor()
SIZE = 224


def transformers(path):
    with Image.open(path) as image:
        return PROCESSOR(images=image.convert("RGB"), return_tensors="np")["pixel_values"]


def pillow(path):
    with Image.open(path) as image:
        rgb = image.convert("RGB")
    width, height = rgb.size
    short = min(width, height)
    return rgb.resize((SIZE * width // short, SIZE * height // short), Image.BICUBIC)


def milliseconds(work, path, threads, count):
    def repeat(_):
        for _ in range(count):
            work(path)

    with ThreadPoolExecutor(threads) as pool:
        start = time.perf_counter()
        list(pool.map(repeat, range(threads)))
        return (time.perf_counter() - start) * 1e3 / (threads * count)


print(f"Pillow {Image.__version__}", flush=True)
for line in sys.stdin:
    request = line.rstrip("\n").split("\t")
    if request[0] == "hash":
        print(hashlib.sha256(transformers(request[1]).astype("<f4").tobytes()).hexdigest(), flush=True)
    else:
        work = {"transformers": transformers, "pillow": pillow}[request[0]]
        print(milliseconds(work, request[1], int(request[2]), int(request[3])), flush=True)
