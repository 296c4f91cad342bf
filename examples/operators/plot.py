#!/usr/bin/env python3
"""Plot of what table.py tells: plot.py OUT.svg TITLE=OUT[,OUT...] [TITLE=OUT...]. For every run how far its final loss is below that of the
run from scratch of the same seed: a dot for each seed, a line at the mean. Needs nothing but Python 3."""
import statistics
import sys

import table

ROW, LABEL, WIDTH, HEAD, FOOT = 15, 150, 260, 30, 34
DEPTH, BREADTH = "#4477aa", "#ee6677"


def panel(left, title, runs):
    gains = {name: table.values(found, "gain") for name, found in runs.items() if name != "scratch"}
    gains = dict(sorted(gains.items(), key=lambda entry: (-statistics.mean(entry[1]), entry[0])))
    low = min(0.0, min(min(g) for g in gains.values()))
    high = max(max(g) for g in gains.values())
    at = lambda gain: left + LABEL + (gain - low) / (high - low) * WIDTH
    bottom = HEAD + ROW * len(gains)
    svg = ['<text x="%.0f" y="16" font-weight="bold">%s</text>' % (left + LABEL, title),
           '<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#999"/>' % (at(0), HEAD - 8, at(0), bottom)]
    for gain in (low, 0.0, high):
        svg.append('<text x="%.1f" y="%d" text-anchor="middle">%.2f</text>' % (at(gain), bottom + 12, gain))
    svg.append('<text x="%.0f" y="%d" text-anchor="middle">nats below scratch</text>' % (left + LABEL + WIDTH / 2, bottom + 26))
    for row, (name, found) in enumerate(gains.items()):
        y = HEAD + ROW * row + ROW / 2 - 4
        colour = DEPTH if name.startswith("depth") else BREADTH
        mean = at(statistics.mean(found))
        svg.append('<text x="%.0f" y="%.1f" text-anchor="end" fill="%s">%s</text>' % (left + LABEL - 8, y + 4, colour, name))
        svg.append('<line x1="%.1f" y1="%.1f" x2="%.1f" y2="%.1f" stroke="%s" stroke-width="2"/>' % (mean, y - 5, mean, y + 5, colour))
        svg += ['<circle cx="%.1f" cy="%.1f" r="2.5" fill="%s" fill-opacity="0.6"/>' % (at(g), y, colour) for g in found]
    return svg, bottom + FOOT


def main(out, panels):
    drawn = []
    for index, argument in enumerate(panels):
        title, folders = argument.split("=", 1)
        drawn.append(panel(index * (LABEL + WIDTH + 30), title, table.comparison(folders.split(","))))
    width, height = len(drawn) * (LABEL + WIDTH + 30), max(height for _, height in drawn)
    with open(out, "w", encoding="utf-8") as file:
        file.write('<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">\n'
                   '<rect width="100%%" height="100%%" fill="white"/>\n%s\n</svg>\n'
                   % (width, height, "\n".join(line for svg, _ in drawn for line in svg)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
