"""Training steps of PyTorch by itself, nothing around them: no data to read, no masking, no dropout, no report.

Started with a JSON object: "network" is "encoder" (a pre-norm Transformer that predicts 15 % of the tokens), "classifier" (the same with two labels) or "lstm" (a
language model), with "layers", "hidden", "heads" and "vocabulary", and "precision", "bf16" (by autocast) or "fp32". Asked with {"batches": [[lengths of a batch], ...]},
it takes a step with each batch, of random tokens padded to the longest, and answers with the seconds of each.
"""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

shape = json.loads(sys.argv[1])
hidden, heads, vocabulary = shape["hidden"], shape["heads"], shape["vocabulary"]


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.qkv, self.attended = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.inner, self.outer = nn.Linear(hidden, 4 * hidden), nn.Linear(4 * hidden, hidden)

    def forward(self, states, mask):
        parts = self.qkv(self.norm1(states)).unflatten(-1, (3, heads, hidden // heads)).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(*parts, attn_mask=mask)
        states = states + self.attended(attended.transpose(1, 2).flatten(2))
        return states + self.outer(F.gelu(self.inner(self.norm2(states))))


class Encoder(nn.Module):
    def __init__(self, outputs):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, hidden)
        self.positions = nn.Parameter(torch.zeros(512, hidden))
        self.layers = nn.ModuleList(Layer() for _ in range(shape["layers"]))
        self.head = nn.Linear(hidden, outputs)

    def forward(self, ids, mask):
        states = self.embedding(ids) + self.positions[: ids.shape[1]]
        for layer in self.layers:
            states = layer(states, mask)
        return states


class MaskedLanguageModel(Encoder):
    def __init__(self):
        super().__init__(vocabulary)

    def loss(self, ids, present):
        states = self(ids, None if present.all() else present[:, None, None, :])
        chosen = present & (torch.rand(ids.shape) < 0.15)
        return F.cross_entropy(self.head(states[chosen]).float(), ids[chosen])


class Classifier(Encoder):
    def __init__(self):
        super().__init__(2)

    def loss(self, ids, present):
        states = self(ids, present[:, None, None, :])
        mean = (states * present[..., None]).sum(1) / present.sum(1, keepdim=True)
        return F.cross_entropy(self.head(mean).float(), ids[:, 0] % 2)


class RecurrentLanguageModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(vocabulary, hidden)
        self.lstm = nn.LSTM(hidden, hidden, shape["layers"], batch_first=True)
        self.head = nn.Linear(hidden, vocabulary)

    def loss(self, ids, present):
        states, _ = self.lstm(self.embedding(ids[:, :-1]))
        return F.cross_entropy(self.head(states).flatten(0, 1).float(), ids[:, 1:].flatten())


torch.manual_seed(0)
network = {"encoder": MaskedLanguageModel, "classifier": Classifier, "lstm": RecurrentLanguageModel}[shape["network"]]()
optimizer = torch.optim.AdamW(network.parameters(), 1e-3, foreach=True)
for line in sys.stdin:
    seconds = []
    for batch in json.loads(line)["batches"]:
        lengths = torch.tensor(batch)
        ids = torch.randint(0, vocabulary, (len(batch), int(lengths.max())))
        present = torch.arange(ids.shape[1]) < lengths[:, None]
        start = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=shape["precision"] == "bf16"):
            loss = network.loss(ids, present)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        seconds.append(time.perf_counter() - start)
    print(json.dumps({"seconds": seconds, "version": torch.__version__}), flush=True)
