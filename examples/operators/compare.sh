#!/bin/sh
# compare.sh FAMILY OUT [--set PATH=VALUE]…: a run from scratch, and one with each operator that applies to the family, two at a time, one
# worker each. FAMILY is llama, bert or vit; what follows OUT goes to every run, e.g. --set seed=2, or other data, whose paths start from
# this folder: --set 'data={kind: text, train: [/my/books.txt], valid: [/my/other.txt], tokenizer: {kind: bpe, vocabulary: 2048}}'.
# Every run has the same seed, data and operations. The small model has half the layers, or half the width, and is trained for 15 % of the
# operations; it is the same model, to the bit, in all runs that start alike. What is there already is kept, so that a stopped comparison
# goes on.
# GROWTH names the command, if it is not the one of this installation; JOBS the number of runs at a time.
here=$(cd "$(dirname "$0")" && pwd)
growth=${GROWTH:-$(ls "$here"/../../bin/growth "$here"/../../growth 2>/dev/null | head -n 1)}

if [ "$1" = one ]; then    # one FAMILY OUT NAME:OPERATOR:SHAPE [--set …]
    family=$2
    run=$3/${4%%:*}
    what=${4#*:}
    shift 4
    [ ! -e "$run.done" ] || exit 0
    rm -rf "${run:?}"
    if [ "$what" != none ]; then
        set -- "$@" --set "growth.schedule={kind: one-hop, from: {${what#*@}}, at: 15%}" --set "growth.operator={kind: ${what%@*}}"
    fi
    if "$growth" train "$here/$family.yaml" --out "$run" --quiet "$@" > "$run.log" 2>&1; then
        touch "$run.done"
    else
        sed -n "s/^growth:/${run##*/}:/p" "$run.log"
    fi
    exit 0
fi

if [ $# -lt 2 ] || [ ! -f "$here/$1.yaml" ]; then
    sed -n '2,8s/^# //p' "$0"
    exit 2
fi
family=$1
out=$2
shift 2
half() {
    echo "$1: $(($(sed -n "s/^model:.*[ {]$1: \([0-9]*\).*/\1/p" "$here/$family.yaml") / 2))"
}
deep=$(half layers)
wide="$(half hidden), $(half heads), $(half intermediate)"
"$growth" plan "$here/$family.yaml" "$@" > /dev/null || exit    # what is wrong with all runs is said once
mkdir -p "$out"
{
    echo "scratch:none"
    for operator in stack interpolate last-block "midas, block: 2" "partial, layers: '0,1-x*'" identity zero "random, ramp: 5%" \
        "learned" momentum "msg, ramp: 5%" compound net2net aki lemon block-expansion; do
        echo "depth-${operator%%,*}:$operator@$deep"
    done
    for operator in direct zero "random, ramp: 5%" learned "msg, ramp: 5%" net2net aki hyperclone lemon staged; do
        echo "width-${operator%%,*}:$operator@$wide"
    done
} | xargs -d '\n' -P "${JOBS:-2}" -I RUN "$0" one "$family" "$out" RUN "$@"
