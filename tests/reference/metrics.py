"""Metrics, computed by others than Hone.

    python metrics.py multi-label tests/Training.Tests/Evaluation/Golden/multi-label.json
    python metrics.py correlation tests/Training.Tests/Evaluation/Golden/correlation.json
    python metrics.py entities    tests/Training.Tests/Evaluation/Golden/entities.json
    python metrics.py roles       tests/Training.Tests/Evaluation/Golden/roles.json srl-eval.pl

writes random cases and what is right for them; the tests hold Hone to these files. Needs scikit-learn for the first, SciPy for the second and, for
the last, perl and the scorer of CoNLL-2005 (https://www.cs.upc.edu/~srlconll/soft.html). Entities are scored here by their definition.
"""

import json
import os
import random
import subprocess
import sys
import tempfile


def multi_label(out):
    import numpy
    from sklearn.metrics import accuracy_score, precision_recall_fscore_support as score

    cases = []
    for seed, labels, examples, density in [(1, 4, 12, 0.4), (2, 6, 30, 0.2), (3, 3, 5, 0.0), (4, 5, 20, 0.9), (5, 2, 6, 0.5), (6, 8, 9, 0.1)]:
        draw = numpy.random.RandomState(seed)
        gold = (draw.rand(examples, labels) < density).astype(int)
        predicted = numpy.where(draw.rand(examples, labels) < 0.3, 1 - gold, gold)
        if seed == 6:
            predicted[:, 0] = 0
            gold[:, 1] = 0
        average = lambda how: [float(value) for value in score(gold, predicted, average=how, zero_division=0)[:3]]
        precision, recall, f1, support = score(gold, predicted, average=None, zero_division=0)
        cases.append({
            "name": f"{examples} examples of {labels} labels, {density:g} of them",
            "labels": labels,
            "gold": [[int(i) for i in numpy.flatnonzero(row)] for row in gold],
            "predicted": [[int(i) for i in numpy.flatnonzero(row)] for row in predicted],
            "subsetAccuracy": float(accuracy_score(gold, predicted)),
            "micro": average("micro"), "macro": average("macro"), "weighted": average("weighted"), "samples": average("samples"),
            "perLabel": [[float(p), float(r), float(f)] for p, r, f in zip(precision, recall, f1)],
            "support": [int(count) for count in support],
        })
    write(cases, out)


def correlation(out):
    import numpy
    from scipy.stats import pearsonr, spearmanr

    cases = []
    for seed, count, ties in [(1, 2, 0), (2, 10, 0), (3, 25, 4), (4, 40, 2), (5, 12, 1000)]:
        draw = numpy.random.RandomState(seed)
        gold = draw.randn(count)
        predicted = gold + draw.randn(count)
        if ties:
            gold, predicted = numpy.round(gold * ties) / ties, numpy.round(predicted * ties) / ties
        cases.append({
            "name": f"{count} scores" + (f" in steps of 1/{ties}" if ties else ""),
            "gold": gold.tolist(), "predicted": predicted.tolist(),
            "pearson": float(pearsonr(gold, predicted)[0]), "spearman": float(spearmanr(gold, predicted)[0]),
        })
    write(cases, out)


def entities(out):
    draw = random.Random(1)
    tags = ["O", "O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-MISC", "I-MISC"]
    cases = []
    for case in range(8):
        gold, predicted = [], []
        for _ in range(draw.randint(1, 6)):
            gold.append([draw.choice(tags[:6 if case % 2 else 8]) for _ in range(draw.randint(1, 9))])
            predicted.append([tag if draw.random() < 0.7 else draw.choice(tags) for tag in gold[-1]])
        truth, guess = spans_of(gold), spans_of(predicted)
        types = sorted({span[-1] for span in truth | guess})
        rows = [prf([s for s in truth & guess if s[-1] == t], [s for s in truth if s[-1] == t], [s for s in guess if s[-1] == t]) for t in types]
        support = [sum(span[-1] == t for span in truth) for t in types]
        mean = lambda weights: [sum(w * row[i] for w, row in zip(weights, rows)) / sum(weights) if sum(weights) else 0.0 for i in range(3)]
        cases.append({
            "name": f"case {case}", "gold": gold, "predicted": predicted, "types": types, "perType": rows, "support": support,
            "micro": prf(truth & guess, truth, guess), "macro": mean([1] * len(types)), "weighted": mean(support),
        })
    write(cases, out)


