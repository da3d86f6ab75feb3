"""Makes the reference values of the neural tests: small networks run and trained by PyTorch.

Run in this folder with PyTorch 1.13 or later, on Debian the packages python3-torch and libopenblas0-pthread:

    /usr/bin/python3 make_reference_values.py

Each JSON file holds a network's initial weights, a batch, and what PyTorch makes of it: outputs, loss, gradients, the
loss of each of ten optimiser steps on the batch, and the weights after them. All arrays are flat and row-major. The
first three files are worked out in float32, the others in float64 from float32 weights.

interchange.safetensors is the state_dict of one of these networks. The way back is checked with

    /usr/bin/python3 make_reference_values.py --check FILE

where FILE is the written-here.safetensors that the tests leave beside these files in their output folder: it is loaded
into the same PyTorch network, whose outputs must be those in FILE. The safetensors format is read and written here by
hand, so no package beyond PyTorch and NumPy is needed.
"""

import json
import struct
import sys

import numpy
import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

WINDOW_SIZE, BATCH, STEPS = 5, 9, 10


class Network(torch.nn.Module):
    def __init__(self, symbols, outputs, embedding, hidden, layers):
        super().__init__()
        self.symbols = symbols
        if embedding:
            self.embedding = torch.nn.Embedding(symbols, embedding)
        self.lstm = torch.nn.LSTM(embedding or symbols, hidden, layers, batch_first=True)
        self.fc = torch.nn.Linear(hidden, outputs)

    def forward(self, windows):
        if hasattr(self, "embedding"):
            x = self.embedding(windows)
        else:
            x = torch.nn.functional.one_hot(windows, self.symbols).float()
        states, _ = self.lstm(x)
        return self.fc(states[:, -1])


def loss_of(network, windows, targets, weights):
    each = torch.nn.functional.cross_entropy(network(windows), targets, reduction="none")
    return (weights * each).sum() / weights.sum()


def numbers(tensor):
    # Nine digits give every float32 back exactly.
    return [float(f"{value:.9g}") for value in tensor.detach().flatten().tolist()]


def state(network):
    return [{"name": name, "shape": list(p.shape), "values": numbers(p)} for name, p in network.named_parameters()]


def make(file, seed, symbols, outputs, embedding, hidden, layers):
    torch.manual_seed(seed)
    network = Network(symbols, outputs, embedding, hidden, layers)
    windows = torch.randint(symbols, (BATCH, WINDOW_SIZE))
    targets = torch.randint(outputs, (BATCH,))
    weights = torch.randint(1, 20, (BATCH,)).float()
    result = {
        "symbolCount": symbols, "outputCount": outputs, "embeddingSize": embedding,
        "hiddenSize": hidden, "layerCount": layers, "windowSize": WINDOW_SIZE,
        "windows": windows.flatten().tolist(), "targets": targets.tolist(), "weights": numbers(weights),
        "initial": state(network),
        "probabilities": numbers(torch.softmax(network(windows), dim=1)),
    }

    loss = loss_of(network, windows, targets, weights)
    loss.backward()
    result["loss"] = loss.item()
    result["gradients"] = [
        {"name": name, "shape": list(p.shape), "values": numbers(p.grad)} for name, p in network.named_parameters()]

    adam = torch.optim.Adam(network.parameters(), lr=0.01)
    result["losses"] = []
    for _ in range(STEPS):
        adam.zero_grad()
        loss = loss_of(network, windows, targets, weights)
        loss.backward()
        adam.step()
        result["losses"].append(loss.item())
    result["trained"] = state(network)

    with open(file, "w") as out:
        json.dump(result, out, separators=(",", ":"))
        out.write("\n")


