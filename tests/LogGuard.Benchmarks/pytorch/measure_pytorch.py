#!/usr/bin/env python3
"""Measures DeepLog's network in PyTorch: h = 10, one-hot 28, two LSTM layers of 64, batch 2048.

The same work as tests/LogGuard.Benchmarks/Neural/NeuralLoad.cs, which `--quick` starts beside this script.
Needs Debian's python3-torch and libopenblas0-pthread (without the second, PyTorch has no fast matrix product):

    apt-get install python3-torch libopenblas0-pthread
    /usr/bin/python3 tests/LogGuard.Benchmarks/pytorch/measure_pytorch.py

Prints one line: pytorch threads=N train_windows_per_second=N predict_windows_per_second=N predict_single_us=N
for each thread count, the median of several rounds each.
"""
import statistics
import sys
import time

import torch

WINDOW, SYMBOLS, HIDDEN, BATCH = 10, 28, 64, 2048
ROUNDS = int(sys.argv[1]) if len(sys.argv) > 1 else 5


class DeepLog(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = torch.nn.LSTM(SYMBOLS, HIDDEN, 2, batch_first=True)
        self.fc = torch.nn.Linear(HIDDEN, SYMBOLS)

    def forward(self, windows):
        out, _ = self.lstm(torch.nn.functional.one_hot(windows, SYMBOLS).float())
        return self.fc(out[:, -1])


def median_seconds(action):
    action()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main():
    torch.manual_seed(1)
    windows = torch.randint(0, SYMBOLS, (BATCH, WINDOW))
    targets = torch.randint(0, SYMBOLS, (BATCH,))
    for threads in (1, 2):
        torch.set_num_threads(threads)
        model = DeepLog()
        optimizer = torch.optim.Adam(model.parameters())
        loss = torch.nn.CrossEntropyLoss()

        def train():
            optimizer.zero_grad()
            loss(model(windows), targets).backward()
            optimizer.step()

        def predict():
            with torch.no_grad():
                torch.softmax(model(windows), 1)

        def predict_single():
            with torch.no_grad():
                for row in range(50):
                    torch.softmax(model(windows[row:row + 1]), 1)

        print(
            f"pytorch threads={threads}"
            f" train_windows_per_second={BATCH / median_seconds(train):.0f}"
            f" predict_windows_per_second={BATCH / median_seconds(predict):.0f}"
            f" predict_single_us={median_seconds(predict_single) / 50 * 1e6:.0f}",
            flush=True)


if __name__ == "__main__":
    main()
