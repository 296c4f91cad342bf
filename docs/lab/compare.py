#!/usr/bin/env python3
"""Differences of the losses of two runs, step by step, and an SVG of both curves and of their difference.

Usage: compare.py OUT.svg LABEL=RUN_FOLDER LABEL=RUN_FOLDER     (the first one is what the other is compared with)
Needs nothing but Python 3.
"""
import json
import statistics
import sys

COLOURS = ("#4477aa", "#ee6677")
WIDTH, HEIGHT, MARGIN = 720, 220, 64


def load(folder, kind):
    with open(folder + "/metrics.jsonl", encoding="utf-8") as lines:
        return {e["step"]: e["loss"] for e in map(json.loads, lines) if e["kind"] == kind}


def panel(top, title, curves, steps):
    values = [v for curve in curves for v in curve]
    low, high = min(values), max(values)
    span = (high - low) or 1
    x = lambda s: MARGIN + (WIDTH - 2 * MARGIN) * (s - steps[0]) / (steps[-1] - steps[0])
    y = lambda v: top + HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (v - low) / span
    lines = [f'<text x="{MARGIN}" y="{top + 30}">{title}</text>']
    for value in (low, (low + high) / 2, high):
        lines.append(f'<text x="{MARGIN - 6}" y="{y(value) + 4:.1f}" text-anchor="end">{value:.4g}</text>')
        lines.append(f'<line x1="{MARGIN}" x2="{WIDTH - MARGIN}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#ddd"/>')
    for curve, colour in zip(curves, COLOURS):
        points = " ".join(f"{x(s):.1f},{y(v):.1f}" for s, v in zip(steps, curve))
        lines.append(f'<polyline fill="none" stroke="{colour}" stroke-width="1.2" points="{points}"/>')
    return lines + [f'<text x="{x(s):.0f}" y="{top + HEIGHT - MARGIN + 18}" text-anchor="middle">{s}</text>' for s in (steps[0], steps[-1])]


def main(out, *runs):
    (one, first), (other, second) = (run.split("=", 1) for run in runs)
    a, b = load(first, "step"), load(second, "step")
    steps = sorted(a.keys() & b.keys())
    difference = [b[s] - a[s] for s in steps]
    print(f"{len(steps)} steps; {other} - {one}: mean {statistics.mean(difference):+.5f}, mean of absolute values"
          f" {statistics.mean(map(abs, difference)):.5f}, largest {max(map(abs, difference)):.5f} at step"
          f" {max(steps, key=lambda s: abs(b[s] - a[s]))}; within 0.01 in {sum(abs(d) <= 0.01 for d in difference)}")
    for begin in range(0, len(steps), 50):
        part = difference[begin:begin + 50]
        print(f"| {steps[begin]}–{steps[min(begin + 49, len(steps) - 1)]} | {statistics.mean(a[s] for s in steps[begin:begin + 50]):.4f} |"
              f" {statistics.mean(part):+.5f} | {max(map(abs, part)):.5f} |")
    a, b = load(first, "evaluation"), load(second, "evaluation")
    for step in sorted(a.keys() & b.keys()):
        print(f"| validation, step {step} | {a[step]:.4f} | {b[step] - a[step]:+.5f} | |")
    svg = [f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{2 * HEIGHT}" font-family="sans-serif" font-size="12">',
           '<rect width="100%" height="100%" fill="white"/>']
    a, b = load(first, "step"), load(second, "step")
    svg += panel(0, f"training loss by step: {one} (blue), {other} (red)", [[a[s] for s in steps], [b[s] for s in steps]], steps)
    svg += panel(HEIGHT, f"{other} - {one}", [difference], steps) + ["</svg>"]
    with open(out, "w", encoding="utf-8") as file:
        file.write("\n".join(svg) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