class Msif(torch.nn.Module):
    """The cell of LogMS, equations 5 to 10; see RecurrentKind.cs. Each row is run alone, so that padding cannot have an effect."""

    def __init__(self, size, hidden, layers, kinds, bidirectional):
        super().__init__()
        self.hidden, self.layers, self.kinds, self.suffixes = hidden, layers, kinds, ["", "_reverse"] if bidirectional else [""]
        for layer in range(layers):
            for suffix in self.suffixes:
                inputs = size if layer == 0 else hidden * len(self.suffixes)
                for name, shape in (("weight_ih", (inputs,)), ("weight_hh", (hidden,)), ("bias_ih", ()), ("bias_hh", ())):
                    values = torch.empty(kinds * 4 * hidden, *shape).uniform_(-hidden ** -0.5, hidden ** -0.5)
                    self.register_parameter(f"{name}_l{layer}{suffix}", torch.nn.Parameter(values))

    def run(self, x, suffix):
        weight_ih, weight_hh, bias_ih, bias_hh = (getattr(self, name + suffix) for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        h = torch.zeros(self.hidden).double()
        cells = [torch.zeros(self.hidden).double()] * self.kinds
        outputs = []
        for step in x:
            gates = (weight_ih @ step + bias_ih + weight_hh @ h + bias_hh).split(4 * self.hidden)
            h = 0
            for kind, (i, f, g, o) in enumerate(one.split(self.hidden) for one in gates):
                cells[kind] = torch.sigmoid(f) * cells[kind] + torch.sigmoid(i) * torch.tanh(g)
                h = h + torch.sigmoid(o) * torch.tanh(cells[kind])
            outputs.append(h)
        return torch.stack(outputs)

    def forward(self, x, lengths):
        outputs, last = [], []
        for row, length in zip(x, lengths):
            row = row[:length]
            for layer in range(self.layers):
                ways = [self.run(row, f"_l{layer}")]
                if len(self.suffixes) == 2:
                    ways.append(self.run(row.flip(0), f"_l{layer}_reverse"))
                row = torch.cat([ways[0]] + [way.flip(0) for way in ways[1:]], 1)
            last.append(torch.cat([way[-1] for way in ways]))
            outputs.append(torch.nn.functional.pad(row, (0, 0, 0, x.shape[1] - length)))
        return torch.stack(outputs), torch.stack(last)


class Source(torch.nn.Module):
    """One source of a network; see NetworkSource.cs."""

    def __init__(self, spec):
        super().__init__()
        self.spec = spec
        size = spec["valueCount"]
        if spec["symbolCount"]:
            size += spec["embeddingSize"] or spec["symbolCount"]
        if spec["embeddingSize"]:
            self.embedding = torch.nn.Embedding(spec["symbolCount"], spec["embeddingSize"])
        if spec["kind"] == "msif":
            self.msif = Msif(size, spec["hiddenSize"], spec["layerCount"], spec["kindCount"], spec["bidirectional"])
            size = spec["hiddenSize"] * (2 if spec["bidirectional"] else 1)
        elif spec["kind"]:
            make_stack = torch.nn.LSTM if spec["kind"] == "lstm" else torch.nn.GRU
            stack = make_stack(size, spec["hiddenSize"], spec["layerCount"], batch_first=True, bidirectional=spec["bidirectional"])
            setattr(self, spec["kind"], stack)
            size = spec["hiddenSize"] * (2 if spec["bidirectional"] else 1)
        if "convolutions" in spec:
            self.conv = torch.nn.ModuleList([torch.nn.Conv1d(size, one["filterCount"], one["kernelSize"]) for one in spec["convolutions"]])
            size = sum(one["filterCount"] for one in spec["convolutions"])
        if spec["pooling"] == "attention":
            self.attention = torch.nn.Linear(size, 1)
        self.mlp, self.size = dense(spec["layers"], size)

    def convolve(self, x, lengths):
        rows = []
        for row, length in zip(x, lengths):
            parts = []
            for described, convolution in zip(self.spec["convolutions"], self.conv):
                missing = max(described["kernelSize"] - int(length), 0)
                padded = torch.nn.functional.pad(row[:length], (0, 0, 0, missing))
                outputs = FUNCTIONS[described["activation"]](convolution(padded.t()[None])[0])
                parts.append(outputs.max(1).values)
            rows.append(torch.cat(parts))
        return torch.stack(rows)

    def forward(self, batch):
        parts = []
        if self.spec["embeddingSize"]:
            parts.append(self.embedding(batch["symbols"]))
        elif self.spec["symbolCount"]:
            parts.append(torch.nn.functional.one_hot(batch["symbols"], self.spec["symbolCount"]).double())
        if self.spec["valueCount"]:
            parts.append(batch["values"])
        x, lengths, mean = torch.cat(parts, 2), batch["lengths"], self.spec["pooling"] == "mean"
        if "convolutions" in self.spec:
            return run_dense(self.spec["layers"], self.mlp, self.convolve(x, lengths))
        if self.spec["kind"] == "msif":
            x, last = self.msif(x, lengths)
        elif self.spec["kind"]:
            packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=False)
            x, last = getattr(self, self.spec["kind"])(packed)
            last = last[0] if self.spec["kind"] == "lstm" else last
            x, _ = pad_packed_sequence(x, batch_first=True)
            last = torch.cat([last[-2], last[-1]], 1) if self.spec["bidirectional"] else last[-1]
        else:
            last = x[torch.arange(len(x)), lengths - 1]
        if mean:
            valid = (torch.arange(x.shape[1])[None, :] < lengths[:, None])[:, :, None]
            last = (x * valid).sum(1) / lengths[:, None]
        if self.spec["pooling"] == "attention":
            pooled = []
            for row, length in zip(x, lengths):
                shares = torch.softmax(torch.tanh(self.attention(row[:length])), 0)
                pooled.append((shares * row[:length]).sum(0))
            last = torch.stack(pooled)
        return run_dense(self.spec["layers"], self.mlp, last)


