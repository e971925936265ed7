"""Fine-tunes the encoder on the sentences that `quotewire-training encoder-examples` wrote.

usage: train.py NAME BASE.safetensors [--open] [--epochs N] [--probe STEPS]
Writes target/encoder/NAME.pt. One thread, one seed.
"""
import argparse
import collections
import json
import time

import numpy as np
import torch
import torch.nn.functional as F

from model import LABELS, NAMES, QUOTE_HEADS, ROLES, Encoder

parser = argparse.ArgumentParser()
parser.add_argument("name")
parser.add_argument("base")
parser.add_argument("--open", action="store_true", help="openly licensed text alone")
parser.add_argument("--epochs", type=int, default=4)
parser.add_argument("--rate", type=float, default=1.5e-4)
parser.add_argument("--batch", type=int, default=1280, help="pieces a step")
parser.add_argument("--probe", type=int, default=0)
options = parser.parse_args()

torch.manual_seed(1)
np.random.seed(1)
rng = np.random.default_rng(1)
torch.set_num_threads(1)

FOLDER = "target/encoder/"
# How often an epoch reads each corpus.
SHARE = {
    "ner/gmb-train.jsonl": 0.2, "ner/gum-news-train.jsonl": 1.5, "ner/gum-free-train.jsonl": 0.7, "ner/wikigold-all.jsonl": 1.0,
    "ner/wnut17-train.jsonl": 0.4, "ner/uner-ewt-dev.jsonl": 0.7, "ner/btc-all.jsonl": 0.15, "ner/re3d-train.jsonl": 0.5,
    "ner/worldwide-train.jsonl": 1.0, "quotes/voa-train": 4.0, "quotes/polnear-train": 1.0,
}
OPEN = {**SHARE, "ner/gmb-train.jsonl": 0.6, "ner/worldwide-train.jsonl": 0.0, "quotes/polnear-train": 0.0, "quotes/voa-train": 8.0}
SHARES = OPEN if options.open else SHARE
CLS, SEP, MASK = 101, 102, 103
LONGEST = 160


def load():
    documents = collections.defaultdict(list)
    for line in open(FOLDER + "examples.jsonl"):
        sentence = json.loads(line)
        # Quotes that rules have marked are for the open model, which has few others.
        if sentence["corpus"].startswith("ner/") and not options.open:
            sentence["quotes"] = None
        documents[sentence["corpus"], sentence["document"]].append(sentence)
    return documents


def window(sentences):
    """One sequence of consecutive sentences."""
    pieces, marks, words, names, quotes, last = [CLS], [0], [], [], [], None
    for s in sentences:
        if last is not None and s["paragraph"] != last:
            pieces.append(SEP)
            marks.append(0)
        last = s["paragraph"]
        shift = len(pieces) - 1
        pieces += s["pieces"][1:-1]
        marks += s["marks"][1:-1]
        count = len(s["words"])
        words += [w + shift for w in s["words"]]
        names += s["names"] or [0] * count
        quotes.append(np.array(s["quotes"] if s["quotes"] else [[-1] * count] * len(QUOTE_HEADS), np.int64).reshape(len(QUOTE_HEADS), count))
    return dict(pieces=pieces + [SEP], marks=marks + [0], words=words, names=names, quotes=np.concatenate(quotes, 1))


def windows(sentences):
    """Cuts a document at random: stretches of sentences as the worker reads them, and single ones."""
    out, at = [], 0
    while at < len(sentences):
        size = 0 if rng.random() < 0.3 else int(rng.integers(48, LONGEST))
        end, length = at + 1, len(sentences[at]["pieces"])
        while end < len(sentences) and length + len(sentences[end]["pieces"]) <= size:
            length += len(sentences[end]["pieces"])
            end += 1
        if sentences[at]["words"]:
            out.append(window(sentences[at:end]))
        at = end
    return out


def epoch(documents):
    out = []
    for (corpus, _), sentences in documents.items():
        share = SHARES.get(corpus, 0.0)
        for _ in range(int(share) + (rng.random() < share % 1)):
            out += windows(sentences)
    return out


