"""The encoder: MiniLM-L6 (uncased), with a second input for how a word is written and whether it is quoted, and a head for each task."""
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

HIDDEN, INNER, HEADS, LAYERS, VOCABULARY, MARKS = 384, 1536, 12, 6, 30522, 36
NAMES = ["O"] + [f"{b}-{k}" for k in ("person", "organization", "place", "group", "event", "product", "work") for b in "BI"]
ROLES = ["O"] + [f"{b}-{k}" for k in ("content", "source", "cue") for b in "BI"]
QUOTE_HEADS = ("ours", "speech", "all")
LABELS = [f"names:{l}" for l in NAMES] + [f"{h}:{l}" for h in QUOTE_HEADS for l in ROLES]

_masks = {}


def dropout(x, p, training):
    """A random window of a mask made once: torch's own is ten times slower on a CPU."""
    if not training or p == 0:
        return x
    key = (x.dtype, p)
    if key not in _masks:
        _masks[key] = ((torch.rand(8_000_000) > p).float() / (1 - p)).to(x.dtype)
    mask, size = _masks[key], x.numel()
    start = int(np.random.randint(0, len(mask) - size))
    return x * mask[start : start + size].view(x.shape)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.qkv, self.o = nn.Linear(HIDDEN, 3 * HIDDEN), nn.Linear(HIDDEN, HIDDEN)
        self.f1, self.f2 = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN)
        self.ln1, self.ln2 = nn.LayerNorm(HIDDEN, eps=1e-12), nn.LayerNorm(HIDDEN, eps=1e-12)

    def forward(self, x, bias):
        b, t, h = x.shape
        q, k, v = self.qkv(x).view(b, t, 3, HEADS, h // HEADS).permute(2, 0, 3, 1, 4)
        with torch.autocast("cpu", enabled=False):
            y = F.scaled_dot_product_attention(q.float(), k.float(), v.float(), attn_mask=bias)
        x = self.ln1(x + dropout(self.o(y.transpose(1, 2).reshape(b, t, h)), 0.1, self.training))
        return self.ln2(x + dropout(self.f2(F.gelu(self.f1(x))), 0.1, self.training))


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(512, HIDDEN)
        self.marks = nn.Embedding(MARKS, HIDDEN)
        nn.init.normal_(self.marks.weight, std=0.02)
        self.ln = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList([Layer() for _ in range(LAYERS)])
        self.out = nn.Linear(HIDDEN, len(LABELS))

    def forward(self, pieces, marks, mask):
        x = self.words(pieces) + self.places.weight[: pieces.shape[1]] + self.marks(marks)
        x = dropout(self.ln(x), 0.1, self.training)
        bias = (1.0 - mask[:, None, None, :].float()) * -10000.0
        for layer in self.layers:
            x = layer(x, bias)
        return self.out(x)

    def start_from(self, path):
        """Takes the weights of the published base model; its one token type goes into the places."""
        from safetensors.torch import load_file

        w = load_file(path)
        self.words.weight.data.copy_(w["embeddings.word_embeddings.weight"])
        self.places.weight.data.copy_(w["embeddings.position_embeddings.weight"] + w["embeddings.token_type_embeddings.weight"][0])
        for kind in ("weight", "bias"):
            getattr(self.ln, kind).data.copy_(w[f"embeddings.LayerNorm.{kind}"])
            for number, layer in enumerate(self.layers):
                p = f"encoder.layer.{number}."
                qkv = [w[f"{p}attention.self.{x}.{kind}"] for x in ("query", "key", "value")]
                getattr(layer.qkv, kind).data.copy_(torch.cat(qkv))
                getattr(layer.o, kind).data.copy_(w[f"{p}attention.output.dense.{kind}"])
                getattr(layer.ln1, kind).data.copy_(w[f"{p}attention.output.LayerNorm.{kind}"])
                getattr(layer.f1, kind).data.copy_(w[f"{p}intermediate.dense.{kind}"])
                getattr(layer.f2, kind).data.copy_(w[f"{p}output.dense.{kind}"])
                getattr(layer.ln2, kind).data.copy_(w[f"{p}output.LayerNorm.{kind}"])