class Composed(torch.nn.Module):
    """Sources, joined, dense layers, fc; see NetworkDescription.cs."""

    def __init__(self, spec):
        super().__init__()
        self.spec = spec
        self.sources = torch.nn.ModuleList([Source(source) for source in spec["sources"]])
        self.dense, size = dense(spec["layers"], sum(source.size for source in self.sources))
        self.fc = torch.nn.Linear(size, spec["outputCount"])

    def forward(self, batch):
        x = torch.cat([source(part) for source, part in zip(self.sources, batch)], 1)
        return self.fc(run_dense(self.spec["layers"], self.dense, x))

    def named(self):
        for name, parameter in self.named_parameters():
            if name.startswith("sources."):
                _, number, name = name.split(".", 2)
                prefix = self.spec["sources"][int(number)]["name"]
                name = f"{prefix}.{name}" if prefix else name
            yield name, parameter


def dense(layers, size):
    modules = torch.nn.ModuleList()
    for layer in layers:
        modules.append(torch.nn.Linear(size, layer["size"]))
        size = layer["size"]
    return modules, size


FUNCTIONS = {"linear": lambda a: a, "tanh": torch.tanh, "relu": torch.relu, "sigmoid": torch.sigmoid,
             "leakyRelu": torch.nn.functional.leaky_relu}


def run_dense(layers, modules, x):
    for layer, module in zip(layers, modules):
        x = FUNCTIONS[layer["activation"]](module(x))
    return x


def describe_dense(layers):
    return [dict(zip(("size", "activation", "l1"), layer)) for layer in layers]


def source(name="", symbols=0, embedding=0, values=0, kind=None, hidden=0, layers=1, bidirectional=False, pooling="last", mlp=(),
           kinds=None, convolutions=None):
    spec = {"name": name, "symbolCount": symbols, "embeddingSize": embedding, "valueCount": values, "kind": kind,
            "hiddenSize": hidden, "layerCount": layers, "bidirectional": bidirectional, "pooling": pooling,
            "layers": describe_dense(mlp)}
    if kinds:
        spec["kindCount"] = kinds
    if convolutions:
        spec["convolutions"] = [dict(zip(("kernelSize", "filterCount", "activation"), one)) for one in convolutions]
    return spec


