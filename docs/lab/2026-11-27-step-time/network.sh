# net.sh up RATE_MBIT LATENCY_US | down : two hosts gwa (10.77.0.1) and gwb (10.77.0.2)
case $1 in
up) ip netns add gwa; ip netns add gwb
  if [ "$3" = 0 ]; then
    ip -n gwa link add wire0 type veth peer name wire0 netns gwb
    for x in "gwa 10.77.0.1" "gwb 10.77.0.2"; do set -- $1 $2 $3 $x; ip -n $4 addr add $5/24 dev wire0; ip -n $4 link set lo up; ip -n $4 link set wire0 up
      [ "$2" = 0 ] || tc -n $4 qdisc add dev wire0 root tbf rate ${2}mbit burst 64kb latency 400ms; done
  else
    nice -n -15 wire gwa gwb $3 $2 1500 2>wire.log & echo $! > wire.pid; sleep 0.5
    for x in "gwa 10.77.0.1 10.77.0.2" "gwb 10.77.0.2 10.77.0.1"; do set -- $1 $2 $3 $x; ip -n $4 link set lo up; ip -n $4 addr add $5 peer $6 dev wire0; ip -n $4 link set wire0 up txqueuelen 10000; done
  fi ;;
down) [ -f wire.pid ] && kill $(cat wire.pid); rm -f wire.pid; ip netns del gwa; ip netns del gwb ;;
esac
