#!/usr/bin/env python3
"""Starts a run on Spark, writes down when it came to which step, and kills executors on the way.

Usage: record.py OUT.csv RUN_FOLDER [STEP ...] -- COMMAND …
At each STEP one executor on this machine gets SIGKILL. OUT.csv: seconds since the start, last step written down, event.
"""
import json
import os
import signal
import subprocess
import sys
import time

EXECUTOR = "CoarseGrainedExecutorBackend"


def last_step(folder):
    """The last step of metrics.jsonl, whose last line may be in the middle of being written."""
    try:
        with open(folder + "/metrics.jsonl", "rb") as file:
            file.seek(max(0, os.path.getsize(file.name) - 8192))
            lines = file.read().decode(errors="replace").split("\n")[:-1]
    except FileNotFoundError:
        return 0
    for line in reversed(lines):
        if '"kind":"step"' in line and line.startswith("{"):
            return json.loads(line)["step"]
    return 0


def executors(pid):
    """Numbers of the executors' processes below a process, oldest first."""
    listed = subprocess.run(["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True).stdout.splitlines()[1:]
    rows = [line.split(None, 2) for line in listed]
    below, found = {pid}, []
    for _ in range(4):
        below |= {int(row[0]) for row in rows if int(row[1]) in below}
    return sorted(int(row[0]) for row in rows if int(row[0]) in below and EXECUTOR in row[2])


def main():
    split = sys.argv.index("--")
    out, folder, kills = sys.argv[1], sys.argv[2], [int(step) for step in sys.argv[3:split]]
    begin = time.time()
    process = subprocess.Popen(sys.argv[split + 1:])
    with open(out, "w", encoding="utf-8") as csv:
        csv.write("seconds,step,event\n")
        known = -1
        while True:
            ended = process.poll() is not None
            step = last_step(folder)
            event = "end" if ended else ""
            if kills and step >= kills[0] and not ended:
                kills.pop(0)
                os.kill(executors(process.pid)[-1], signal.SIGKILL)
                event = "executor killed"
            if step != known or event:
                csv.write("%.2f,%d,%s\n" % (time.time() - begin, step, event))
                known = step
            if ended:
                return process.returncode
            time.sleep(0.2)


sys.exit(main())
