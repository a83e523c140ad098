"""Hone's networks, computed by PyTorch.

An oracle that shares no code with Hone: recurrent networks are PyTorch's own torch.nn.RNN, LSTM and GRU, encoders are made of PyTorch's own
torch.nn.TransformerEncoderLayer, and the decoder is GPT-2 written down from its formulas. Sequences are computed one at a time, so that neither
batches nor padding can matter. It runs in any Python that has torch, numpy and safetensors:

    python networks.py golden tests/Training.Tests/Architectures/Golden

writes small networks with random weights, token sequences, and what PyTorch makes of them; the tests hold Hone to these files.

    python networks.py check FOLDER...

reads folders that Hone has written, each with a model (config.json, model.safetensors) and expected.safetensors beside it, and compares. The exit
status is 1 if a number differs by more than 1e-4. `benchmarks logits` writes expected.safetensors.

Golden files and expected.safetensors hold

    tokens   [total] int64, the ids of all sequences, one behind the other
    lengths  [sequences] int64
    rows     [rows] int64, the states that logits are given for; from `total` on, the backward states of a bidirectional recurrent network
    logits   [rows, vocabulary], of a language model
    scores   [sequences, labels], of a classifier by its first token

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


class Names:
    """Where a kind of encoder keeps its weights. Each is the kind's own spelling of BERT's parts."""

    def __init__(self, prefix, layers, layer, transform, norm, bias, pooler, classifier):
        self.prefix, self.layers, self.layer = prefix, prefix + layers, layer
        self.transform, self.norm, self.bias = transform, norm, bias
        self.pooler, self.classifier = pooler, classifier


BERT_LAYER = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "self_attn.out_proj": "attention.output.dense",
    "norm1": "attention.output.LayerNorm",
    "linear1": "intermediate.dense",
    "linear2": "output.dense",
    "norm2": "output.LayerNorm",
}
DISTILBERT_LAYER = {
    "query": "attention.q_lin",
    "key": "attention.k_lin",
    "value": "attention.v_lin",
    "self_attn.out_proj": "attention.out_lin",
    "norm1": "sa_layer_norm",
    "linear1": "ffn.lin1",
    "linear2": "ffn.lin2",
    "norm2": "output_layer_norm",
}
ROBERTA_HEADS = ("lm_head.dense", "lm_head.layer_norm", "lm_head.bias", "classifier.dense", "classifier.out_proj")
NAMES = {
    "bert": Names(
        "bert.",
        "encoder.layer.",
        BERT_LAYER,
        "cls.predictions.transform.dense",
        "cls.predictions.transform.LayerNorm",
        "cls.predictions.bias",
        "bert.pooler.dense",
        "classifier",
    ),
    "distilbert": Names(
        "distilbert.",
        "transformer.layer.",
        DISTILBERT_LAYER,
        "vocab_transform",
        "vocab_layer_norm",
        "vocab_projector.bias",
        "pre_classifier",
        "classifier",
    ),
    "roberta": Names("roberta.", "encoder.layer.", BERT_LAYER, *ROBERTA_HEADS),
    "roberta-prelayernorm": Names(
        "roberta_prelayernorm.",
        "encoder.layer.",
        {**BERT_LAYER, "norm1": "attention.LayerNorm", "norm2": "intermediate.LayerNorm"},
        *ROBERTA_HEADS,
    ),
}
ACTIVATIONS = {
    "gelu": F.gelu,
    "gelu_new": lambda x: 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "relu": F.relu,
}


def encoder(config, weights, sequences):
    """The states of BERT's encoder or of one of its kin, the states its language model predicts from, the output, and the scores of a classifier."""
    kind = config["model_type"]
    names = NAMES[kind]
    distilled, from_padding, first = kind == "distilbert", kind.startswith("roberta"), kind == "roberta-prelayernorm"
    hidden = config["dim" if distilled else "hidden_size"]
    epsilon = config.get("layer_norm_eps", 1e-12)
    activation = ACTIVATIONS[config["activation" if distilled else "hidden_act"]]
    offset = config["pad_token_id"] + 1 if from_padding else 0

    def linear(name, x):
        return F.linear(x, weights[name + ".weight"], weights[name + ".bias"])

    def norm(name, x):
        return F.layer_norm(x, [hidden], weights[name + ".weight"], weights[name + ".bias"], epsilon)

    layers = []
    for index in range(config["n_layers" if distilled else "num_hidden_layers"]):
        prefix = f"{names.layers}{index}."
        layer = torch.nn.TransformerEncoderLayer(
            hidden,
            config["n_heads" if distilled else "num_attention_heads"],
            config["hidden_dim" if distilled else "intermediate_size"],
            dropout=0.0,
            activation=activation,
            layer_norm_eps=epsilon,
            batch_first=True,
            norm_first=first,
        )
        projections = [prefix + names.layer[part] for part in ("query", "key", "value")]
        state = {
            "self_attn.in_proj_weight": torch.cat([weights[part + ".weight"] for part in projections]),
            "self_attn.in_proj_bias": torch.cat([weights[part + ".bias"] for part in projections]),
        }
        for part in ("self_attn.out_proj", "norm1", "linear1", "linear2", "norm2"):
            for kind_of in ("weight", "bias"):
                state[f"{part}.{kind_of}"] = weights[f"{prefix}{names.layer[part]}.{kind_of}"]
        layer.load_state_dict(state)
        layers.append(layer)

    embeddings = names.prefix + "embeddings."
    words = weights[embeddings + "word_embeddings.weight"]
    states = []
    for sequence in sequences:
        x = words[sequence] + weights[embeddings + "position_embeddings.weight"][offset : offset + len(sequence)]
        if not distilled:
            x = x + weights[embeddings + "token_type_embeddings.weight"][0]
        x = norm(embeddings + "LayerNorm", x)[None]
        for layer in layers:
            x = layer(x)
        states.append(norm(names.prefix + "LayerNorm", x[0]) if first else x[0])

    transformed = scores = None
    if names.transform + ".weight" in weights:
        # RoBERTa's head has its own activation; the others' have that of the layers.
        head_activation = F.gelu if from_padding else activation
        transformed = norm(names.norm, head_activation(linear(names.transform, torch.cat(states))))
    if names.pooler + ".weight" in weights:
        pooled = linear(names.pooler, torch.stack([state[0] for state in states]))
        scores = linear(names.classifier, F.relu(pooled) if distilled else torch.tanh(pooled))
    return torch.cat(states), transformed, words, weights.get(names.bias), scores


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
    """The states of the last layer, the rows, their logits, and the scores of a classifier; of the last two those that the weights are there for."""
    sequences = tokens.split(lengths.tolist())
    kind = config["model_type"]
    scores = None
    with torch.no_grad():
        if kind == "hone-rnn":
            states, matrix, bias = recurrent(config, weights, sequences)
            predicting = states
        elif kind in NAMES:
            states, predicting, matrix, bias, scores = encoder(config, weights, sequences)
        elif kind == "gpt2":
            states, matrix, bias = decoder(config, weights, sequences)
            predicting = states
        else:
            raise SystemExit(f"The model type '{kind}' is not known here.")
        rows = torch.arange(len(states)) if rows is None else rows
        logits = None if predicting is None else F.linear(predicting[rows], matrix, bias)
        return states, rows, logits, scores


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


