# What fleet.sh, fleet-matrix.sh and growth.sh share: programs, sets of certificates, the responder. To be sourced; expects $BENCH_OUT and
# $STAPLE32_LIB, and leaves nothing running behind.
export PATH=$PATH:/usr/sbin:/sbin
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
port=${FLEET_PORT:-18632}
cache=$BENCH_OUT/../fleet-sets
work=$(mktemp -d)
responder_pid='' peer_pid=''

say() { printf 'fleet: %s\n' "$*" >&2; }
stop_peer() { [ -z "$peer_pid" ] || { kill "$peer_pid" 2>/dev/null; wait "$peer_pid" 2>/dev/null; peer_pid=''; }; }
stop_responder() { [ -z "$responder_pid" ] || { kill "$responder_pid" 2>/dev/null; wait "$responder_pid" 2>/dev/null; responder_pid=''; }; }
trap 'stop_peer; stop_responder; rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# result CASE METRIC VALUE UNIT
result() { printf '%s\t%s\t%s\t%s\t%s\n' "$bench" "$1" "$2" "$3" "$4"; }
skip() { result "$1" skipped - "$2"; }
# Lines "metric value unit" of a program, as results of a case.
results_of() { while IFS= read -r line; do printf '%s\t%s\t%s\n' "$bench" "$1" "$line"; done; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN { printf "%.3g", (b > 0 ? a / b : 0) }'; }

build_programs() {
  local name sources
  for name in generate responder host load verify; do
    sources=("$here/$name.c")
    [ ! -d "$here/$name" ] || sources=("$here/$name/"*.c)
    "${CC:-cc}" -O2 -D_GNU_SOURCE -Wall -I "$STAPLE32_INCLUDE" -o "$BENCH_OUT/$name" "${sources[@]}" -lcrypto -ldl || exit 1
  done
}

# use_set LEAVES ISSUERS ec|rsa direct|delegated: sets $set; responses are made anew when they are days old.
use_set() {
  set=$cache/$port/$1-$2-$3-$4
  if [ ! -f "$set/whole" ]; then
    say "making $set"
    rm -rf "$set" && mkdir -p "$set" || exit 1
    "$BENCH_OUT/generate" set "$set" "$1" "$2" "$3" "$4" "http://127.0.0.1:$port" && touch "$set/whole" || exit 1
  fi
  if [ -z "$(find "$set" -name week -mtime -2)" ]; then "$BENCH_OUT/generate" responses "$set" week 604800 1 1 || exit 1; fi
}

# start_responder NAME: on $set, with the responses of that name.
start_responder() {
  stop_responder
  mkfifo "$work/ready"
  "$BENCH_OUT/responder" "$port" "$set" "$1" >"$work/ready" &
  responder_pid=$!
  read -r _ <"$work/ready" || exit 1
  rm "$work/ready"
}

control() {
  exec 3<>"/dev/tcp/127.0.0.1/$port" || exit 1
  printf 'GET /~%s HTTP/1.0\r\n\r\n' "$1" >&3
  cat <&3
  exec 3>&-
}
# reset COUNT DELAY_MS HANG_PERMILLE: the responder's clock starts now.
reset() { control "reset?count=$1&delay=$2&hang=$3" >/dev/null; }
# stat NAME: of the responder, since the reset.
stat_of() { control stats | awk -v name="$1" '$1 == name { print $2 }'; }

# measure CASE COUNT DELAY_MS HANG_PERMILLE MODE SECONDS: our host, on $set; modes: host.c.
measure() {
  say "$1"
  reset "$2" "$3" "$4"
  "$BENCH_OUT/host" "$STAPLE32_LIB" "$set" "$2" "$5" "$6" >"$work/host" || { say "the host failed"; exit 1; }
  results_of "$1" <"$work/host"
  result "$1" requests "$(stat_of requests)" requests
}
metric() { awk -F '\t' -v name="$1" '$1 == name { print $2 }' "$work/host"; }

# What a server with this many certificates sets: docs/performance.md.
many_at_once() { export STAPLE32_SrvOcspRespMaxConcurrentRetrievals=256 STAPLE32_SrvOcspRespMaxConcurrentRetrievalsPerResponder=256; }
by_default() { unset STAPLE32_SrvOcspRespMaxConcurrentRetrievals STAPLE32_SrvOcspRespMaxConcurrentRetrievalsPerResponder; }
