"""Writes a trained encoder as an ONNX graph with 8-bit weights: target/encoder/NAME.pt → target/encoder/NAME.onnx.

usage: export.py NAME [--one-convention]
--one-convention: all heads for quotes are the first one, for a model that has seen no text by the other conventions.
Only MatMul, Add, Mul, Softmax, LayerNormalization, Erf, Gather, Reshape and Transpose, so that a small runtime can run it.
Weights are quantised a channel at a time, to 7 bits ("reduce range"), because processors without VNNI overflow on 8.
"""
import os
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic

from model import HEADS, HIDDEN, LABELS, LAYERS, NAMES, QUOTE_HEADS, ROLES, Encoder

name = sys.argv[1]
path = f"target/encoder/{name}"
model = Encoder()
model.load_state_dict(torch.load(path + ".pt"))
if "--one-convention" in sys.argv:
    names, roles = len(NAMES), len(ROLES)
    for rows in (model.out.weight.data, model.out.bias.data):
        for head in range(1, len(QUOTE_HEADS)):
            rows[names + roles * head : names + roles * (head + 1)] = rows[names : names + roles]
weights = {k: v.detach().float().numpy() for k, v in model.eval().state_dict().items()}
nodes, constants = [], []


def constant(key, value):
    constants.append(numpy_helper.from_array(np.ascontiguousarray(value), key))
    return key


def op(kind, inputs, out=None, **attributes):
    out = out or f"{kind}_{len(nodes)}"
    nodes.append(helper.make_node(kind, inputs, [out], name="node_" + out, **attributes))
    return out


def linear(x, w, b, key):
    return op("Add", [op("MatMul", [x, constant(key + ".w", w.T)]), constant(key + ".b", b)])


def norm(x, key):
    gain, bias = constant(key + ".gain", weights[key + ".weight"]), constant(key + ".bias", weights[key + ".bias"])
    return op("LayerNormalization", [x, gain, bias], axis=-1, epsilon=1e-12)


constant("split", np.array([0, 0, HEADS, HIDDEN // HEADS], np.int64))
constant("join", np.array([0, 0, HIDDEN], np.int64))
for key, value in (("half", 0.5), ("one", 1.0), ("root", 0.5**0.5)):
    constant(key, np.array(value, np.float32))
x = op("Gather", [constant("words", weights["words.weight"]), "pieces"])
x = op("Add", [x, op("Gather", [constant("places", weights["places.weight"]), "positions"])])
x = op("Add", [x, op("Gather", [constant("kinds", weights["marks.weight"]), "marks"])])
x = norm(x, "ln")
for number in range(LAYERS):
    p = f"layers.{number}."
    w, b, scale = weights[p + "qkv.weight"], weights[p + "qkv.bias"], (HIDDEN // HEADS) ** -0.5
    parts = []
    for i, part in enumerate("qkv"):
        rows, factor = slice(i * HIDDEN, (i + 1) * HIDDEN), scale if part == "q" else 1.0
        y = op("Reshape", [linear(x, w[rows] * factor, b[rows] * factor, p + part), "split"])
        parts.append(op("Transpose", [y], perm=[0, 2, 3, 1] if part == "k" else [0, 2, 1, 3]))
    q, k, v = parts
    attention = op("Softmax", [op("Add", [op("MatMul", [q, k]), "bias"])], axis=-1)
    y = op("Reshape", [op("Transpose", [op("MatMul", [attention, v])], perm=[0, 2, 1, 3]), "join"])
    x = norm(op("Add", [x, linear(y, weights[p + "o.weight"], weights[p + "o.bias"], p + "o")]), p + "ln1")
    h = linear(x, weights[p + "f1.weight"], weights[p + "f1.bias"], p + "f1")
    gelu = op("Mul", [op("Mul", [h, "half"]), op("Add", [op("Erf", [op("Mul", [h, "root"])]), "one"])])
    x = norm(op("Add", [x, linear(gelu, weights[p + "f2.weight"], weights[p + "f2.bias"], p + "f2")]), p + "ln2")
op("Add", [op("MatMul", [x, constant("out.w", weights["out.weight"].T)]), constant("out.b", weights["out.bias"])], out="logits")

inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, ["batch", "length"]) for n in ("pieces", "marks")]
inputs += [helper.make_tensor_value_info("positions", TensorProto.INT64, [1, "length"])]
inputs += [helper.make_tensor_value_info("bias", TensorProto.FLOAT, ["batch", 1, 1, "length"])]
outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", "length", len(LABELS)])]
graph = helper.make_graph(nodes, "encoder", inputs, outputs, constants)
whole = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
onnx.checker.check_model(whole)
onnx.save(whole, path + ".f32.onnx")
full = [n.name for n in nodes if n.op_type == "MatMul" and n.input[1] == "out.w"]
full += [n.name for n in nodes if n.op_type == "Gather" and n.input[0] in ("kinds", "places")]
quantize_dynamic(
    path + ".f32.onnx", path + ".onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
    op_types_to_quantize=["MatMul", "Gather"], nodes_to_exclude=full,
)

import onnxruntime

pieces = torch.tensor([[101, 3000, 2003, 1037, 102]])
marks = torch.tensor([[0, 2, 1, 13, 0]])
expected = model(pieces, marks, torch.ones(1, 5, dtype=torch.bool)).detach().numpy()
feed = dict(pieces=pieces.numpy(), marks=marks.numpy(), positions=np.arange(5)[None], bias=np.zeros((1, 1, 1, 5), np.float32))
for suffix in (".f32.onnx", ".onnx"):
    got = onnxruntime.InferenceSession(path + suffix).run(None, feed)[0]
    print(f"{path}{suffix}: {os.path.getsize(path + suffix) / 1e6:.1f} MB, differs from torch by {np.abs(got - expected).max():.5f}")