def add_l1_penalties(spec, network):
    """As LogGuard: after clipping, and not part of the loss."""
    for layers, modules in [(spec["layers"], network.dense)] + [(one.spec["layers"], one.mlp) for one in network.sources]:
        for layer, module in zip(layers, modules):
            module.weight.grad.add_(layer.get("l1", 0) * module.weight.detach().sign())


def composed_loss(spec, network, batch, targets, weights):
    scores = network(batch)
    if spec["head"] == "softmax":
        each = torch.nn.functional.cross_entropy(scores, targets, reduction="none")
    elif spec["head"] == "sigmoid":
        factor = torch.full((spec["outputCount"],), spec["positiveWeight"], dtype=torch.float64)
        each = torch.nn.functional.binary_cross_entropy_with_logits(scores, targets, reduction="none", pos_weight=factor).mean(1)
    else:
        each = torch.nn.functional.mse_loss(scores, targets, reduction="none").mean(1)
    return (weights * each).sum() / weights.sum()


def outputs_of(spec, scores):
    return {"softmax": lambda z: torch.softmax(z, 1), "sigmoid": torch.sigmoid, "linear": lambda z: z}[spec["head"]](scores)


def compose(file, seed, sources, steps, outputs, head, optimizer, dense=(), soft=False, lengths=False, weighted=True, positive=1.0):
    torch.manual_seed(seed)
    spec = {"sources": sources, "layers": describe_dense(dense),
            "outputCount": outputs, "head": head, "positiveWeight": positive, "optimizer": optimizer}
    network = Composed(spec).double()
    for parameter in network.parameters():
        parameter.data = parameter.data.float().double()
    batch = []
    for part, count in zip(sources, steps):
        batch.append({
            "symbols": torch.randint(max(part["symbolCount"], 1), (BATCH, count)),
            "values": torch.randn(BATCH, count, part["valueCount"]).double(),
            "lengths": torch.randint(1, count + 1, (BATCH,)) if lengths else torch.full((BATCH,), count)})
        if lengths:
            batch[-1]["lengths"][0] = count
    if head == "softmax" and not soft:
        targets = torch.randint(outputs, (BATCH,))
    elif head == "softmax":
        targets = torch.softmax(torch.randn(BATCH, outputs), 1).double()
    elif head == "sigmoid":
        targets = torch.randint(2, (BATCH, outputs)).double()
    else:
        targets = torch.randn(BATCH, outputs).double()
    weights = torch.randint(1, 20, (BATCH,)).double() if weighted else torch.ones(BATCH).double()

    result = dict(spec)
    result["batch"] = [{
        "steps": count, "symbols": part["symbols"].flatten().tolist() if described["symbolCount"] else [],
        "values": numbers(part["values"]), "lengths": part["lengths"].tolist() if lengths else []}
        for described, count, part in zip(sources, steps, batch)]
    hard = head == "softmax" and not soft
    result["classes"] = targets.tolist() if hard else []
    result["targets"] = [] if hard else numbers(targets)
    result["weights"] = numbers(weights) if weighted else []
    result["initial"] = composed_state(network, lambda p: p)
    result["outputs"] = numbers(outputs_of(spec, network(batch)))
    loss = composed_loss(spec, network, batch, targets, weights)
    loss.backward()
    result["loss"] = loss.item()
    result["gradients"] = composed_state(network, lambda p: p.grad)
    if file == INTERCHANGE:
        write_safetensors("interchange.safetensors", {name: p.detach().float().numpy() for name, p in network.named()})

    if optimizer["kind"] == "adam":
        stepper = torch.optim.Adam(network.parameters(), lr=optimizer["learningRate"], weight_decay=optimizer["weightDecay"])
    else:
        stepper = torch.optim.SGD(network.parameters(), lr=optimizer["learningRate"], momentum=optimizer["momentum"],
                                  weight_decay=optimizer["weightDecay"])
    result["losses"] = []
    for _ in range(STEPS):
        stepper.zero_grad()
        loss = composed_loss(spec, network, batch, targets, weights)
        loss.backward()
        if optimizer["gradientNormLimit"]:
            torch.nn.utils.clip_grad_norm_(network.parameters(), optimizer["gradientNormLimit"])
        add_l1_penalties(spec, network)
        stepper.step()
        result["losses"].append(loss.item())
    result["trained"] = composed_state(network, lambda p: p)
    with open(file, "w") as out:
        json.dump(result, out, separators=(",", ":"))
        out.write("\n")


