#!/usr/bin/env python3
"""Measures DeepLog's network in PyTorch: h = 10, one-hot 28, two LSTM layers of 64, batch 2048.

The same work as tests/LogGuard.Benchmarks/Neural/NeuralLoad.cs, which `--quick` starts beside this script, and as
tests/LogGuard.TorchSharp.Benchmarks/RateLoad.cs; there also with --network large: h = 100, 10,000 keys in vectors of 32,
two LSTM layers of 512. Needs Debian's python3-torch and libopenblas0-pthread (without the second, PyTorch has no fast
matrix product), or a PyTorch with CUDA for --device cuda:

    apt-get install python3-torch libopenblas0-pthread
    /usr/bin/python3 tests/LogGuard.Benchmarks/pytorch/measure_pytorch.py [ROUNDS] [--device cpu|cuda]
        [--network deeplog|large] [--batch N]

Prints one line: pytorch threads=N train_windows_per_second=N predict_windows_per_second=N predict_single_us=N
for each thread count, the median of several rounds each; with a device or network named, for all threads only.
"""
import argparse
import statistics
import time

import torch

ARGUMENTS = argparse.ArgumentParser()
ARGUMENTS.add_argument("rounds", nargs="?", type=int, default=5)
ARGUMENTS.add_argument("--device")
ARGUMENTS.add_argument("--network", choices=["deeplog", "large"])
ARGUMENTS.add_argument("--batch", type=int, default=2048)
OPTIONS = ARGUMENTS.parse_args()

WINDOW, SYMBOLS, HIDDEN = (100, 10000, 512) if OPTIONS.network == "large" else (10, 28, 64)
BATCH, ROUNDS, DEVICE = OPTIONS.batch, OPTIONS.rounds, OPTIONS.device or "cpu"


class DeepLog(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(SYMBOLS, 32) if SYMBOLS > 512 else None
        self.lstm = torch.nn.LSTM(32 if self.embedding else SYMBOLS, HIDDEN, 2, batch_first=True)
        self.fc = torch.nn.Linear(HIDDEN, SYMBOLS)

    def forward(self, windows):
        vectors = self.embedding(windows) if self.embedding else torch.nn.functional.one_hot(windows, SYMBOLS).float()
        out, _ = self.lstm(vectors)
        return self.fc(out[:, -1])


def wait():
    if DEVICE.startswith("cuda"):
        torch.cuda.synchronize()


def median_seconds(action):
    action()
    wait()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        wait()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    torch.manual_seed(1)
    windows = torch.randint(0, SYMBOLS, (BATCH, WINDOW), device=DEVICE)
    targets = torch.randint(0, SYMBOLS, (BATCH,), device=DEVICE)
    named = OPTIONS.device or OPTIONS.network
    for threads in (torch.get_num_threads(),) if named else (1, 2):
        torch.set_num_threads(threads)
        model = DeepLog().to(DEVICE)
        optimizer = torch.optim.Adam(model.parameters())
        loss = torch.nn.CrossEntropyLoss()

        def train():
            optimizer.zero_grad()
            loss(model(windows), targets).backward()
            optimizer.step()

        def predict():
            with torch.no_grad():
                torch.softmax(model(windows), 1).cpu()

        def predict_single():
            with torch.no_grad():
                for row in range(50):
                    torch.softmax(model(windows[row:row + 1]), 1)

        single = "" if OPTIONS.network == "large" else f" predict_single_us={median_seconds(predict_single) / 50 * 1e6:.0f}"
        print(
            f"pytorch threads={threads}"
            f" train_windows_per_second={BATCH / median_seconds(train):.0f}"
            f" predict_windows_per_second={BATCH / median_seconds(predict):.0f}"
            f"{single}",
            flush=True)


if __name__ == "__main__":
    main()