def batches(examples, size):
    lengths = np.array([len(e["pieces"]) for e in examples]) + rng.uniform(0, 6, len(examples))
    out, batch, longest = [], [], 0
    for i in np.argsort(lengths, kind="stable"):
        length = len(examples[i]["pieces"])
        if batch and max(longest, length) * (len(batch) + 1) > size:
            out.append(batch)
            batch, longest = [], 0
        batch.append(examples[i])
        longest = max(longest, length)
    out.append(batch)
    rng.shuffle(out)
    return out


def collate(batch, training):
    size, longest = len(batch), max(len(e["pieces"]) for e in batch)
    pieces, marks = np.zeros((size, longest), np.int64), np.zeros((size, longest), np.int64)
    mask = np.zeros((size, longest), bool)
    names, quotes = np.zeros((size, longest), np.int64), np.full((len(QUOTE_HEADS), size, longest), -1, np.int64)
    for r, e in enumerate(batch):
        n = len(e["pieces"])
        pieces[r, :n], marks[r, :n], mask[r, :n] = e["pieces"], e["marks"], True
        names[r, e["words"]] = e["names"]
        quotes[:, r, e["words"]] = e["quotes"]
        if training:
            # Text in small letters, in capitals; words that are not known.
            chance = rng.random()
            if chance < 0.04:
                shape, place = marks[r, :n] % 12, marks[r, :n] // 12
                letters = np.isin(shape, (1, 2, 3, 4, 5, 9, 10))
                marks[r, :n] = np.where(letters, 1 if chance < 0.02 else 3, shape) + 12 * place
            hide = (rng.random(n) < 0.02) & (pieces[r, :n] > MASK)
            pieces[r, :n][hide] = MASK
    return [torch.from_numpy(x) for x in (pieces, marks, mask, names, quotes)]


BITS = torch.tensor([1 << i for i in range(len(NAMES))])


def loss_of(logits, names, quotes):
    total, n = 0.0, len(NAMES)
    told = names.view(-1) > 0
    if told.any():
        rows = logits[..., :n].reshape(-1, n)[told]
        may = (names.view(-1)[told, None] & BITS) > 0
        allowed = torch.where(may, rows, torch.full_like(rows, -1e9)).logsumexp(-1)
        total = total + (rows.logsumexp(-1) - allowed).sum() / 300
    for h in range(len(QUOTE_HEADS)):
        rows, labels = logits[..., n + 7 * h : n + 7 * (h + 1)].reshape(-1, 7), quotes[h].reshape(-1)
        if (labels >= 0).any():
            total = total + F.cross_entropy(rows, labels, ignore_index=-1, reduction="sum") / 900
    return total


def viterbi(scores, labels):
    """The best sequence in which no inside stands behind anything but its own kind."""
    k = len(labels)
    step, start = np.zeros((k, k), np.float32), np.zeros(k, np.float32)
    for j, label in enumerate(labels):
        if label[0] == "I":
            start[j] = -1e4
            for i, before in enumerate(labels):
                if before not in ("B" + label[1:], label):
                    step[i, j] = -1e4
    back, best = np.zeros((len(scores), k), np.int64), scores[0] + start
    for t in range(1, len(scores)):
        paths = best[:, None] + step
        back[t], best = paths.argmax(0), paths.max(0) + scores[t]
    path = [int(best.argmax())]
    for t in range(len(scores) - 1, 0, -1):
        path.append(int(back[t][path[-1]]))
    return path[::-1]


