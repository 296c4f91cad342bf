#!/usr/bin/env python3
"""The model of a data-parallel step (docs/decisions/073), written a second time, and its tables.

model.py paper                       efficiency for 2 to 1,000 ranks, and the step from which a synchronous one pays
model.py ring RING.txt               sums alone: measured against the model ("Mbit/s µs numbers median best repeats" a line)
model.py runs OUT.svg FOLDER…        steps of runs named MODE-MBIT-µS (0 Mbit/s: not throttled) against the model; the first is one process alone
Needs nothing but Python 3.
"""
import json
import math
import statistics
import sys

HANDLING, MOVED, PIECE, CONTENT = 60e-6, 1.2e9, 1 << 17, 1448 / 1538
UPDATED, MEMORY = 28, 12e9


def total(numbers, ranks, bandwidth, latency):
    """Seconds of a sum over the ring."""
    if ranks == 1:
        return 0
    rate, hop, segment = min(bandwidth * CONTENT, MOVED), latency + HANDLING, 4 * numbers / ranks
    cycle = max(segment / rate, min(segment, PIECE) / rate + hop)
    return (2 * (ranks - 1) - 1) * cycle + segment / rate + hop


def talk(ranks, bandwidth, latency):
    """Seconds of two all-gathers of 64 bytes and a broadcast of 512."""
    rate, hop = min(bandwidth * CONTENT, MOVED), latency + HANDLING
    return 0 if ranks == 1 else (ranks - 1) * (2 * 64 / rate + 512 / rate + 3 * hop) + 512 / rate


def step(shared, own, numbers, ranks, bandwidth, latency, local=None):
    """Seconds of a step; local: steps between two averages of parameters and both moments."""
    moved = total(numbers, ranks, bandwidth, latency) if local is None else total(3 * numbers, ranks, bandwidth, latency) / local
    return shared / ranks + own + moved + talk(ranks, bandwidth, latency)


NETWORKS = (("10 Gbit/s, 0.05 ms", 10e9 / 8, 5e-5), ("1 Gbit/s, 0.1 ms", 1e9 / 8, 1e-4), ("100 Mbit/s, 10 ms", 1e8 / 8, 1e-2))
RANKS = (2, 4, 8, 16, 32, 64, 128, 256, 512, 1000)


def paper():
    print("Efficiency when every rank computes 1 s a step (the batch grows with the ranks): synchronous / H = 50 / H = 500\n")
    print("| network | parameters | " + " | ".join(map(str, RANKS)) + " |\n|---|---|" + "---|" * len(RANKS))
    for name, bandwidth, latency in NETWORKS:
        for numbers in (10e6, 100e6, 1e9):
            cells = []
            for ranks in RANKS:
                own = UPDATED * numbers / MEMORY
                alone = 1 + own
                cells.append(" / ".join("%.0f" % (100 * alone / step(ranks, own, numbers, ranks, bandwidth, latency, local))
                                        for local in (None, 50, 500)))
            print("| %s | %.0f M | %s |" % (name, numbers / 1e6, " | ".join(cells)))
    print("\nSeconds that a rank must compute in a step for half of the time to be lost in synchronous mode (more: it pays)\n")
    print("| network | parameters | " + " | ".join(map(str, RANKS)) + " |\n|---|---|" + "---|" * len(RANKS))
    for name, bandwidth, latency in NETWORKS:
        for numbers in (1e6, 10e6, 100e6, 1e9):
            print("| %s | %.0f M | %s |" % (name, numbers / 1e6, " | ".join(
                "%.2g" % (total(numbers, ranks, bandwidth, latency) + talk(ranks, bandwidth, latency)) for ranks in RANKS)))


def ring(path):
    print("| Mbit/s | latency, ms | numbers | model, ms | measured, ms (best) | measured / model |\n|---|---|---|---|---|---|")
    for line in open(path):
        mbit, us, numbers, median, best, _ = map(float, line.split())
        if numbers < 1:
            continue
        model = total(numbers, 2, mbit * 1e6 / 8 if mbit else 1e12, us / 1e6)
        print("| %s | %g | %d | %.2f | %.2f (%.2f) | %.2f |" % ("%g" % mbit if mbit else "–", us / 1e3, numbers, 1e3 * model, 1e3 * median,
                                                            1e3 * best, median / model))


