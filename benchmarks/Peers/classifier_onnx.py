"""Writes a BERT classifier of Hone's as an ONNX graph, for ONNX Runtime.

Asked with {"weights": ..., "graph": ..., "layers": ..., "heads": ...}: reads the tensors of model.safetensors, builds the same network in PyTorch with query, key
and value as one multiplication, and exports it with a batch and a length of any size. "ids" and "mask" are [batch, length], the mask 1 where a text has a token; the
answer of the graph is the logits [batch, labels].
"""

import json
import math
import sys

import torch
from safetensors.torch import load_file
from torch import nn


class Layer(nn.Module):
    def __init__(self, weights, prefix, heads):
        super().__init__()
        self.heads = heads
        of = lambda name: torch.cat([weights[f"{prefix}attention.self.{part}.{name}"] for part in ("query", "key", "value")])
        self.projection = linear(of("weight"), of("bias"))
        self.attended = named(weights, f"{prefix}attention.output.dense")
        self.attention_norm = norm(weights, f"{prefix}attention.output.LayerNorm")
        self.intermediate = named(weights, f"{prefix}intermediate.dense")
        self.output = named(weights, f"{prefix}output.dense")
        self.output_norm = norm(weights, f"{prefix}output.LayerNorm")

    def forward(self, states, mask):
        hidden = states.shape[-1]
        parts = self.projection(states).split(hidden, dim=-1)
        query, key, value = (part.unflatten(-1, (self.heads, hidden // self.heads)).transpose(1, 2) for part in parts)
        scores = query @ key.transpose(2, 3) / math.sqrt(hidden // self.heads) + mask
        attended = (scores.softmax(-1) @ value).transpose(1, 2).flatten(2)
        states = self.attention_norm(states + self.attended(attended))
        return self.output_norm(states + self.output(nn.functional.gelu(self.intermediate(states))))


class Classifier(nn.Module):
    def __init__(self, weights, layers, heads):
        super().__init__()
        self.words = nn.Embedding.from_pretrained(weights["bert.embeddings.word_embeddings.weight"])
        # Every text is of the first type: its embedding is a part of those of the positions.
        positions = weights["bert.embeddings.position_embeddings.weight"] + weights["bert.embeddings.token_type_embeddings.weight"][0]
        self.positions = nn.Parameter(positions)
        self.norm = norm(weights, "bert.embeddings.LayerNorm")
        self.layers = nn.ModuleList(Layer(weights, f"bert.encoder.layer.{index}.", heads) for index in range(layers))
        self.pooler = named(weights, "bert.pooler.dense")
        self.classifier = named(weights, "classifier")

    def forward(self, ids, mask):
        unseen = ((1 - mask) * torch.finfo(torch.float32).min)[:, None, None, :]
        states = self.norm(self.words(ids) + self.positions[: ids.shape[1]])
        for layer in self.layers:
            states = layer(states, unseen)
        return self.classifier(torch.tanh(self.pooler(states[:, 0])))


def linear(weight, bias):
    layer = nn.Linear(weight.shape[1], weight.shape[0])
    layer.weight, layer.bias = nn.Parameter(weight), nn.Parameter(bias)
    return layer


def named(weights, name):
    return linear(weights[f"{name}.weight"], weights[f"{name}.bias"])


def norm(weights, name):
    layer = nn.LayerNorm(weights[f"{name}.weight"].shape[0], eps=1e-12)
    layer.weight, layer.bias = nn.Parameter(weights[f"{name}.weight"]), nn.Parameter(weights[f"{name}.bias"])
    return layer


for line in sys.stdin:
    asked = json.loads(line)
    network = Classifier(load_file(asked["weights"]), asked["layers"], asked["heads"]).eval()
    example = (torch.zeros(2, 8, dtype=torch.int64), torch.ones(2, 8))
    axes = {0: "batch", 1: "length"}
    torch.onnx.export(
        network,
        example,
        asked["graph"],
        dynamo=False,
        opset_version=17,
        input_names=["ids", "mask"],
        output_names=["logits"],
        dynamic_axes={"ids": axes, "mask": axes, "logits": {0: "batch"}},
    )
    print(json.dumps({"graph": asked["graph"]}), flush=True)
