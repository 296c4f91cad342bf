#!/usr/bin/env python3
"""Table of the runs that compare.sh made: table.py OUT. Best final loss first; needs nothing but Python 3."""
import json
import os
import sys


def row(folder):
    growth, evaluations, seconds = {}, [], 0
    with open(os.path.join(folder, "metrics.jsonl"), encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["kind"] == "growth":
                growth = entry
            elif entry["kind"] == "evaluation":
                evaluations.append(entry["loss"])
            seconds = entry.get("seconds", seconds)
    return growth, evaluations, seconds


def number(value, pattern):
    return "–" if value is None else pattern % value


folders = {name: os.path.join(sys.argv[1], name) for name in os.listdir(sys.argv[1])}
runs = {name: row(folder) for name, folder in folders.items() if os.path.exists(os.path.join(folder, "metrics.jsonl"))}
print("| run | loss before | after | max \\|Δlogit\\| | claimed | final loss | seconds |\n|---|---|---|---|---|---|---|")
for name, (growth, evaluations, seconds) in sorted(runs.items(), key=lambda run: run[1][1][-1] if run[1][1] else 99):
    print("| %s | %s | %s | %s | %s | %s | %.0f |" % (
        name, number(growth.get("loss_before"), "%.4f"), number(growth.get("loss_after"), "%.4f"),
        number(growth.get("max_logit_change"), "%.1e"), growth.get("claimed", "–"),
        number(evaluations[-1] if evaluations else None, "%.4f"), seconds))