def composed_state(network, value):
    return [{"name": name, "shape": list(p.shape), "values": numbers(value(p))} for name, p in network.named()]


def adam(rate=0.01, decay=0.0, limit=0.0):
    return {"kind": "adam", "learningRate": rate, "momentum": 0.0, "weightDecay": decay, "gradientNormLimit": limit}


def sgd(rate=0.1, momentum=0.0, decay=0.0, limit=0.0):
    return {"kind": "sgd", "learningRate": rate, "momentum": momentum, "weightDecay": decay, "gradientNormLimit": limit}


def write_safetensors(file, tensors):
    header, place = {"__metadata__": {"format": "pt"}}, 0
    for name, array in tensors.items():
        header[name] = {"dtype": "F32", "shape": list(array.shape), "data_offsets": [place, place + array.nbytes]}
        place += array.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(file, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        for array in tensors.values():
            out.write(array.astype("<f4").tobytes())


def read_safetensors(file):
    with open(file, "rb") as content:
        header = json.loads(content.read(struct.unpack("<Q", content.read(8))[0]))
        data = content.read()
    header.pop("__metadata__", None)
    return {name: numpy.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]) for name, entry in header.items()}


def check(file):
    with open(INTERCHANGE) as content:
        reference = json.load(content)
    network = Composed(reference).double()
    tensors = read_safetensors(file)
    expected = torch.tensor(tensors.pop("outputs")).double()
    for name, parameter in network.named():
        parameter.data = torch.tensor(tensors.pop(name)).double().reshape(parameter.shape)
    assert not tensors, f"{list(tensors)} are no part of the network"
    batch = []
    for part, spec in zip(reference["batch"], reference["sources"]):
        shape = (BATCH, part["steps"])
        batch.append({
            "symbols": torch.tensor(part["symbols"]).reshape(shape) if part["symbols"] else None,
            "values": torch.tensor(part["values"]).double().reshape(*shape, spec["valueCount"]),
            "lengths": torch.tensor(part["lengths"] or [part["steps"]] * BATCH)})
    difference = (outputs_of(reference, network(batch)) - expected).abs().max().item()
    print(f"largest difference of {expected.numel()} outputs: {difference:.2g}")
    assert difference < 1e-5


INTERCHANGE = "mixed-sources-soft-labels.json"
if len(sys.argv) == 3 and sys.argv[1] == "--check":
    check(sys.argv[2])
    sys.exit()

make("one-hot-two-layers.json", 1, symbols=7, outputs=7, embedding=0, hidden=12, layers=2)
make("embedding-two-layers.json", 2, symbols=11, outputs=9, embedding=5, hidden=10, layers=2)
make("one-hot-one-layer.json", 3, symbols=6, outputs=8, embedding=0, hidden=17, layers=1)

compose("gru-two-layers.json", 4, [source(symbols=6, kind="gru", hidden=7, layers=2)], [5], 6, "softmax", adam())
compose("gru-embedding-lengths.json", 5, [source(symbols=8, embedding=4, kind="gru", hidden=6)], [6], 5, "softmax",
        sgd(momentum=0.9), lengths=True)
