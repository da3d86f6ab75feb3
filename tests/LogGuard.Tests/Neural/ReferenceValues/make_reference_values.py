"""Makes the reference values of the neural tests: small networks run and trained by PyTorch.

Run in this folder with PyTorch 1.13 or later, on Debian the packages python3-torch and libopenblas0-pthread:

    /usr/bin/python3 make_reference_values.py

Each file holds a network's initial weights, a batch, and what PyTorch makes of it: probabilities, loss, gradients,
the loss of each of ten Adam steps on the batch, and the weights after them. All arrays are flat and row-major.
"""

import json

import torch

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


make("one-hot-two-layers.json", 1, symbols=7, outputs=7, embedding=0, hidden=12, layers=2)
make("embedding-two-layers.json", 2, symbols=11, outputs=9, embedding=5, hidden=10, layers=2)
make("one-hot-one-layer.json", 3, symbols=6, outputs=8, embedding=0, hidden=17, layers=1)
