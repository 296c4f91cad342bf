#!/usr/bin/env bash
# Checks the engine on libtorch on a machine with a GPU: are its numbers right, the same twice, the same after a stop; does it leak; and how
# fast is it beside PyTorch. Needs the distribution and a Python with torch >= 2.10; no network and no build. gpu-check.sh --help says more.
set -u
usage() {
    cat <<'END'
usage: gpu-check.sh [options]
  --growth FOLDER    the distribution (default: growth beside this script, else growth.tar.xz beside it, else this checkout's)
  --python PYTHON    a Python that can import torch >= 2.10 (default: python3)
  --device DEVICE    cuda, cuda:N or cpu (default: cuda)
  --precision P      bf16 or f32, of the benches (default: bf16; all other parts are f32)
  --sizes A,B        sizes of the benches (default: 124M,350M,1B)
  --rows N           sequences of a step in the benches (default: as many as fit by the engine's estimate)
  --seconds N        measured seconds per size and engine (default: 10)
  --limit N          seconds that a part may take (default: 600)
  --soak N           steps of the soak (default: 2000)
  --modes M,N        what PyTorch does in the bench: eager, compiled (default: eager,compiled)
  --skip PART,PART   parts to leave out;  --only PART,PART  parts to run:
                     doctor suite determinism resume soak explicit bench
  --tiny             settings for a try on a small CPU: --device cpu --precision f32 --sizes S,gpt2-S --rows 1 --seconds 1 --soak 40
                     --modes eager
  --out FOLDER       takes what was found (default: $OUT, else gpu-check-out)
  --pack FOLDER      makes FOLDER with all that such a machine needs, from a checkout that has been built with its tests, and ends
Exit status: 0 if every part passed, 1 otherwise. summary.txt and summary.json say which; each part leaves its log.
END
}
# status of a part that has nothing to check here
LEFT=77
here=$(cd "$(dirname "$0")" && pwd)
growth='' python=python3 device=cuda precision=bf16 sizes=124M,350M,1B rows=0 seconds=10 limit=600 soak=2000 modes=eager,compiled
parts='doctor suite determinism resume soak explicit bench' skip='' out=${OUT:-gpu-check-out} pack=''
while [ $# -gt 0 ]; do
    case $1 in
        --tiny) device=cpu precision=f32 sizes=S,gpt2-S rows=1 seconds=1 soak=40 modes=eager; shift; continue ;;
        --help|-h) usage; exit 0 ;;
        --growth|--python|--device|--precision|--sizes|--rows|--seconds|--limit|--soak|--modes|--skip|--only|--out|--pack)
            [ $# -gt 1 ] || { echo "gpu-check: $1 needs a value; see --help" >&2; exit 2; } ;;
        *) echo "gpu-check: unknown option $1; see --help" >&2; exit 2 ;;
    esac
    case $1 in
        --growth) growth=$2 ;; --python) python=$2 ;; --device) device=$2 ;; --precision) precision=$2 ;; --sizes) sizes=$2 ;;
        --rows) rows=$2 ;; --seconds) seconds=$2 ;; --limit) limit=$2 ;; --soak) soak=$2 ;; --modes) modes=$2 ;;
        --skip) skip=,$2, ;; --only) parts=${2//,/ } ;; --out) out=$2 ;; --pack) pack=$2 ;;
    esac
    shift 2
done

# --- what a machine with a GPU gets -------------------------------------------------------------------------------------------------
if [ -n "$pack" ]; then
    [ -x "$here/../growth.dist/target/growth/bin/growth" ] && [ -d "$here/target/test-classes" ] || {
        echo "gpu-check: build first, with tests compiled: mvn -ntp verify" >&2; exit 2; }
    exec "$python" "$here/gpu-pack.py" "$here/.." "${PARITY:-$here/../../shared/parity}" "$pack"
fi

# --- where everything is ------------------------------------------------------------------------------------------------------------
out=$(mkdir -p "$out" && cd "$out" && pwd) || exit 1
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
checks=$here/checks parity=$here/parity
if [ -z "$growth" ]; then
    if [ -x "$here/growth/bin/growth" ]; then growth=$here/growth
    elif [ -f "$here/growth.tar.xz" ]; then
        "$python" -c 'import sys, tarfile
for archive in sys.argv[2:]:
    tarfile.open(archive).extractall(sys.argv[1])' "$work" "$here"/*.tar.xz || exit 1
        growth=$work/growth checks=$work/checks parity=$work/parity
        export JAVA_HOME=$work/runtime
    else growth=$here/../growth.dist/target/growth; fi
fi
[ -x "$growth/bin/growth" ] || { echo "gpu-check: $growth/bin/growth is not there; name the distribution with --growth" >&2; exit 2; }
if [ -z "${GROWTH_TORCH:-}" ]; then
    GROWTH_TORCH=$("$python" -c 'import os, torch; print(os.path.join(torch.__path__[0], "lib"))') || {
        echo "gpu-check: $python cannot import torch; name one that can with --python" >&2; exit 2; }
fi
export GROWTH_TORCH CUBLAS_WORKSPACE_CONFIG=:4096:8
native=${JAVA_OPTS:-}
engine="--set engine.kind=torch --set engine.device=$device"

growth() { timeout "$limit" "$growth/bin/growth" "$@"; }
# switches of the engine, as properties of the JVM
switched() { local switches=$1; shift; JAVA_OPTS="$native $switches" growth "$@"; }

run() { # FILE OPERATOR: a run that grows in its middle, ramps gates for a while, and saves often
    cat > "$1" <<END
name: gpu-check
seed: 3
model: {family: gpt2, layers: 4, hidden: 64, heads: 4, intermediate: 256, context: 64}
data: {kind: synthetic, tokenizer: {kind: bytes}}
training:
  duration: 60ba
  batch: 8
  optimizer: {lr: 2e-3, weight-decay: 0.1, clip: 1.0}
growth:
  schedule: {kind: one-hop, from: {layers: 2}, at: 30ba}
  operator: $2
evaluate: {every: 20ba, tokens: 2048}
checkpoint: {every: 10ba, keep: 9}
END
}
bits() { # FOLDER FOLDER: the same model, moments, losses and norms, to the last bit
    "$python" - "$1" "$2" <<'END'
import glob, json, os, sys
def of(run):
    last = sorted(glob.glob(os.path.join(run, "checkpoints", "step-*")))[-1]
    found = {os.path.join(os.path.basename(last), f): open(os.path.join(last, f), "rb").read() for f in ("model.safetensors",
            "optimizer.safetensors")}
    for line in open(os.path.join(run, "metrics.jsonl")):
        entry = json.loads(line)
        if entry["kind"] in ("step", "evaluation"):
            found[f'{entry["kind"]} {entry["step"]}'] = [entry.get(k) for k in ("loss", "lr", "gradient_norm")]
    return found
a, b = of(sys.argv[1]), of(sys.argv[2])
differ = [k for k in sorted(a.keys() | b.keys()) if a.get(k) != b.get(k)]
print(f"{len(a)} losses and files, {len(differ)} differ" + (f", the first: {differ[0]}" if differ else ": the same to the last bit"))
sys.exit(1 if differ else 0)
END
}
near() { # FOLDER FOLDER TOLERANCE [BEGINNING]: losses of every step; with BEGINNING: of the first 20 steps, and the mean of all
    "$python" - "$@" <<'END'
import json, os, sys
def of(run):
    lines = map(json.loads, open(os.path.join(run, "metrics.jsonl")))
    return {e["step"]: e["loss"] for e in lines if e["kind"] == "step"}
a, b = of(sys.argv[1]), of(sys.argv[2])
allowed = [float(t) for t in sys.argv[3:]]
if a.keys() != b.keys():
    sys.exit(f"{len(a)} steps and {len(b)}")
apart = {s: abs(a[s] - b[s]) / abs(a[s]) for s in a}
if len(allowed) == 1:
    worst = max(apart.values())
    print(f"{len(a)} steps, losses differ by at most {worst:.1e} relative (allowed: {allowed[0]:.0e})")
    sys.exit(0 if worst <= allowed[0] else 1)
mean, worst = sum(apart.values()) / len(apart), max(v for s, v in apart.items() if s <= 20)
print(f"{len(a)} steps, losses differ by {mean:.1e} relative (allowed: {allowed[0]:.0e}), by at most {worst:.1e} in the first 20"
      f" (allowed: {allowed[1]:.0e})")
sys.exit(0 if mean <= allowed[0] and worst <= allowed[1] else 1)
END
}

# --- the parts ----------------------------------------------------------------------------------------------------------------------
doctor() {
    [ "$device" = cpu ] || nvidia-smi --query-gpu=name,driver_version,memory.total --format=csv,noheader
    "$python" -c 'import torch; print("torch", torch.__version__, "in", torch.__path__[0])'
    growth doctor --engine torch --device "$device"
}
suite() { # parity with PyTorch's files, and everything else that engines promise
    local java=${JAVA_HOME:+$JAVA_HOME/bin/}java path libraries=$growth/bundle/growth.lib.nd4j.natives/lib
    [ -d "$checks" ] || { echo "the suite is not here: pack this folder with --pack"; return "$LEFT"; }
    path=$checks/classes:$checks/*:$growth/bundle/*:$growth/lib/*:$libraries/*
    timeout "$limit" "$java" -Xmx2g -ea --add-modules jdk.incubator.vector -Dgrowth.parity="$parity" -Dgrowth.torch="$GROWTH_TORCH" \
        -Dorg.bytedeco.javacpp.cachedir="$work/natives" -cp "$path" growth.engine.torch.DeviceSuite 2>&1
}
determinism() {
    run "$work/run.yaml" '{kind: stack}'
    growth train "$work/run.yaml" $engine --out "$work/one" > "$work/log" 2>&1 || { tail -3 "$work/log"; return 1; }
    growth train "$work/run.yaml" $engine --out "$work/two" > "$work/log" 2>&1 || { tail -3 "$work/log"; return 1; }
    bits "$work/one" "$work/two"
}
resume() { # gone on with from before the growth, and from the middle of a ramp
    local from step status=0
    run "$work/ramp.yaml" '{kind: msg, ramp: 40%}'
    growth train "$work/ramp.yaml" $engine --out "$work/whole" > "$work/log" 2>&1 || { tail -3 "$work/log"; return 1; }
    for from in 20 40; do
        rm -rf "$work/parts"; cp -r "$work/whole" "$work/parts"
        for step in 30 40 50 60; do [ $step -le $from ] || rm -rf "$work/parts/checkpoints/step-000000$step"; done
        growth train "$work/ramp.yaml" $engine --out "$work/parts" --resume > "$work/log" 2>&1 || { tail -3 "$work/log"; return 1; }
        echo "from step $from, growth at 30, ramp to 54: $(bits "$work/whole" "$work/parts")"
        bits "$work/whole" "$work/parts" > /dev/null || status=1
    done
    return $status
}
soak() { growth bench --soak "$soak" --engine torch --device "$device"; }
explicit() { # the same training with autograd, with written backward passes, and with these without our kernels; and their speeds
    local way switches allowed=1e-4
    # On a GPU written backward passes are those of bf16. There two trainings that round differently part after some 20 steps, autograd's
    # in bf16 and in f32 by up to 2e-2 in single steps of this run; before, a wrong gradient would be seen at once.
    [ "$precision" = f32 ] || allowed='1e-2 2e-3'
    run "$work/run.yaml" '{kind: stack}'
    for way in autograd explicit composed; do
        case $way in
            composed) switches='-Dgrowth.torch.backward=explicit -Dgrowth.torch.kernels=off' ;;
            *) switches=-Dgrowth.torch.backward=$way ;;
        esac
        switched "$switches" train "$work/run.yaml" $engine --set engine.precision="$precision" --out "$work/$way" > "$work/log" 2>&1 \
            || { tail -3 "$work/log"; return 1; }
        echo "$way: $(near "$work/autograd" "$work/$way" $allowed)" && near "$work/autograd" "$work/$way" $allowed > /dev/null || return 1
        switched "$switches" bench --engine torch --device "$device" --precision "$precision" --size "${sizes%%,*}" --rows "$rows" \
            --seconds "$seconds" --json > "$out/way-$way.json" || return 1
        "$python" -c 'import json, sys
s = json.load(open(sys.argv[1]))["sizes"][0]
print("%-10s %s: %.1f ms/step, %.0f tok/s" % (sys.argv[2], s["size"], s["median_ms"], s["tokens_per_second"]))' "$out/way-$way.json" "$way" \
            || return 1
    done
}
bench() {
    growth bench --engine torch --device "$device" --precision "$precision" --size "$sizes" --rows "$rows" --seconds "$seconds" --json \
        > "$out/bench.json" || return 1
    timeout "$limit" "$python" "$here/peer.py" --like "$out/bench.json" --device "$device" --precision "$precision" --modes "$modes" \
        --seconds "$seconds" --out "$out/peer.json" > "$out/peer.log" 2>&1 || { tail -3 "$out/peer.log"; return 1; }
    "$python" - "$out" <<'END'
import json, os, sys
out = sys.argv[1]
bench, peer = (json.load(open(os.path.join(out, f))) for f in ("bench.json", "peer.json"))
print(f'{bench["engine"].get("device")}, {bench["engine"].get("precision")}; torch {peer["torch"]} on {peer["device"]}')
print(f'{"size":10} {"sequences":>9} {"what":10} {"ms/step":>9} {"tok/s":>11} {"MFU":>5} {"of Growth":>9}')
losses = []
for size in bench["sizes"]:
    peak = max(size["peak_flops_per_second"], peer["peak_flops_per_second"])
    rows = [dict(size, mode="growth")] + [p for p in peer["sizes"] if p["size"] == size["size"]]
    for r in rows:
        if "failure" in r:
            print(f'{r["size"]:10} {size["sequences"]:9} {r["mode"]:10} {r["failure"][:60]}')
            continue
        if "first_loss" in r and r["mode"] != "compiled":
            losses.append(f'{r["size"]} {r["first_loss"]:.3f} (ln of the vocabulary: {r["loss_of_chance"]:.3f})')
        share = r["tokens_per_second"] / size["tokens_per_second"]
        print(f'{r["size"]:10} {size["sequences"]:9} {r["mode"]:10} {r["median_ms"]:9.1f} {r["tokens_per_second"]:11,.0f}'
              f' {r["flops_per_second"] / peak:5.0%} {share:9.2f}')
print("PyTorch's models have as many parameters as Growth's, and begin at the loss " + ", ".join(losses))
print("MFU: operations of the model over the faster of both measured products of matrices")
END
}

: > "$out/summary.txt"; json=''; failed=0
for part in $parts; do
    case $skip in *,$part,*) continue ;; esac
    case " doctor suite determinism resume soak explicit bench " in *" $part "*) ;; *) echo "gpu-check: no part '$part'" >&2; exit 2 ;; esac
    begun=$(date +%s)
    "$part" > "$out/$part.log" 2>&1; status=$?
    took=$(($(date +%s) - begun))
    case $status in 0) word=passed ;; "$LEFT") word='left out' ;; 124) word='out of time'; failed=1 ;; *) word=FAILED; failed=1 ;; esac
    { echo "== $part: $word, $took s"; tail -n 25 "$out/$part.log"; } | tee -a "$out/summary.txt"
    json="$json${json:+, }{\"part\": \"$part\", \"result\": \"$word\", \"seconds\": $took}"
done
echo "[$json]" > "$out/summary.json"
exit $failed
