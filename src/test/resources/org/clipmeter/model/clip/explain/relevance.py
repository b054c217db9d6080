"""Relevance maps of a CLIP in plain PyTorch, with torch's own gradients: the reference for PatchRelevancePythonIT.

relevance.py make FOLDER SHAPES ACT writes a small random CLIP of an unusual shape into FOLDER, from the files of shapes in SHAPES
relevance.py openclip FOLDER SHAPES writes the weights of SHAPES into FOLDER in the form of open_clip
relevance.py maps FOLDER VALUES    prints the maps of the pixelValues and directions in VALUES (JSON), one JSON object
"""

import json
import shutil
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import CLIPConfig, CLIPModel


def make(folder, shapes, act):
    folder.mkdir(parents=True)
    text = json.loads((shapes / "config.json").read_text())["text_config"]
    config = CLIPConfig(
        text_config={**text, "hidden_size": 32, "intermediate_size": 48, "num_hidden_layers": 1, "num_attention_heads": 2},
        vision_config={
            "hidden_size": 48,
            "intermediate_size": 80,
            "num_hidden_layers": 3,
            "num_attention_heads": 6,
            "image_size": 50,  # 3 patches of 16, and 2 pixels that no patch covers
            "patch_size": 16,
            "hidden_act": act,
            "layer_norm_eps": 1e-3,
        },
        projection_dim=24,
    )
    torch.manual_seed(5)
    model = CLIPModel(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if name != "logit_scale":
                parameter.add_(torch.randn_like(parameter) * 0.15)
    model.save_pretrained(folder)
    for file in shapes.iterdir():
        if file.name not in ("config.json", "model.safetensors", "README.md"):
            shutil.copy(file, folder)
    settings = json.loads((folder / "preprocessor_config.json").read_text())
    settings["size"] = {"shortest_edge": 50}
    settings["crop_size"] = {"height": 50, "width": 50}
    (folder / "preprocessor_config.json").write_text(json.dumps(settings))


LAYER = {
    "ln_1": "layer_norm1",
    "ln_2": "layer_norm2",
    "attn.out_proj": "self_attn.out_proj",
    "mlp.c_fc": "mlp.fc1",
    "mlp.c_proj": "mlp.fc2",
}


def layers(state, tower, prefix, count):
    """The layers of a tower by open_clip's names; it keeps the three input projections of attention in one matrix."""
    renamed = {}
    for index in range(count):
        ours, theirs = f"{tower}.encoder.layers.{index}", f"{prefix}transformer.resblocks.{index}"
        for kind in ("weight", "bias"):
            for their, our in LAYER.items():
                renamed[f"{theirs}.{their}.{kind}"] = state[f"{ours}.{our}.{kind}"]
            parts = [state[f"{ours}.self_attn.{name}_proj.{kind}"] for name in "qkv"]
            renamed[f"{theirs}.attn.in_proj_{kind}"] = torch.cat(parts)
    return renamed


def openclip(folder, shapes):
    folder.mkdir(parents=True)
    model = CLIPModel.from_pretrained(shapes)
    state, vision, text = model.state_dict(), model.config.vision_config, model.config.text_config
    renamed = layers(state, "vision_model", "visual.", vision.num_hidden_layers)
    renamed |= layers(state, "text_model", "", text.num_hidden_layers)
    for kind in ("weight", "bias"):
        renamed[f"visual.ln_pre.{kind}"] = state[f"vision_model.pre_layrnorm.{kind}"]
        renamed[f"visual.ln_post.{kind}"] = state[f"vision_model.post_layernorm.{kind}"]
        renamed[f"ln_final.{kind}"] = state[f"text_model.final_layer_norm.{kind}"]
    renamed["visual.class_embedding"] = state["vision_model.embeddings.class_embedding"]
    renamed["visual.conv1.weight"] = state["vision_model.embeddings.patch_embedding.weight"]
    renamed["visual.positional_embedding"] = state["vision_model.embeddings.position_embedding.weight"]
    renamed["visual.proj"] = state["visual_projection.weight"].T
    renamed["token_embedding.weight"] = state["text_model.embeddings.token_embedding.weight"]
    renamed["positional_embedding"] = state["text_model.embeddings.position_embedding.weight"]
    renamed["text_projection"] = state["text_projection.weight"].T
    renamed["logit_scale"] = state["logit_scale"]
    save_file({name: tensor.clone().contiguous() for name, tensor in renamed.items()}, folder / "open_clip_model.safetensors")
    config = {
        "embed_dim": model.config.projection_dim,
        "vision_cfg": {
            "image_size": vision.image_size,
            "layers": vision.num_hidden_layers,
            "width": vision.hidden_size,
            "head_width": vision.hidden_size // vision.num_attention_heads,
            "patch_size": vision.patch_size,
        },
        "text_cfg": {
            "context_length": text.max_position_embeddings,
            "vocab_size": text.vocab_size,
            "width": text.hidden_size,
            "heads": text.num_attention_heads,
            "layers": text.num_hidden_layers,
        },
    }
    (folder / "open_clip_config.json").write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}))


