"""Goes on with a text by a GPT-2 of Hone's in PyTorch, fp32, one token at a time, with a cache of keys and values that is as long as it will get from the beginning.

Asked first with {"weights": path of model.safetensors, "layers": ..., "heads": ...}. Asked then with {"prompt": [ids], "tokens": how many, "forbidden": [ids]}, it takes the
likeliest token each time and answers with them and the seconds that they took.
"""

import json
import math
import sys
import time

import torch
from safetensors.torch import load_file
from torch.nn import functional as F

settings = json.loads(sys.stdin.readline())
weights = {name.removeprefix("transformer."): tensor for name, tensor in load_file(settings["weights"]).items()}
hidden = weights["wte.weight"].shape[1]
heads = settings["heads"]


def linear(states, name):
    if len(states) == 1:  # a product with a vector, which OpenBLAS is several times faster at than at one with a matrix of one row
        return torch.addmv(weights[f"{name}.bias"], matrices[name], states[0])[None]
    return F.linear(states, matrices[name], weights[f"{name}.bias"])


def norm(states, name):
    return F.layer_norm(states, (hidden,), weights[f"{name}.weight"], weights[f"{name}.bias"])


matrices = {name.removesuffix(".weight"): tensor.t().contiguous() for name, tensor in weights.items() if name.endswith(".weight") and ".c_" in name}


def read(ids, start, cache):
    states = weights["wte.weight"][ids] + weights["wpe.weight"][start : start + len(ids)]
    end = start + len(ids)
    for index, (keys, values) in enumerate(cache):
        prefix = f"h.{index}."
        parts = linear(norm(states, f"{prefix}ln_1"), f"{prefix}attn.c_attn").view(len(ids), 3, heads, hidden // heads).permute(1, 2, 0, 3)
        keys[:, start:end], values[:, start:end] = parts[1], parts[2]
        attended = F.scaled_dot_product_attention(parts[0], keys[:, :end], values[:, :end], is_causal=start == 0)
        states = states + linear(attended.transpose(0, 1).reshape(len(ids), hidden), f"{prefix}attn.c_proj")
        inner = F.gelu(linear(norm(states, f"{prefix}ln_2"), f"{prefix}mlp.c_fc"), approximate="tanh")
        states = states + linear(inner, f"{prefix}mlp.c_proj")
    return torch.mv(weights["wte.weight"], norm(states[-1], "ln_f"))


print(json.dumps({"version": torch.__version__}), flush=True)
with torch.inference_mode():
    for line in sys.stdin:
        asked = json.loads(line)
        longest = len(asked["prompt"]) + asked["tokens"]
        start = time.perf_counter()
        cache = [[torch.empty(heads, longest, hidden // heads) for _ in range(2)] for _ in range(settings["layers"])]
        generated, ids, place = [], torch.tensor(asked["prompt"]), 0
        for _ in range(asked["tokens"]):
            logits = read(ids, place, cache)
            logits[asked["forbidden"]] = -math.inf
            place += len(ids)
            ids = logits.argmax()[None]
            generated.append(int(ids))
        seconds = time.perf_counter() - start
        print(json.dumps({"tokens": generated, "seconds": seconds, "version": torch.__version__}), flush=True)
