#!/usr/bin/env python3
"""Draws steps against the time on the clock, and validation losses against steps, of runs that record.py has watched.

Usage: plot.py OUT.svg LABEL=RECORD.csv=METRICS.jsonl [...]
"""
import csv
import json
import sys

COLOURS = ("#4477aa", "#ee6677")
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 430, 270, 52, 28, 46


def frame(out, left, xs, ys, labels):
    x = lambda v: left + LEFT + v / xs * (WIDTH - LEFT - 14)
    y = lambda v: TOP + (ys[1] - v) / (ys[1] - ys[0]) * (HEIGHT - TOP - BOTTOM)
    out.append('<rect x="%.1f" y="%d" width="%.1f" height="%d" fill="none" stroke="#999"/>'
               % (x(0), TOP, WIDTH - LEFT - 14, HEIGHT - TOP - BOTTOM))
    for i in range(5):
        value = ys[0] + (ys[1] - ys[0]) * i / 4
        out.append('<text x="%.1f" y="%.1f" text-anchor="end">%.3g</text>' % (x(0) - 5, y(value) + 4, value))
        out.append('<text x="%.1f" y="%d" text-anchor="middle">%.3g</text>' % (x(xs * i / 4), HEIGHT - BOTTOM + 15, xs * i / 4))
    out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x(xs / 2), HEIGHT - BOTTOM + 32, labels[0]))
    out.append('<text x="%.1f" y="%d" text-anchor="middle">%s</text>' % (x(xs / 2), TOP - 10, labels[1]))
    return x, y


def line(out, points, x, y, colour, dashed):
    path = " ".join("%.1f,%.1f" % (x(a), y(b)) for a, b in points)
    out.append('<polyline points="%s" fill="none" stroke="%s" stroke-width="1.8"%s/>'
               % (path, colour, ' stroke-dasharray="5 4"' if dashed else ""))


def main():
    runs = []
    for argument in sys.argv[2:]:
        label, record, metrics = argument.split("=")
        with open(record, encoding="utf-8") as file:
            steps = [(float(r["seconds"]), int(r["step"]), r["event"]) for r in csv.DictReader(file)]
        with open(metrics, encoding="utf-8") as file:
            lines = [json.loads(text) for text in file]
        losses = [(e["step"], e["loss"]) for e in lines if e["kind"] == "evaluation"]
        runs.append((label, steps, losses, [e["step"] for e in lines if e["kind"] == "growth"]))
    out = []
    last = max(r[1][-1][1] for r in runs)
    x, y = frame(out, 0, max(r[1][-1][0] for r in runs), (0, last), ("seconds on the clock", "steps"))
    for i, (label, steps, _, growths) in enumerate(runs):
        line(out, [(s[0], s[1]) for s in steps], x, y, COLOURS[i % 2], False)
        for seconds, step, event in steps:
            if event == "executor killed":
                out.append('<text x="%.1f" y="%.1f" fill="%s" text-anchor="middle" font-size="15">×</text>'
                           % (x(seconds), y(step) + 5, COLOURS[i % 2]))
        out.append('<text x="%d" y="%d" fill="%s">%s</text>' % (LEFT + 10, TOP + 18 + 16 * i, COLOURS[i % 2], label))
    for step in runs[0][3]:
        out.append('<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="#999" stroke-dasharray="2 3"/>'
                   % (x(0), WIDTH - 14, y(step), y(step)))
        out.append('<text x="%d" y="%.1f" text-anchor="end" fill="#666">growth</text>' % (WIDTH - 18, y(step) - 4))
    low, high = min(e[1] for r in runs for e in r[2]), max(e[1] for r in runs for e in r[2])
    x, y = frame(out, WIDTH, last, (low, high), ("steps", "validation loss"))
    for i, (_, _, losses, _) in enumerate(runs):
        line(out, losses, x, y, COLOURS[i % 2], i > 0)
    with open(sys.argv[1], "w", encoding="utf-8") as svg:
        svg.write('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="11">\n'
                  '<rect width="100%%" height="100%%" fill="white"/>\n%s\n</svg>\n' % (2 * WIDTH, HEIGHT, "\n".join(out)))


main()
