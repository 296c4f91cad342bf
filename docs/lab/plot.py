#!/usr/bin/env python3
"""Table and SVG of validation losses of several runs, from their metrics.jsonl.

Usage: plot.py OUT.svg LABEL=RUN_FOLDER [LABEL=RUN_FOLDER ...]     (the first run is the baseline)
Prints, for three loss levels that every run reaches, the compute each needed and the speed-up r = F_baseline / F_run, linearly
interpolated between evaluations. Needs nothing but Python 3.
"""
import json
import sys

AXES = (("tokens", 1e6, "million tokens"), ("flops", 1e15, "PFLOP"), ("seconds", 60.0, "minutes"))
COLOURS = ("#4477aa", "#ee6677", "#228833", "#aa3377", "#ccbb44", "#66ccee")
WIDTH, HEIGHT, MARGIN = 340, 260, 48


def load(folder):
    """Evaluations as (tokens, flops, seconds, loss), and the same positions of growths."""
    evaluations, growths = [], []
    with open(folder + "/metrics.jsonl", encoding="utf-8") as lines:
        for line in lines:
            entry = json.loads(line)
            if entry["kind"] == "evaluation":
                evaluations.append((entry["tokens"], entry["flops"], entry["seconds"], entry["loss"]))
            elif entry["kind"] == "growth":
                growths.append((entry["tokens"], entry["flops"], entry["seconds"]))
    return evaluations, growths


def needed(evaluations, axis, level):
    """First amount on the axis at which the loss falls to the level; None if it never does."""
    previous = None
    for point in evaluations:
        if point[3] <= level:
            if previous is None or previous[3] <= level:
                return point[axis]
            share = (previous[3] - level) / (previous[3] - point[3])
            return previous[axis] + share * (point[axis] - previous[axis])
        previous = point
    return None


def levels(runs):
    """Three losses: the worst of the runs' best, and two above it that all runs pass in the second half of the baseline."""
    last = max(min(e[3] for e in evaluations) for _, evaluations, _ in runs)
    baseline = runs[0][1]
    middle = max(baseline[len(baseline) // 2][3], last)
    return [last + (middle - last) * share for share in (1.0, 0.5, 0.0)]


def table(runs):
    print("| loss | run | " + " | ".join(unit for _, _, unit in AXES) + " | r (FLOPs) | r (time) |")
    print("|---|---|---|---|---|---|---|")
    for level in levels(runs):
        base = [needed(runs[0][1], axis, level) for axis in range(3)]
        for label, evaluations, _ in runs:
            own = [needed(evaluations, axis, level) for axis in range(3)]
            cells = ["–" if x is None else "%.3f" % (x / AXES[axis][1]) for axis, x in enumerate(own)]
            ratios = ["–" if own[axis] is None or base[axis] is None else "%.3f" % (base[axis] / own[axis]) for axis in (1, 2)]
            print("| %.4f | %s | %s | %s |" % (level, label, " | ".join(cells), " | ".join(ratios)))
    for label, evaluations, _ in runs:
        print("\n%s: last validation loss %.4f, best %.4f" % (label, evaluations[-1][3], min(e[3] for e in evaluations)))


def panel(runs, axis, left):
    name, scale, unit = AXES[axis]
    skip = lambda evaluations: [e for e in evaluations if e[0] > 0]
    points = [e for _, evaluations, _ in runs for e in skip(evaluations)]
    low, high = min(e[3] for e in points), sorted(e[3] for e in points)[int(len(points) * 0.95)]
    far = max(e[axis] for e in points)
    x = lambda v: left + MARGIN + v / far * (WIDTH - MARGIN - 12)
    y = lambda v: 30 + (high - min(v, high)) / (high - low) * (HEIGHT - 30 - MARGIN)
    out = ['<rect x="%.1f" y="30" width="%.1f" height="%.1f" fill="none" stroke="#999"/>' % (x(0), WIDTH - MARGIN - 12, HEIGHT - 30 - MARGIN)]
    for i in range(5):
        loss, amount = low + (high - low) * i / 4, far * i / 4
        out.append('<text x="%.1f" y="%.1f" text-anchor="end">%.2f</text>' % (x(0) - 5, y(loss) + 4, loss))
        out.append('<text x="%.1f" y="%.1f" text-anchor="middle">%.3g</text>' % (x(amount), HEIGHT - MARGIN + 15, amount / scale))
    out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x(far / 2), HEIGHT - MARGIN + 32, unit))
    for i, (label, evaluations, growths) in enumerate(runs):
        colour = COLOURS[i % len(COLOURS)]
        for growth in growths:
            out.append('<line x1="%.1f" x2="%.1f" y1="30" y2="%.1f" stroke="%s" stroke-dasharray="3 3"/>'
                       % (x(growth[axis]), x(growth[axis]), HEIGHT - MARGIN, colour))
        path = " ".join("%.1f,%.1f" % (x(e[axis]), y(e[3])) for e in skip(evaluations))
        out.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="1.6"/>' % (path, colour))
    return out


def main(target, arguments):
    runs = []
    for argument in arguments:
        label, folder = argument.split("=", 1)
        runs.append((label, *load(folder)))
    table(runs)
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">' % (3 * WIDTH + 16, HEIGHT),
           '<rect width="100%" height="100%" fill="white"/>', '<text x="12" y="18" font-weight="bold">validation loss</text>']
    for i, (label, _, _) in enumerate(runs):
        out.append('<text x="%d" y="18" fill="%s">%s</text>' % (120 + 90 * i, COLOURS[i % len(COLOURS)], label))
    for axis in range(3):
        out += panel(runs, axis, axis * WIDTH)
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(out + ["</svg>\n"]))


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2:])
