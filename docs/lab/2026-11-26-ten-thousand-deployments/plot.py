#!/usr/bin/env python3
"""Table and SVG of what a soak of deployments left behind, from its footprints.csv and moves.csv.

Usage: plot.py FOLDER OUT.svg          (FOLDER is growth.it/target/soak)
Needs nothing but Python 3.
"""
import csv
import sys

WIDTH, HEIGHT, LEFT = 330, 190, 52
PANELS = (("threads", 1, "Java threads"), ("handles", 1, "open files"), ("plugin_loaders", 1, "class loaders of plug-ins that are gone"),
          ("metaspace_bytes", 1e6, "metaspace, MB"), ("heap_bytes", 1e6, "heap after a collection, MB"),
          ("native_kb", 1e3, "resident without the heap's pages, MB"), ("copies", 1, "jars in the framework's storage"),
          ("loaders", 1, "class loaders"), ("classes", 1, "classes"))


def quantile(ordered, share):
    return ordered[round(share * (len(ordered) - 1))]


def latencies(moves):
    kinds = {}
    for move in moves:
        kinds.setdefault(move["move"], []).append(float(move["seconds"]))
    drops = [s for kind in ("install", "update", "update_in_use") for s in kinds.get(kind, [])]
    rows = [("from drop to usable", drops)] + sorted((kind.replace("_", " "), s) for kind, s in kinds.items() if kind != "use")
    print("| | times | median | 90 % | 99 % | most |\n|---|---|---|---|---|---|")
    for name, seconds in rows:
        ordered = sorted(seconds)
        print("| %s | %d | %s s |" % (name, len(ordered), " s | ".join("%.2f" % quantile(ordered, share) for share in (0.5, 0.9, 0.99, 1))))


def table(rounds):
    print("\n| deployed | " + " | ".join(title for _, _, title in PANELS) + " |\n|---" + "|---" * len(PANELS) + "|")
    chosen = sorted({round(i * (len(rounds) - 1) / 10) for i in range(11)})
    for row in (rounds[i] for i in chosen):
        print("| %d | " % row["deployed"] + " | ".join("%.0f" % (row[key] / scale) for key, scale, _ in PANELS) + " |")


def panel(rounds, index):
    key, scale, title = PANELS[index]
    left, top = index % 3 * WIDTH, index // 3 * HEIGHT
    values = [row[key] / scale for row in rounds]
    most, far = max(max(values) * 1.25, 1), rounds[-1]["deployed"]
    x = lambda v: left + LEFT + v / far * (WIDTH - LEFT - 14)
    y = lambda v: top + HEIGHT - 32 - v / most * (HEIGHT - 62)
    out = ['<text x="%.0f" y="%.0f" font-weight="bold">%s</text>' % (left + LEFT, top + 20, title),
           '<rect x="%.1f" y="%.1f" width="%.1f" height="%.1f" fill="none" stroke="#999"/>' % (x(0), y(most), x(far) - x(0), y(0) - y(most))]
    for share in (0, 0.5, 1):
        out.append('<text x="%.1f" y="%.1f" text-anchor="end">%.3g</text>' % (x(0) - 5, y(most * share) + 4, most * share))
        out.append('<text x="%.1f" y="%.1f" text-anchor="middle">%d</text>' % (x(far * share), y(0) + 16, far * share))
    points = " ".join("%.1f,%.1f" % (x(row["deployed"]), y(v)) for row, v in zip(rounds, values))
    return out + ['<polyline points="%s" fill="none" stroke="#4477aa" stroke-width="1.6"/>' % points]


def main(folder, target):
    with open(folder + "/footprints.csv", encoding="utf-8") as file:
        rounds = [{key: float(value) for key, value in row.items()} for row in csv.DictReader(file)]
    for row in rounds:
        row["native_kb"] = row["resident_kb"] - row["heap_pages_bytes"] / 1024
    with open(folder + "/moves.csv", encoding="utf-8") as file:
        latencies(csv.DictReader(file))
    table(rounds)
    height = (len(PANELS) + 2) // 3 * HEIGHT
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="11">' % (3 * WIDTH, height),
           '<rect width="100%" height="100%" fill="white"/>']
    for index in range(len(PANELS)):
        out += panel(rounds, index)
    with open(target, "w", encoding="utf-8") as file:
        file.write("\n".join(out + ["</svg>\n"]))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
