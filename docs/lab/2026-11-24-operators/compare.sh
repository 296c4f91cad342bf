#!/bin/sh
# compare.sh FAMILY OUT: a run from scratch, and one with each operator that applies to the family, two at a time, one worker each.
# Every run has the same seed, data and operations. The small model is trained for 15 % of them; it is the same model, to the bit, in all
# runs that start from the same shape. GROWTH names the command, if it is not ./growth.
here=$(cd "$(dirname "$0")" && pwd)
growth=${GROWTH:-$here/../../../growth}

if [ "$1" = one ]; then    # one FAMILY OUT NAME:OPERATOR:SHAPE
    name=${4%%:*}
    rest=${4#*:}
    rm -rf "${3:?}/$name"
    if [ "$rest" = none ]; then
        "$growth" train "$here/$2.yaml" --out "$3/$name" --quiet > "$3/$name.log" 2>&1
    else
        "$growth" train "$here/$2.yaml" --out "$3/$name" --quiet --set "growth.schedule={kind: one-hop, from: {${rest#*@}}, at: 15%}" \
            --set "growth.operator={kind: ${rest%@*}}" > "$3/$name.log" 2>&1
    fi || sed -n "s/^growth:/$name:/p" "$3/$name.log"
    exit 0
fi

intermediate=$(sed -n 's/.*intermediate: \([0-9]*\).*/\1/p' "$here/$1.yaml")
deep="layers: 4"
wide="hidden: 64, heads: 2, intermediate: $((intermediate / 2))"
mkdir -p "$2"
{
    echo "scratch:none"
    for operator in stack interpolate last-block "midas, block: 2" "partial, layers: '0-3,1-2,2-3'" identity zero "random, ramp: 5%" \
        "learned" momentum "msg, ramp: 5%" compound net2net aki lemon block-expansion; do
        echo "depth-${operator%%,*}:$operator@$deep"
    done
    for operator in direct zero "random, ramp: 5%" learned "msg, ramp: 5%" net2net aki hyperclone lemon staged; do
        echo "width-${operator%%,*}:$operator@$wide"
    done
} | xargs -d '\n' -P 2 -n 1 "$0" one "$1" "$2"
