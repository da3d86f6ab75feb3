#!/usr/bin/env python3
"""Measures Drain3 on the contents of a file, a line each: without masks, and with three (blocks, addresses, numbers).

`--parsing` writes the file and starts this beside LogGuard's own miner. Needs Drain3, at home in a virtual environment or
on PYTHONPATH:

    pip install drain3
    /usr/bin/python3 tests/LogGuard.Benchmarks/drain3/measure_drain3.py CONTENTS [ROUNDS]

Prints one line: drain3 unmasked_lines_per_second=N masked_lines_per_second=N, the median of the rounds each, in the
thread's own time as LogGuard's are.
"""
import statistics
import sys
import time

from drain3 import TemplateMiner
from drain3.masking import MaskingInstruction
from drain3.template_miner_config import TemplateMinerConfig

MASKS = [
    (r"blk_-?\d+", "BLK"),
    (r"\d+\.\d+\.\d+\.\d+(:\d+)?", "IP"),
    (r"\b\d+\b", "NUM"),
]


def miner(masks):
    config = TemplateMinerConfig()
    config.profiling_enabled = False
    config.masking_instructions = [MaskingInstruction(pattern, name) for pattern, name in masks]
    return TemplateMiner(config=config)


def lines_per_second(lines, masks):
    one = miner(masks)
    start = time.thread_time()
    for line in lines:
        one.add_log_message(line)
    return len(lines) / (time.thread_time() - start)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        lines = file.read().split("\n")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    unmasked, masked = [], []
    for _ in range(rounds):
        unmasked.append(lines_per_second(lines, []))
        masked.append(lines_per_second(lines, MASKS))
    print(
        f"drain3 unmasked_lines_per_second={statistics.median(unmasked):.0f} "
        f"masked_lines_per_second={statistics.median(masked):.0f}"
    )


main()
