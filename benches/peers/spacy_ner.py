"""How exact spaCy's default named entity recogniser is, trained from scratch on corpora that quotewire's tagger is trained on as well.

usage: spacy_ner.py SHARED/data/ner [EPOCHS]     prints exact F1 of persons, organisations and places for each dev set after each epoch

Left out of the training text: corpora of tweets, and what a machine has tagged. spaCy is given the corpora's own tokens; quotewire has to find its own.
"""
import json
import os
import pathlib
import random
import sys

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

import spacy
from spacy.tokens import Doc
from spacy.training import Example, biluo_tags_to_spans, iob_to_biluo
from spacy.util import compounding, minibatch

TRAIN = ("worldwide-train", "gum-news-train", "gum-free-train", "wikigold-all", "uner-ewt-dev", "re3d-train")
DEV = ("worldwide-dev", "conll03-testa", "gum-news-dev")
NAMES = {"PER", "ORG", "LOC"}


def sentences(folder, name, vocab):
    for line in (folder / f"{name}.jsonl").open():
        sentence = json.loads(line)
        doc = Doc(vocab, words=[token or "-" for token in sentence["tokens"]])
        tags = [tag if tag[2:] in NAMES else "O" for tag in sentence["tags4"]]
        doc.ents = biluo_tags_to_spans(doc, iob_to_biluo(tags))
        yield doc


def f1(nlp, docs):
    right = found = gold = 0
    blank = [Doc(doc.vocab, words=[token.text for token in doc]) for doc in docs]
    for doc, read in zip(docs, nlp.pipe(blank, batch_size=64)):
        wanted = {(span.start, span.end, span.label_) for span in doc.ents}
        got = {(span.start, span.end, span.label_) for span in read.ents}
        right, found, gold = right + len(wanted & got), found + len(got), gold + len(wanted)
    return 200 * right / max(found + gold, 1)


folder = pathlib.Path(sys.argv[1])
epochs = int(sys.argv[2]) if len(sys.argv) > 2 else 8
random.seed(1)
spacy.util.fix_random_seed(1)
nlp = spacy.blank("en")
ner = nlp.add_pipe("ner")
for label in NAMES:
    ner.add_label(label)
train = [
    Example(Doc(nlp.vocab, words=[token.text for token in doc]), doc)
    for name in TRAIN
    for doc in sentences(folder, name, nlp.vocab)
    if len(doc)
]
dev = {name: [doc for doc in sentences(folder, name, nlp.vocab) if len(doc)] for name in DEV}
optimizer = nlp.initialize(lambda: train[:200])
for epoch in range(1, epochs + 1):
    random.shuffle(train)
    for batch in minibatch(train, size=compounding(16.0, 64.0, 1.001)):
        nlp.update(batch, drop=0.1, sgd=optimizer)
    scores = " · ".join(f"{name} {f1(nlp, docs):.1f}" for name, docs in dev.items())
    print(f"spaCy {spacy.__version__}, epoch {epoch}: {scores}", flush=True)