compose("lstm-bidirectional-lengths.json", 6, [source(symbols=7, embedding=3, kind="lstm", hidden=5, layers=2, bidirectional=True)],
        [6], 4, "softmax", sgd(momentum=0.9, decay=0.01), lengths=True, weighted=False)
compose("gru-bidirectional-mean-sigmoid.json", 7,
        [source(symbols=5, values=3, kind="gru", hidden=6, layers=2, bidirectional=True, pooling="mean")],
        [5], 3, "sigmoid", adam(decay=0.1), lengths=True, positive=5.0)
compose("lstm-values-squared.json", 8, [source(values=4, kind="lstm", hidden=9, layers=2)], [5], 4, "linear", adam(limit=0.2))
compose(INTERCHANGE, 9,
        [source("keys", symbols=9, kind="lstm", hidden=6), source("counts", values=9, kind="lstm", hidden=5, bidirectional=True),
         source("values", values=3, mlp=[(6, "relu")])],
        [6, 6, 1], 4, "softmax", sgd(momentum=0.5, limit=0.3), dense=[(8, "tanh")], soft=True, lengths=True)
compose("dense-autoencoder.json", 10, [source(values=10)], [1], 10, "linear", sgd(rate=0.2),
        dense=[(12, "relu"), (5, "sigmoid"), (7, "tanh"), (6, "linear")], weighted=False)
compose("embedding-mean.json", 11, [source(symbols=9, embedding=5, values=2, pooling="mean", mlp=[(7, "tanh")])],
        [6], 4, "softmax", adam(), dense=[(6, "sigmoid")], lengths=True)
compose("one-hot-mean-reverse-values.json", 12,
        [source("bag", symbols=6, values=2, pooling="mean"), source("values", values=3, kind="lstm", hidden=4, bidirectional=True)],
        [5, 4], 3, "sigmoid", sgd(rate=0.3), lengths=True)
compose("convolutions-lengths.json", 13,
        [source(symbols=8, embedding=5, values=2, convolutions=[(2, 6, "leakyRelu"), (3, 5, "relu"), (4, 7, "tanh")], mlp=[(6, "leakyRelu", 0.02)])],
        [6], 5, "softmax", adam(), lengths=True)
compose("convolutions-one-hot-values.json", 14,
        [source("keys", symbols=6, convolutions=[(3, 4, "linear")]), source("values", values=3, convolutions=[(5, 3, "sigmoid"), (1, 4, "leakyRelu")])],
        [7, 4], 3, "sigmoid", sgd(momentum=0.5, limit=0.3), dense=[(6, "leakyRelu", 0.01)], lengths=True, positive=2.0)
compose("attention-lstm-bidirectional.json", 15,
        [source(symbols=5, values=4, kind="lstm", hidden=6, layers=2, bidirectional=True, pooling="attention", mlp=[(5, "tanh")])],
        [6], 3, "softmax", adam(decay=0.01), lengths=True)
compose("attention-inputs.json", 16,
        [source("keys", symbols=7, embedding=5, values=2, pooling="attention"), source("values", values=3, pooling="attention")],
        [6, 5], 4, "softmax", sgd(rate=0.3, momentum=0.5), lengths=True, soft=True)
compose("msif-lengths.json", 17,
        [source(symbols=6, embedding=4, values=2, kind="msif", kinds=2, hidden=5, mlp=[(6, "tanh", 0.02)])], [6], 4, "softmax",
        sgd(momentum=0.5, decay=0.01), lengths=True)
compose("msif-bidirectional-mean.json", 18,
        [source(symbols=5, values=2, kind="msif", kinds=3, hidden=4, layers=2, bidirectional=True, pooling="mean")],
        [5], 3, "sigmoid", sgd(momentum=0.9, decay=0.01), lengths=True, weighted=False)
