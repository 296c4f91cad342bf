#!/usr/bin/env python3
"""Table of the runs that compare.sh made: table.py OUT [OUT ...]. Several folders are several seeds of the same runs: means and standard
deviations over them. "below scratch" compares runs of the same seed. Best final loss first; needs nothing but Python 3."""
import json
import os
import statistics
import sys

COLUMNS = ("run", "loss before", "after", "max \\|Δlogit\\|", "claimed", "final loss", "below scratch", "accuracy", "TFLOP", "seconds")


def run(folder):
    """What came out of one run; None if it has not ended."""
    growth, last, ended, flops, seconds = {}, None, False, 0, 0
    with open(os.path.join(folder, "metrics.jsonl"), encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["kind"] == "growth":
                growth = entry
            elif entry["kind"] == "evaluation":
                last = entry
            ended = entry.get("outcome") == "finished"
            flops = entry.get("flops", flops)
            seconds = entry.get("seconds", seconds)
    if last is None or not ended:
        return None
    return {"before": growth.get("loss_before"), "after": growth.get("loss_after"), "change": growth.get("max_logit_change"),
            "claimed": growth.get("claimed", "–"), "loss": last["loss"], "tera": flops / 1e12, "seconds": seconds,
            "accuracy": 100 * last["accuracy"] if "accuracy" in last else None}


def seed(folder):
    """The runs of a folder by name, each with what it gained over the one from scratch."""
    names = sorted(name for name in os.listdir(folder) if os.path.exists(os.path.join(folder, name, "metrics.jsonl")))
    runs = {name: found for name in names if (found := run(os.path.join(folder, name)))}
    for found in runs.values():
        found["gain"] = runs["scratch"]["loss"] - found["loss"] if "scratch" in runs else None
    return runs


def comparison(folders):
    """The runs of every seed by name, best mean loss first."""
    seeds = [seed(folder) for folder in folders]
    runs = {name: [found[name] for found in seeds if name in found] for name in {name for found in seeds for name in found}}
    return dict(sorted(runs.items(), key=lambda entry: (statistics.mean(values(entry[1], "loss")), entry[0])))


def values(found, key):
    return [entry[key] for entry in found if entry[key] is not None]


def number(numbers, pattern, spread=False):
    if not numbers:
        return "–"
    text = pattern % statistics.mean(numbers)
    return text + " ± " + pattern % statistics.stdev(numbers) if spread and len(numbers) > 1 else text


def cells(name, found, seeds):
    changes = values(found, "change")
    return [name + (" (%d of %d seeds)" % (len(found), seeds) if len(found) < seeds else ""),
            number(values(found, "before"), "%.4f"), number(values(found, "after"), "%.4f"),
            "%.1e" % max(changes) if changes else "–", found[0]["claimed"], number(values(found, "loss"), "%.4f", True),
            "–" if name == "scratch" else number(values(found, "gain"), "%.4f", True),
            number(values(found, "accuracy"), "%.1f %%", True), number(values(found, "tera"), "%.2f"),
            number(values(found, "seconds"), "%.0f")]


def main(folders):
    print("| " + " | ".join(COLUMNS) + " |\n|" + "---|" * len(COLUMNS))
    for name, found in comparison(folders).items():
        print("| " + " | ".join(cells(name, found, len(folders))) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