def seconds(folder, local):
    """Seconds of a step: the median and the fastest; of rounds of ten after the first where steps are local."""
    times = [e["seconds"] for e in map(json.loads, open(folder + "/metrics.jsonl")) if e["kind"] == "step"]
    if local:
        own = [(times[i + local] - times[i]) / local for i in range(local - 1, len(times) - local, local)]
    else:
        own = [b - a for a, b in zip(times[1:], times[2:])]
        own = own[3:] or own
    return statistics.median(own), min(own)


def parameters(folder):
    return next(e["parameters"] for e in map(json.loads, open(folder + "/metrics.jsonl")) if e["kind"] == "stage")


def runs(out, folders):
    numbers = parameters(folders[0])
    alone = seconds(folders[0], None)[0]
    own = UPDATED * numbers / MEMORY
    points = []
    print("one process: %.0f ms a step\n" % (1e3 * alone))
    print("| mode | Mbit/s | latency, ms | model, ms | measured, ms (fastest) | median / model | fastest / model |\n|---|---|---|---|---|---|---|")
    for folder in folders[1:]:
        mode, mbit, us = folder.rstrip("/").split("/")[-1].split("-")
        local = 10 if mode == "local" else None
        model = step(alone - own, own, numbers, 2, float(mbit) * 1e6 / 8 if mbit != "0" else 1e12, float(us) / 1e6, local)
        measured, fastest = seconds(folder, local)
        points.append((mode, model, measured, fastest))
        print("| %s | %s | %g | %.0f | %.0f (%.0f) | %.2f | %.2f |" % (mode, mbit if mbit != "0" else "–", float(us) / 1e3, 1e3 * model,
                                                                      1e3 * measured, 1e3 * fastest, measured / model, fastest / model))
    plot(out, points)


def plot(out, points):
    size, margin, low, high = 360, 56, 0.02, 8.0

    def place(value):
        return margin + (math.log(value) - math.log(low)) / (math.log(high) - math.log(low)) * (size - margin - 12)

    svg = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">' % (size, size),
           '<rect width="100%" height="100%" fill="white"/>']
    for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5):
        x, y = place(tick), size - place(tick)
        svg.append('<path d="M%.1f %.1fV12M%.1f %.1fH%d" stroke="#ddd"/>' % (x, size - margin, margin, y, size - 12))
        svg.append('<text x="%.1f" y="%d" text-anchor="middle">%g</text><text x="%d" y="%.1f" text-anchor="end">%g</text>'
                   % (x, size - margin + 14, tick, margin - 5, y + 4, tick))
    svg.append('<path d="M%.1f %.1fL%.1f %.1f" stroke="#888" stroke-dasharray="4 3"/>' % (place(low), size - place(low), place(high),
                                                                                         size - place(high)))
    for mode, model, measured, fastest in points:
        svg.append('<path d="M%.1f %.1fV%.1f" stroke="%s"/>' % (place(model), size - place(measured), size - place(fastest),
                                                               "#4477aa" if mode == "sync" else "#ee6677"))
        svg.append('<circle cx="%.1f" cy="%.1f" r="4" fill="%s"/>' % (place(model), size - place(measured),
                                                                      "#4477aa" if mode == "sync" else "#ee6677"))
    svg.append('<text x="%d" y="%d" text-anchor="middle">model: seconds a step</text>' % ((size + margin) / 2, size - 18))
    svg.append('<text transform="translate(14 %d) rotate(-90)" text-anchor="middle">measured: seconds a step (median, down to the fastest)</text>' % ((size - margin) / 2))
    for i, (words, colour) in enumerate((("synchronous", "#4477aa"), ("ten local steps", "#ee6677"))):
        svg.append('<circle cx="%d" cy="%d" r="4" fill="%s"/><text x="%d" y="%d">%s</text>' % (margin + 14, 26 + 16 * i, colour, margin + 23,
                                                                                            30 + 16 * i, words))
    open(out, "w").write("\n".join(svg + ["</svg>"]) + "\n")


if __name__ == "__main__":
    {"paper": lambda: paper(), "ring": lambda: ring(sys.argv[2]), "runs": lambda: runs(sys.argv[2], sys.argv[3:])}[sys.argv[1]]()