def relative_golden(kind, activation):
    """One of BERT's kin, with the heads of a language model and of a classifier."""
    hidden, inner, positions, layers, labels, padding = 16, 32, 16, 2, 3, 1
    names = NAMES[kind]
    if kind == "distilbert":
        config = {"dim": hidden, "n_layers": layers, "n_heads": 2, "hidden_dim": inner, "activation": activation}
    else:
        config = {
            "hidden_size": hidden,
            "num_hidden_layers": layers,
            "num_attention_heads": 2,
            "intermediate_size": inner,
            "type_vocab_size": 1,
            "layer_norm_eps": 1e-5,
            "hidden_act": activation,
        }
        positions += padding + 1
    config = {"model_type": kind, "vocab_size": VOCABULARY, "max_position_embeddings": positions, "pad_token_id": padding, **config}
    embeddings = names.prefix + "embeddings."
    weights = {
        embeddings + "word_embeddings.weight": torch.randn(VOCABULARY, hidden),
        embeddings + "position_embeddings.weight": torch.randn(positions, hidden),
        names.bias: torch.randn(VOCABULARY),
    }
    random_norm(weights, embeddings + "LayerNorm", hidden)
    if kind != "distilbert":
        weights[embeddings + "token_type_embeddings.weight"] = torch.randn(1, hidden)
    if kind == "roberta-prelayernorm":
        random_norm(weights, names.prefix + "LayerNorm", hidden)
    for index in range(layers):
        prefix = f"{names.layers}{index}."
        for part in ("query", "key", "value", "self_attn.out_proj"):
            random_layer(weights, prefix + names.layer[part], hidden, hidden)
        random_layer(weights, prefix + names.layer["linear1"], inner, hidden)
        random_layer(weights, prefix + names.layer["linear2"], hidden, inner)
        random_norm(weights, prefix + names.layer["norm1"], hidden)
        random_norm(weights, prefix + names.layer["norm2"], hidden)
    random_layer(weights, names.transform, hidden, hidden)
    random_norm(weights, names.norm, hidden)
    random_layer(weights, names.pooler, hidden, hidden)
    random_layer(weights, names.classifier, labels, hidden)
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
        "distilbert": lambda: relative_golden("distilbert", "gelu"),
        "roberta": lambda: relative_golden("roberta", "gelu_new"),
        "roberta-prelayernorm": lambda: relative_golden("roberta-prelayernorm", "relu"),
    }
    folder.mkdir(parents=True, exist_ok=True)
    lengths = torch.tensor(LENGTHS)
    for seed, (name, recipe) in enumerate(recipes.items()):
        torch.manual_seed(seed)
        tokens = torch.randint(VOCABULARY, (sum(LENGTHS),))
        config, weights = recipe()
        states, rows, logits, scores = compute(config, weights, tokens, lengths)
        tensors = {**weights, "tokens": tokens, "lengths": lengths, "rows": rows, "states": states, "logits": logits}
        if scores is not None:
            tensors["scores"] = scores
        save_file({key: value.contiguous() for key, value in tensors.items()}, folder / f"{name}.safetensors", metadata={"config": json.dumps(config)})
        print(f"{name}: {len(tensors)} tensors")


def check(folder):
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    weights = {name: value.float() for name, value in load_file(folder / "model.safetensors").items()}
    with safe_open(folder / "expected.safetensors", framework="pt") as file:
        expected = {name: file.get_tensor(name) for name in file.keys()}
    _, _, logits, scores = compute(config, weights, expected["tokens"], expected["lengths"], expected.get("rows"))
    agrees = True
    for what, computed in (("logits", logits), ("scores", scores)):
        if what in expected:
            difference = (computed - expected[what]).abs().max().item()
            equal = difference <= TOLERANCE
            agrees = agrees and equal
            print(f"{folder.name}: {config['architectures'][0]}, {what} {list(computed.shape)}, largest difference {difference:.2e}: {'equal' if equal else 'DIFFERENT'}")
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
