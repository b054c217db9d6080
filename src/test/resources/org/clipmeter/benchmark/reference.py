"""The transformers side of the benchmark: reads one request per line from stdin and answers each with a line of JSON.

It ends with its input, so that nothing is left running. Times include only the work and not the protocol.
"""
import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import torch
import transformers
from PIL import Image
from transformers import AutoTokenizer, CLIPModel, CLIPProcessor

try:
    from transformers import CLIPImageProcessorPil as ImageProcessor
except ImportError:  # older versions, whose only processor computes with Pillow
    from transformers import CLIPImageProcessor as ImageProcessor


class Reference:
    def __init__(self):
        self.pairs = []
        self.prepared = []

    def about(self):
        return {"threads": torch.get_num_threads(), "torch": torch.__version__, "transformers": transformers.__version__}

    def load(self, model):
        self.model = CLIPModel.from_pretrained(model, dtype=torch.float32).eval()
        self.processor = CLIPProcessor(
            image_processor=ImageProcessor.from_pretrained(model), tokenizer=AutoTokenizer.from_pretrained(model)
        )
        return {}

    def unload(self):
        self.model = self.processor = None
        self.prepared = []
        return {}

    def read(self, manifest):
        with open(manifest, encoding="utf-8") as file:
            self.pairs = [(row["image"], row["prompt"]) for row in json.load(file)]
        return {}

    def prepare_batch(self, pairs):
        images = [Image.open(image) for image, _ in pairs]
        prompts = [prompt for _, prompt in pairs]
        return self.processor(text=prompts, images=images, return_tensors="pt", padding=True, truncation=True)

    def logits(self, inputs):
        """logits_per_image of each image with its prompt: only the diagonal, without the products of other pairs."""
        image = self.model.get_image_features(pixel_values=inputs["pixel_values"])
        text = self.model.get_text_features(input_ids=inputs["input_ids"], attention_mask=inputs["attention_mask"])
        image, text = (getattr(each, "pooler_output", each) for each in (image, text))
        image = image / image.norm(dim=-1, keepdim=True)
        text = text / text.norm(dim=-1, keepdim=True)
        return (self.model.logit_scale.exp() * (image * text).sum(-1)).tolist()

    def batches(self, batch):
        return [self.pairs[i : i + batch] for i in range(0, len(self.pairs), batch)]

    @torch.inference_mode()
    def batched(self, batch, ahead):
        """From files to scores in batches; with ahead, a thread prepares the next batch while the model computes one."""
        begun = time.perf_counter()
        logits = []
        if ahead:
            with ThreadPoolExecutor(1) as pool:
                waiting = iter(self.batches(batch))
                queue = [pool.submit(self.prepare_batch, pairs) for pairs in islice(waiting, 2)]
                while queue:
                    inputs = queue.pop(0).result()
                    queue.extend(pool.submit(self.prepare_batch, pairs) for pairs in islice(waiting, 1))
                    logits.extend(self.logits(inputs))
        else:
            for pairs in self.batches(batch):
                logits.extend(self.logits(self.prepare_batch(pairs)))
        return {"seconds": time.perf_counter() - begun, "logits": logits}

    def one_by_one(self, count):
        """The reference's loop: one image and one prompt at a time."""
        begun = time.perf_counter()
        logits = []
        for path, prompt in self.pairs[:count]:
            image = Image.open(path).convert("RGB")
            inputs = self.processor(text=[prompt], images=image, return_tensors="pt", padding=True)
            with torch.no_grad():
                logits.append(self.model(**inputs).logits_per_image.item())
        return {"seconds": time.perf_counter() - begun, "logits": logits}

    def prepare(self, batch):
        self.prepared = [self.prepare_batch(pairs) for pairs in self.batches(batch)]
        return {}

    @torch.inference_mode()
    def inference(self):
        begun = time.perf_counter()
        logits = [score for inputs in self.prepared for score in self.logits(inputs)]
        return {"seconds": time.perf_counter() - begun, "logits": logits}

    @torch.inference_mode()
    def product(self, size):
        """One product of two square fp32 matrices."""
        a, b = torch.rand(size, size), torch.rand(size, size)
        begun = time.perf_counter()
        torch.mm(a, b)
        return {"seconds": time.perf_counter() - begun}


def main():
    answers, sys.stdout = sys.stdout, sys.stderr
    reference = Reference()
    for line in sys.stdin:
        request = json.loads(line)
        print(json.dumps(getattr(reference, request.pop("do"))(**request)), file=answers, flush=True)


main()
