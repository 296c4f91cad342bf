# pair.sh RATE LAT STEPS NAME SETS… : two ranks of run.yaml in two hosts
G=growth; R=$1 L=$2 S=$3 N=$4; shift 4
bash network.sh up $R $L; rm -rf out/$N; mkdir -p out
P=10.77.0.1:7001,10.77.0.2:7002; sets="--set training.duration=${S}ba"; for s in "$@"; do sets="$sets --set $s"; done
ip netns exec gwb $G train run.yaml --rank 1 --peers $P --out out/$N $sets > out/$N.1.log 2>&1 &
timeout 250 ip netns exec gwa $G train run.yaml --rank 0 --peers $P --out out/$N $sets > out/$N.0.log 2>&1 || tail -3 out/$N.0.log; wait %1
bash network.sh down
