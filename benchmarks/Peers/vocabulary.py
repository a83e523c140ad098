"""Learns a BPE vocabulary with SentencePiece from a file texts.txt of one text on each line, once for every question. Upper case is folded as BERT's rules have it; lines
are not left out for their length, as they are by default."""

import json
import sys
import time

import sentencepiece

threads = int(sys.argv[1])
for line in sys.stdin:
    question = json.loads(line)
    model = question["folder"] + "/vocabulary"
    start = time.perf_counter()
    sentencepiece.SentencePieceTrainer.train(
        input=question["folder"] + "/texts.txt",
        model_prefix=model,
        model_type="bpe",
        vocab_size=question["pieces"],
        normalization_rule_name="nmt_nfkc_cf",
        max_sentence_length=1 << 24,
        num_threads=threads,
        minloglevel=2,
    )
    seconds = time.perf_counter() - start
    learnt = sentencepiece.SentencePieceProcessor(model_file=f"{model}.model").get_piece_size()
    print(json.dumps({"seconds": seconds, "pieces": learnt, "version": sentencepiece.__version__}), flush=True)
