"""What counting words and characters reaches on a text classification set: logistic regression on TF-IDF, by scikit-learn.

    python tfidf.py FOLDER...

reads train and test of each folder, as .csv, .tsv or .jsonl with the columns text and label (any of them may be .gz), and prints a line of JSON for each.
Features are the words and pairs of words, and up to 200,000 sequences of one to four characters within words; both with sublinear term frequencies.
`benchmarks quality --peer` runs it.
"""

import csv
import gzip
import json
import os
import sys
import time

import sklearn
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.pipeline import make_pipeline, make_union


def rows(folder, split):
    for ending in ("csv", "tsv", "jsonl", "csv.gz", "tsv.gz", "jsonl.gz"):
        path = os.path.join(folder, f"{split}.{ending}")
        if os.path.exists(path):
            break
    else:
        sys.exit(f"{folder} has no {split} file.")
    with (gzip.open if path.endswith(".gz") else open)(path, "rt", encoding="utf-8", newline="") as file:
        if ".jsonl" in path:
            table = [json.loads(line) for line in file if line.strip()]
        elif ".tsv" in path:
            table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        else:
            table = list(csv.DictReader(file))
    return [row["text"] for row in table], [row["label"] for row in table]


def judge(folder):
    texts, labels = rows(folder, "train")
    asked, truth = rows(folder, "test")
    start = time.time()
    model = make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 4), sublinear_tf=True, max_features=200_000),
        ),
        LogisticRegression(C=10, max_iter=300),
    )
    said = model.fit(texts, labels).predict(asked)
    return {
        "version": sklearn.__version__,
        "accuracy": accuracy_score(truth, said),
        "macroF1": f1_score(truth, said, average="macro"),
        "seconds": time.time() - start,
    }


if __name__ == "__main__":
    for folder in sys.argv[1:] or sys.exit(__doc__):
        print(json.dumps(judge(folder)), flush=True)
