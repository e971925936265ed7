"""Words a second of spaCy's default English components (tok2vec, tagger, parser, ner), one thread, with weights that are not trained: that does for speed.

usage: spacy_speed.py ARTICLES.jsonl [SECONDS]     prints one line
"""
import json
import os
import sys
import time

for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ[variable] = "1"

import spacy
from spacy.training import Example

texts = [a["title"] + "\n" + a["body"] for a in map(json.loads, open(sys.argv[1]))]
seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 5.0

# The widths that spaCy's own small English pipelines are published with.
width = {"width": 96, "depth": 4, "embed_size": 2000, "window_size": 1, "maxout_pieces": 3, "subword_features": True}
nlp = spacy.blank("en")
nlp.add_pipe("tok2vec", config={"model": {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, **width}})
listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}
for name in ("tagger", "parser", "ner"):
    pipe = nlp.add_pipe(name, config={"model": {"tok2vec": listener}})
    labels = {
        "tagger": ["NN", "NNP", "VBD", "IN", "DT", "JJ"],
        "parser": ["nsubj", "dobj", "det", "prep", "pobj", "ROOT"],
        "ner": ["PERSON", "ORG", "GPE", "NORP"],
    }[name]
    for label in labels:
        pipe.add_label(label)
nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Ito said so ."), {"words": ["Ito", "said", "so", "."], "tags": ["NNP", "VBD", "NN", "IN"], "heads": [1, 1, 1, 1], "deps": ["nsubj", "ROOT", "dobj", "prep"], "entities": ["U-PERSON", "O", "O", "O"]})])

begun, words, count = time.monotonic(), 0, 0
while time.monotonic() - begun < seconds:
    for doc in nlp.pipe(texts[count : count + 32] or texts[:32], batch_size=32):
        words += len(doc.text.split())
    count = (count + 32) % len(texts)
print(f"spaCy {spacy.__version__}: {words / (time.monotonic() - begun):.0f} words/s on one thread")