def spans(path):
    out, begin = [], None
    for t, label in enumerate(path + [0]):
        if begin is not None and (label == 0 or label % 2 == 1):
            out.append((begin, t, (path[begin] + 1) // 2))
            begin = None
        if label % 2 == 1:
            begin = t
    return set(out)


def evaluate(model, documents):
    """F1 of exact spans on dev sentences."""
    model.eval()
    counts = collections.defaultdict(lambda: np.zeros(3))
    dev = [s for (corpus, number), sentences in documents.items() if "dev" in corpus and "uner" not in corpus and number % 3 == 0 for s in sentences if s["words"]]
    dev.sort(key=lambda s: len(s["pieces"]))
    with torch.no_grad():
        for at in range(0, len(dev), 32):
            batch = dev[at : at + 32]
            pieces, marks, mask, _, _ = collate([window([s]) for s in batch], False)
            logits = model(pieces, marks, mask).float()
            for s, row in zip(batch, logits):
                row = row[s["words"]]
                if s["names"]:
                    score = row[:, : len(NAMES)].log_softmax(-1).numpy()
                    gold = spans([int(np.log2(b & -b)) for b in s["names"]])
                    found = spans(viterbi(score, NAMES))
                    keep = lambda x: {y for y in x if y[2] <= 3}
                    counts[s["corpus"] + " names"] += [len(keep(gold) & keep(found)), len(keep(found)), len(keep(gold))]
                if s["quotes"]:
                    for h, head in enumerate(QUOTE_HEADS):
                        if min(s["quotes"][h]) < 0:
                            continue
                        first = len(NAMES) + 7 * h
                        found = spans(viterbi(row[:, first : first + 7].log_softmax(-1).numpy(), ROLES))
                        gold = spans(s["quotes"][h])
                        for kind, role in ((1, "content"), (2, "source"), (3, "cue")):
                            keep = lambda x: {y for y in x if y[2] == kind}
                            counts[f"{s['corpus']} {head} {role}"] += [len(keep(gold) & keep(found)), len(keep(found)), len(keep(gold))]
    model.train()
    return {k: float(round(200 * a / max(1, b + c), 1)) for k, (a, b, c) in sorted(counts.items())}


documents = load()
model = Encoder()
model.start_from(options.base)
model.words.weight.requires_grad_(False)
weights = [p for p in model.parameters() if p.requires_grad]
new = [p for n, p in model.named_parameters() if n.startswith(("out.", "marks."))]
old = [p for p in weights if not any(p is q for q in new)]
optimizer = torch.optim.AdamW([{"params": old, "lr": options.rate}, {"params": new, "lr": 5 * options.rate}], weight_decay=0.01, fused=True)
examples = epoch(documents)
queue = batches(examples, options.batch)
total = len(queue) * options.epochs
warm = total // 15
schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(0.02, (total - s) / max(1, total - warm))))
print(f"{total} steps, {sum(len(e['pieces']) for e in examples)} pieces an epoch", flush=True)
mean, averaged, step, begun, loss_sum, seen = None, 0, 0, time.time(), 0.0, 0
for number in range(options.epochs):
    if number:
        queue = batches(epoch(documents), options.batch)
    for batch in queue:
        pieces, marks, mask, names, quotes = collate(batch, True)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(pieces, marks, mask)
        loss = loss_of(logits.float(), names, quotes)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        schedule.step()
        step += 1
        loss_sum += loss.item()
        seen += int(mask.sum())
        if step % 50 == 0:
            print(f"{step}/{total} loss {loss_sum / 50:.4f}, {seen / (time.time() - begun):.0f} pieces/s, {time.time() - begun:.0f} s, cpu {time.process_time():.0f}", flush=True)
            loss_sum = 0.0
        if options.probe and step >= options.probe:
            raise SystemExit
        # The mean of the last steps is steadier than the last one.
        if step > 0.85 * total and step % 20 == 0:
            averaged += 1
            state = {k: v.detach().clone() for k, v in model.state_dict().items()}
            mean = state if mean is None else {k: mean[k] + (state[k] - mean[k]) / averaged for k in mean}
    torch.save(model.state_dict(), f"{FOLDER}{options.name}.pt")
    print("epoch", number + 1, evaluate(model, documents), flush=True)
if mean:
    model.load_state_dict(mean)
    print("mean of", averaged, evaluate(model, documents), flush=True)
torch.save(model.state_dict(), f"{FOLDER}{options.name}.pt")