def spans_of(sentences):
    """The spans that begin with B- and go on with I- of the same type, as (sentence, start, end, type)."""
    spans = set()
    for number, tags in enumerate(sentences):
        inside = None
        for place, tag in enumerate(tags + ["O"]):
            if inside and tag != "I-" + inside[1]:
                spans.add((number, inside[0], place, inside[1]))
                inside = None
            if tag.startswith("B-"):
                inside = (place, tag[2:])
    return spans


def prf(both, truth, guess):
    p = len(both) / len(guess) if guess else 0.0
    r = len(both) / len(truth) if truth else 0.0
    return [p, r, 2 * p * r / (p + r) if p + r else 0.0]


def roles(out, scorer):
    draw = random.Random(2)
    names = ["A0", "A1", "AM-TMP", "C-A1", "C-A0", "R-A0", "V", "C-V"]
    sentences = []
    for _ in range(30):
        length = draw.randint(3, 14)
        places = sorted(draw.sample(range(length), draw.randint(0, 3)))
        gold = [frame(draw, length, place, names) for place in places]
        predicted = []
        for one in gold:
            if draw.random() < 0.85:
                other = frame(draw, length, one["index"], names)
                predicted.append(one if draw.random() < 0.4 else mix(draw, one, other))
        if draw.random() < 0.3 and length > len(places):
            place = draw.choice([place for place in range(length) if place not in places])
            predicted.append(frame(draw, length, place, names))
        sentences.append({"words": length, "gold": gold, "predicted": sorted(predicted, key=lambda one: one["index"])})
    write({"sentences": sentences, **run_scorer(sentences, scorer)}, out)


def frame(draw, length, place, names):
    tags, at = [], 0
    while at < length:
        if at == place:
            tags, at = tags + ["B-V"], at + 1
            continue
        long = min(draw.randint(1, 4), (place if at < place else length) - at)
        name = draw.choice(names + ["O"] * 4)
        tags, at = tags + (["O"] * long if name == "O" else ["B-" + name] + ["I-" + name] * (long - 1)), at + long
    return {"index": place, "tags": tags}


def mix(draw, one, other):
    """The first spans of one frame and the last of another, cut where both begin something."""
    cuts = [i for i, (a, b) in enumerate(zip(one["tags"], other["tags"])) if a[0] != "I" and b[0] != "I"]
    cut = draw.choice(cuts)
    return {"index": one["index"], "tags": one["tags"][:cut] + other["tags"][cut:]}


def run_scorer(sentences, scorer):
    paths = []
    for which in ("gold", "predicted"):
        lines = []
        for sentence in sentences:
            columns = [start_end(one["tags"]) for one in sentence[which]]
            verbs = {one["index"] for one in sentence[which]}
            for word in range(sentence["words"]):
                lines.append("\t".join([f"v{word}" if word in verbs else "-"] + [column[word] for column in columns]))
            lines.append("")
        handle, path = tempfile.mkstemp()
        os.write(handle, "\n".join(lines).encode() + b"\n")
        os.close(handle)
        paths.append(path)
    report = subprocess.run(["perl", scorer, *paths], capture_output=True, text=True, check=True).stdout
    counts, perfect = {}, None
    for line in report.splitlines():
        fields = line.split()
        if line.startswith("Percentage of perfect props"):
            perfect = float(fields[-1]) / 100
        elif len(fields) == 7 and fields[1].isdigit():
            counts[fields[0]] = [int(count) for count in fields[1:4]]
    counts.pop("V", None)
    overall = counts.pop("Overall")
    return {"overall": overall, "perRole": counts, "perfect": perfect}


def start_end(tags):
    column = []
    for place, tag in enumerate(tags):
        after = tags[place + 1] if place + 1 < len(tags) else "O"
        opens = f"({tag[2:]}" if tag[0] == "B" else ""
        closes = ")" if tag != "O" and after[0] != "I" else ""
        column.append(f"{opens}*{closes}")
    return column


def write(value, out):
    with open(out, "w", encoding="utf-8") as file:
        if isinstance(value, list):
            file.write("[\n" + ",\n".join(json.dumps(one) for one in value) + "\n]\n")
        else:
            file.write(json.dumps(value) + "\n")


if __name__ == "__main__":
    {"multi-label": multi_label, "correlation": correlation, "entities": entities, "roles": roles}[sys.argv[1]](*sys.argv[2:])