def embed(model, tokens):
    return torch.nn.functional.normalize(model.visual_projection(model.vision_model.post_layernorm(tokens)), dim=-1)


def maps(model, pixels, directions):
    """The value path of the last layer, and LeGrad over all layers."""
    vision = model.vision_model
    hidden = vision.pre_layrnorm(vision.embeddings(pixels))
    legrad = torch.zeros(len(directions), hidden.shape[1])
    for index, layer in enumerate(vision.encoder.layers):
        if index == len(vision.encoder.layers) - 1:
            values = layer.self_attn.out_proj(layer.self_attn.v_proj(layer.layer_norm1(hidden)))
            value = (embed(model, values)[0] @ directions.T).T
        attention = layer.self_attn
        normed = layer.layer_norm1(hidden)
        heads = attention.num_heads

        def split(x):
            return x.view(1, x.shape[1], heads, -1).transpose(1, 2)

        q, k, v = split(attention.q_proj(normed)), split(attention.k_proj(normed)), split(attention.v_proj(normed))
        a = torch.softmax(q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5, dim=-1).detach().requires_grad_()
        mixed = attention.out_proj((a @ v).transpose(1, 2).reshape(hidden.shape)) + hidden
        out = mixed + layer.mlp(layer.layer_norm2(mixed))
        similarity = directions @ embed(model, out.mean(dim=1))[0]
        for i in range(len(directions)):
            (gradient,) = torch.autograd.grad(similarity[i], a, retain_graph=True)
            legrad[i] += gradient.clamp(min=0).mean(dim=(0, 1, 2))
        hidden = out.detach()
    whole = model.get_image_features(pixel_values=pixels)
    whole = getattr(whole, "pooler_output", whole)
    ours = model.visual_projection(vision.post_layernorm(hidden[:, 0]))
    assert torch.allclose(whole, ours, atol=1e-4), "the layers written out here are not those of transformers"
    return value[:, 1:], legrad[:, 1:]


def main():
    torch.set_num_threads(1)
    if sys.argv[1] == "make":
        make(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
        return
    if sys.argv[1] == "openclip":
        openclip(Path(sys.argv[2]), Path(sys.argv[3]))
        return
    model = CLIPModel.from_pretrained(sys.argv[2], attn_implementation="eager").eval().float()
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    values = json.loads(Path(sys.argv[3]).read_text())
    size = model.config.vision_config.image_size
    pixels = torch.tensor(values["pixel_values"]).view(1, 3, size, size)
    value, legrad = maps(model, pixels, torch.tensor(values["directions"]))
    print(json.dumps({"value": value.tolist(), "legrad": legrad.tolist()}))


main()
