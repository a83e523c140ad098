"""Hone's networks, computed by PyTorch.

An oracle that shares no code with Hone: recurrent networks are PyTorch's own torch.nn.RNN, LSTM and GRU, the encoder is made of PyTorch's own
torch.nn.TransformerEncoderLayer, and the decoder is GPT-2 written down from its formulas. Sequences are computed one at a time, so that neither
batches nor padding can matter. It runs in any Python that has torch, numpy and safetensors:

    python networks.py golden tests/Training.Tests/Architectures/Golden

writes small networks with random weights, token sequences, and what PyTorch makes of them; the tests hold Hone to these files.

    python networks.py check FOLDER...

reads folders that Hone has written, each with a language model (config.json, model.safetensors) and expected.safetensors beside it, and compares.
The exit status is 1 if a logit differs by more than 1e-4.

Golden files and expected.safetensors hold

    tokens   [total] int64, the ids of all sequences, one behind the other
    lengths  [sequences] int64
    rows     [rows] int64, the states that logits are given for; from `total` on, the backward states of a bidirectional recurrent network
    logits   [rows, vocabulary]

and golden files also the states of the last layer, the weights, and the configuration as JSON in the metadata under "config".
"""

import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F
from safetensors import safe_open
from safetensors.torch import load_file, save_file

TOLERANCE = 1e-4
VOCABULARY = 30
LENGTHS = [5, 1, 7, 7, 3, 12]


def recurrent_module(config, width):
    sizes = dict(input_size=width, hidden_size=config["hidden_size"], num_layers=config["num_hidden_layers"], batch_first=True)
    cell = config["cell"]
    if cell == "lstm":
        return torch.nn.LSTM(**sizes)
    if cell == "gru":
        return torch.nn.GRU(**sizes)
    return torch.nn.RNN(nonlinearity=cell, **sizes)


def recurrent(config, weights, sequences):
    """States [total, hidden], or [2 * total, hidden] when bidirectional, and the output matrix and bias."""
    words = weights["embeddings.word_embeddings.weight"]
    states = []
    for direction in ["forward", "backward"] if config["bidirectional"] else ["forward"]:
        prefix = direction + "."
        module = recurrent_module(config, words.shape[1])
        module.load_state_dict({name[len(prefix):]: value for name, value in weights.items() if name.startswith(prefix)})
        for sequence in sequences:
            embedded = F.embedding(sequence, words)
            if direction == "backward":
                states.append(module(embedded.flip(0)[None])[0][0].flip(0))
            else:
                states.append(module(embedded[None])[0][0])
    return torch.cat(states), weights.get("output.weight", words), weights["output.bias"]


