"""Edits a field in plain PyTorch, as the papers say it: edit_field.py CLIP FIELD.safetensors FOLDER

FOLDER has case.json and inputs.bin; uce.safetensors, and for each trained method its first gradient and its result after
all steps, are written into it.
"""

import json
import sys

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file
from transformers import AutoTokenizer, CLIPTextModel

HEADS = 4
clip, weights, folder = sys.argv[1:4]
with open(folder + "/case.json", encoding="utf-8") as file:
    case = json.load(file)
tokenizer = AutoTokenizer.from_pretrained(clip)
tower = CLIPTextModel.from_pretrained(clip, dtype=torch.float32).eval()
base = load_file(weights)
blocks = sorted({name.split(".")[1] for name in base if name.startswith("blocks.")})
read = [f"blocks.{b}.{m}.weight" for b in blocks for m in ("key", "value")]


@torch.no_grad()
def states(captions):
    ids = tokenizer(captions, padding=True, truncation=True, return_tensors="pt")
    mask = ids.attention_mask.bool()
    return tower(input_ids=ids.input_ids, attention_mask=ids.attention_mask).last_hidden_state, mask


def heads(x):
    return x.view(x.shape[0], x.shape[1], HEADS, -1).transpose(1, 2)


def field(w, x, c, mask):
    """Red, green, blue and the covered share of points, (pictures, points, 4)."""
    width = w["norm.weight"].shape[0]

    def norm(h, name):
        return F.layer_norm(h, [width], w[name + ".weight"], w[name + ".bias"])

    def linear(h, name):
        return F.linear(h, w[name + ".weight"], w.get(name + ".bias"))

    h = linear(x, "input")
    for b in blocks:
        p = f"blocks.{b}."
        q, k, v = heads(linear(norm(h, p + "norm1"), p + "query")), heads(linear(c, p + "key")), heads(linear(c, p + "value"))
        a = (q @ k.transpose(2, 3) / q.shape[3] ** 0.5).masked_fill(~mask[:, None, None, :], -1e9).softmax(3) @ v
        h = h + linear(a.transpose(1, 2).reshape(h.shape), p + "out")
        h = h + linear(F.gelu(linear(norm(h, p + "norm2"), p + "fc1")), p + "fc2")
    out = linear(norm(h, "norm"), "output")
    return torch.cat([out[..., :3], out[..., 3:].sigmoid()], 2)


def uce():
    """Gandikota et al., Unified Concept Editing in Diffusion Models (WACV 2024), equation 7, with a ridge."""
    (e, m), (a, _), (k, mk) = states(case["erased"]), states(case["anchors"]), states(case["kept"])
    e, a, k = e[m].double(), a[m].double(), k[mk].double()
    n, kept, weight = len(case["erased"]), len(case["kept"]), case["uce_weight"]
    ridge = 1e-2 * torch.eye(e.shape[1], dtype=torch.float64)
    edited = dict(base)
    for name in read:
        w = base[name].double()
        right = weight / n * e.T @ e + k.T @ k / kept + ridge
        left = weight / n * (a @ w.T).T @ e + (k @ w.T).T @ k / kept + w @ ridge
        edited[name] = torch.linalg.solve(right, left.T).T.float().contiguous()
    save_file(edited, folder + "/uce.safetensors")


def train(method):
    """Concept ablation (Kumari et al., ICCV 2023), or erased stable diffusion (Gandikota et al., ICCV 2023) on colors."""
    w = {name: value.clone() for name, value in base.items()}
    for name in read:
        w[name].requires_grad_(True)
    optimizer = torch.optim.Adam([w[name] for name in read], lr=5e-4)
    every = np.fromfile(folder + "/inputs.bin", dtype="<f4")
    for number, step in enumerate(case["steps"]):
        n, total = step["erased"], len(step["captions"])
        x = torch.from_numpy(every.reshape(len(case["steps"]), total, case["points"], -1)[number])
        c, mask = states(step["captions"])
        with torch.no_grad():
            if method == "ablation":
                wanted = field(base, x, *states(step["anchors"]))
            else:
                wanted = field(base, x, c, mask)
                free = field(base, x[:n], *states([""] * n))
                wanted[:n] = (free - case["guidance"] * (wanted[:n] - free)).clamp(0, 1)
        each = (field(w, x, c, mask) - wanted).square().mean((1, 2))
        loss = each[:n].mean() + each[n:].mean()
        optimizer.zero_grad()
        loss.backward()
        if number == 0:
            torch.cat([w[name].grad.flatten() for name in read]).numpy().tofile(folder + f"/{method}.gradient.bin")
        optimizer.step()
    save_file({name: value.detach().contiguous() for name, value in w.items()}, folder + f"/{method}.safetensors")


uce()
for each in case["methods"]:
    train(each)