def encoder(config, weights, sequences):
    """BERT's encoder and its masked-language-model head."""
    hidden, epsilon = config["hidden_size"], config["layer_norm_eps"]

    def linear(name, x):
        return F.linear(x, weights[name + ".weight"], weights[name + ".bias"])

    def norm(name, x):
        return F.layer_norm(x, [hidden], weights[name + ".weight"], weights[name + ".bias"], epsilon)

    layers = []
    for index in range(config["num_hidden_layers"]):
        prefix = f"bert.encoder.layer.{index}."
        layer = torch.nn.TransformerEncoderLayer(
            hidden,
            config["num_attention_heads"],
            config["intermediate_size"],
            dropout=0.0,
            activation="gelu",
            layer_norm_eps=epsilon,
            batch_first=True,
            norm_first=False,
        )
        self_attention = [prefix + "attention.self." + part for part in ("query", "key", "value")]
        state = {
            "self_attn.in_proj_weight": torch.cat([weights[part + ".weight"] for part in self_attention]),
            "self_attn.in_proj_bias": torch.cat([weights[part + ".bias"] for part in self_attention]),
        }
        names = {
            "self_attn.out_proj": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "linear1": "intermediate.dense",
            "linear2": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for theirs, berts in names.items():
            for kind in ("weight", "bias"):
                state[f"{theirs}.{kind}"] = weights[f"{prefix}{berts}.{kind}"]
        layer.load_state_dict(state)
        layers.append(layer)

    states = []
    for sequence in sequences:
        x = (
            weights["bert.embeddings.word_embeddings.weight"][sequence]
            + weights["bert.embeddings.position_embeddings.weight"][: len(sequence)]
            + weights["bert.embeddings.token_type_embeddings.weight"][0]
        )
        x = norm("bert.embeddings.LayerNorm", x)[None]
        for layer in layers:
            x = layer(x)
        states.append(x[0])
    states = torch.cat(states)
    transformed = norm("cls.predictions.transform.LayerNorm", F.gelu(linear("cls.predictions.transform.dense", states)))
    return states, transformed, weights["bert.embeddings.word_embeddings.weight"], weights["cls.predictions.bias"]


def decoder(config, weights, sequences):
    """GPT-2 (Radford et al. 2019) from its formulas; its matrices are [in, out]."""
    width, heads = config["n_embd"], config["n_head"]

    def dense(name, x):
        return x @ weights[name + ".weight"] + weights[name + ".bias"]

    def norm(name, x):
        mean = x.mean(-1, keepdim=True)
        variance = ((x - mean) ** 2).mean(-1, keepdim=True)
        return (x - mean) / torch.sqrt(variance + config["layer_norm_epsilon"]) * weights[name + ".weight"] + weights[name + ".bias"]

    def gelu(x):
        return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))

    def split(x):
        return x.view(len(x), heads, width // heads).transpose(0, 1)

    def attention(name, x):
        queries, keys, values = (split(part) for part in dense(name + ".c_attn", x).split(width, dim=-1))
        scores = queries @ keys.transpose(1, 2) / math.sqrt(width // heads)
        future = torch.ones(len(x), len(x), dtype=torch.bool).triu(1)
        attended = scores.masked_fill(future, float("-inf")).softmax(-1) @ values
        return dense(name + ".c_proj", attended.transpose(0, 1).reshape(len(x), width))

    states = []
    for sequence in sequences:
        x = weights["transformer.wte.weight"][sequence] + weights["transformer.wpe.weight"][: len(sequence)]
        for index in range(config["n_layer"]):
            layer = f"transformer.h.{index}."
            x = x + attention(layer + "attn", norm(layer + "ln_1", x))
            x = x + dense(layer + "mlp.c_proj", gelu(dense(layer + "mlp.c_fc", norm(layer + "ln_2", x))))
        states.append(norm("transformer.ln_f", x))
    return torch.cat(states), weights["transformer.wte.weight"], None


def compute(config, weights, tokens, lengths, rows=None):
    """The states of the last layer, the rows, and their logits."""
    sequences = tokens.split(lengths.tolist())
    kind = config["model_type"]
    with torch.no_grad():
        if kind == "hone-rnn":
            states, matrix, bias = recurrent(config, weights, sequences)
            predicting = states
        elif kind == "bert":
            states, predicting, matrix, bias = encoder(config, weights, sequences)
        elif kind == "gpt2":
            states, matrix, bias = decoder(config, weights, sequences)
            predicting = states
        else:
            raise SystemExit(f"The model type '{kind}' is not known here.")
        rows = torch.arange(len(states)) if rows is None else rows
        return states, rows, F.linear(predicting[rows], matrix, bias)


def recurrent_golden(cell, embedding):
    hidden, layers = 16, 2
    config = {
        "model_type": "hone-rnn",
        "cell": cell,
        "vocab_size": VOCABULARY,
        "embedding_size": embedding,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "bidirectional": True,
        "max_position_embeddings": 16,
    }
    weights = {"embeddings.word_embeddings.weight": torch.randn(VOCABULARY, embedding), "output.bias": torch.randn(VOCABULARY)}
    if embedding != hidden:
        weights["output.weight"] = torch.randn(VOCABULARY, hidden)
    for direction in ("forward", "backward"):
        module = recurrent_module(config, embedding)
        weights.update({f"{direction}.{name}": value.detach() for name, value in module.state_dict().items()})
    return config, weights


def random_layer(weights, name, rows, columns, scale=0.3):
    weights[name + ".weight"] = torch.randn(rows, columns) * scale
    weights[name + ".bias"] = torch.randn(rows) * scale


def random_norm(weights, name, width):
    weights[name + ".weight"] = 1 + 0.3 * torch.randn(width)
    weights[name + ".bias"] = 0.3 * torch.randn(width)


def encoder_golden():
    hidden, inner, positions, layers = 16, 32, 16, 2
    config = {
        "model_type": "bert",
        "vocab_size": VOCABULARY,
        "hidden_size": hidden,
        "num_hidden_layers": layers,
        "num_attention_heads": 2,
        "intermediate_size": inner,
        "max_position_embeddings": positions,
        "type_vocab_size": 2,
        "layer_norm_eps": 1e-12,
        "hidden_act": "gelu",
    }
    weights = {
        "bert.embeddings.word_embeddings.weight": torch.randn(VOCABULARY, hidden),
        "bert.embeddings.position_embeddings.weight": torch.randn(positions, hidden),
        "bert.embeddings.token_type_embeddings.weight": torch.randn(2, hidden),
        "cls.predictions.bias": torch.randn(VOCABULARY),
    }
    random_norm(weights, "bert.embeddings.LayerNorm", hidden)
    for index in range(layers):
        prefix = f"bert.encoder.layer.{index}."
        for part in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            random_layer(weights, prefix + part, hidden, hidden)
        random_layer(weights, prefix + "intermediate.dense", inner, hidden)
        random_layer(weights, prefix + "output.dense", hidden, inner)
        random_norm(weights, prefix + "attention.output.LayerNorm", hidden)
        random_norm(weights, prefix + "output.LayerNorm", hidden)
    random_layer(weights, "cls.predictions.transform.dense", hidden, hidden)
    random_norm(weights, "cls.predictions.transform.LayerNorm", hidden)
    return config, weights


def decoder_golden():
    width, positions, layers = 16, 16, 2
    config = {
        "model_type": "gpt2",
        "vocab_size": VOCABULARY,
        "n_embd": width,
        "n_layer": layers,
        "n_head": 2,
        "n_inner": 4 * width,
        "n_positions": positions,
        "layer_norm_epsilon": 1e-5,
        "activation_function": "gelu_new",
    }
    weights = {"transformer.wte.weight": torch.randn(VOCABULARY, width), "transformer.wpe.weight": torch.randn(positions, width)}
    random_norm(weights, "transformer.ln_f", width)
    for index in range(layers):
        layer = f"transformer.h.{index}."
        random_norm(weights, layer + "ln_1", width)
        random_norm(weights, layer + "ln_2", width)
        for name, inputs, outputs in [
            ("attn.c_attn", width, 3 * width),
            ("attn.c_proj", width, width),
            ("mlp.c_fc", width, 4 * width),
            ("mlp.c_proj", 4 * width, width),
        ]:
            weights[f"{layer}{name}.weight"] = torch.randn(inputs, outputs) * 0.3
            weights[f"{layer}{name}.bias"] = torch.randn(outputs) * 0.3
    return config, weights


def write_golden(folder):
    # An embedding of the hidden size is the output as well; any other has an output of its own.
    recipes = {
        "recurrent-tanh": lambda: recurrent_golden("tanh", embedding=16),
        "recurrent-relu": lambda: recurrent_golden("relu", embedding=12),
        "recurrent-lstm": lambda: recurrent_golden("lstm", embedding=16),
        "recurrent-gru": lambda: recurrent_golden("gru", embedding=12),
        "encoder": encoder_golden,
        "decoder": decoder_golden,
    }
    folder.mkdir(parents=True, exist_ok=True)
    lengths = torch.tensor(LENGTHS)
    for seed, (name, recipe) in enumerate(recipes.items()):
        torch.manual_seed(seed)
        tokens = torch.randint(VOCABULARY, (sum(LENGTHS),))
        config, weights = recipe()
        states, rows, logits = compute(config, weights, tokens, lengths)
        tensors = {**weights, "tokens": tokens, "lengths": lengths, "rows": rows, "states": states, "logits": logits}
        save_file({key: value.contiguous() for key, value in tensors.items()}, folder / f"{name}.safetensors", metadata={"config": json.dumps(config)})
        print(f"{name}: {len(tensors)} tensors")


def check(folder):
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    with safe_open(folder / "expected.safetensors", framework="pt") as file:
        tokens, lengths, rows, logits = (file.get_tensor(name) for name in ("tokens", "lengths", "rows", "logits"))
    difference = (compute(config, weights, tokens, lengths, rows)[2] - logits).abs().max().item()
    agrees = difference <= TOLERANCE
    print(f"{folder}: {config['model_type']}, {len(rows)} rows, largest difference {difference:.2e}: {'equal' if agrees else 'DIFFERENT'}")
    return agrees


def main(arguments):
    match arguments:
        case ["golden", folder]:
            write_golden(pathlib.Path(folder))
        case ["check", _, *_]:
            return 0 if all([check(pathlib.Path(folder)) for folder in arguments[1:]]) else 1
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
