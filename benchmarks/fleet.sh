#!/usr/bin/env bash
# Prefetch at scale: thousands of certificates, one responder, and servers that do the same. See benchmarks/README.md.
bench=fleet
if [ "$1" = runs ]; then [ "$2" = quick ] && echo 1 || echo 5; exit; fi
: "${BENCH_OUT:?}" "${STAPLE32_LIB:?}" "${STAPLE32_INCLUDE:?}"
mkdir -p "$BENCH_OUT"
. "$(dirname "$0")/fleet/common.sh"
. "$(dirname "$0")/fleet/peers.sh"
mode=$1
build_programs
if [ ! -e "$BENCH_OUT/floor/http-floor" ] || [ "$here/floor/HttpFloor.cs" -nt "$BENCH_OUT/floor/http-floor" ]; then
  dotnet publish "$here/floor" -c Release -r linux-x64 -o "$BENCH_OUT/floor" -v q --nologo -clp:ErrorsOnly >&2 || exit 1
fi
if [ "$mode" = quick ]; then many=1000 label='1 000' peer=150 dotnet=1000 patience=8; else many=10000 label='10 000' peer=400 dotnet=4000 patience=20; fi

# floors: CPU of OpenSSL's verification and of a bare HttpClient loop, each per response; their sum in $floor.
floors() {
  local verification http
  "$BENCH_OUT/verify" "$set" week "$many" >"$work/verify" || exit 1
  results_of floors <"$work/verify"
  verification=$(awk -F '\t' '/OpenSSL/ { print $2 }' "$work/verify")
  response=$(awk -F '\t' '$1 == "response" { print $2 }' "$work/verify")
  reset "$many" 20 0
  http=$("$BENCH_OUT/floor/http-floor" "$set" "$many" 256) || exit 1
  result floors "HttpClient's GET, CPU per response" "$http" us
  floor=$(awk -v a="$verification" -v b="$http" 'BEGIN { print a + b }')
}

# against_peers RATE: what the peers reach, and how often more we do.
against_peers() {
  local ours=$1 best=0 name
  for name in haproxy caddy mod_md; do
    [ "$mode" = full ] || [ "$name" != caddy ] || continue
    "peer_$name" "$peer" "$patience" 20
    best=$(awk -v a="$best" -v b="$rate" 'BEGIN { print (a > b ? a : b) }')
  done
  [ "$best" = 0 ] || result "$label, 20 ms" 'against the best of HAProxy, Caddy, mod_md' "$(ratio "$ours" "$best")" x
  peer_dotnet "$dotnet" 60 20
  [ "$rate" = 0 ] || result "$label, 20 ms" 'against .NET' "$(ratio "$ours" "$rate")" x
}

# extra_memory CASE FEW_KIB FEW COUNT: what each further handle takes, with its response and without.
extra_memory() {
  local each
  each=$(awk -v a="$(metric 'anonymous memory')" -v b="$2" -v n="$(($4 - $3))" 'BEGIN { printf "%.0f", (a - b) * 1024 / n }')
  result "$1" 'memory per handle' "$each" bytes
  result "$1" 'memory per handle beside the response' "$((each - response))" bytes
}

# made_before: as in the floors, nothing else is at work while responses are fetched: all chains are made before.
made_before() {
  measure "$label, 20 ms, chains made before" "$many" 20 0 together 1
  result "$label, 20 ms, chains made before" 'CPU per response against the floors' "$(ratio "$(metric 'CPU per response')" "$floor")" x
}

# hanging TIME MODE: 1 % of the requests hang until they time out; 98 % of the certificates are less than those whose requests do not.
hanging() {
  local plain=$1
  measure "$label, 20 ms, 1 % hang" "$many" 20 10 "$2" 1
  result "$label, 20 ms, 1 % hang" 'time to 98 % fresh, against that without hanging' "$(ratio "$(metric 'time to 98 % fresh')" "$plain")" x
}

# beside_peers MODE: what the measurement before says, then peers and hanging (MODE: host.c). Settings are the default ones after it.
beside_peers() {
  local ours plain
  ours=$(awk -v n="$many" -v t="$(stat_of t100)" 'BEGIN { printf "%.1f", n / t }')
  plain=$(metric 'time to 98 % fresh')
  result "$label, 20 ms" 'certificates per second' "$ours" 1/s
  made_before
  against_peers "$ours"
  [ "$mode" = quick ] || hanging "$plain" "$1"
  by_default
}

# gaps COUNT SECONDS
gaps() {
  use_set "$1" 1 ec direct
  "$BENCH_OUT/generate" responses "$set" short 20 10 8 || exit 1
  start_responder short
  STAPLE32_SrvOcspRespMinValiditySeconds=0 measure 'responses that live 20 s' "$1" 20 0 gap "$2"
}

use_set "$many" 1 ec direct
start_responder week
many_at_once
if [ "${BENCH_RUN:-1}" != 1 ]; then
  # What does not take minutes is measured again in every run. Memory is not: it is looked at long after.
  floors
  measure "$label, 20 ms" "$many" 20 0 fresh 0 | grep -v memory
  beside_peers most
  gaps 1000 25
  exit
fi
"$BENCH_OUT/load" "$port" "$set" 64 2 | results_of responder
floors

measure '100, 20 ms' 100 20 0 idle 1
few=$(metric 'anonymous memory')
if [ "$mode" = quick ]; then
  measure "$label, 20 ms" "$many" 20 0 idle 2
else
  measure "$label, 20 ms" "$many" 20 0 rest 5
  extra_memory "$label, 20 ms" "$few" 100 "$many"
fi
beside_peers idle
measure "$label, 20 ms, default settings" "$many" 20 0 idle 1

if [ "$mode" = quick ]; then gaps 100 12; exit; fi
gaps 1000 45
many_at_once
use_set 100000 20 ec direct
start_responder week
measure '100 000, 20 ms' 100000 20 0 rest 10
extra_memory '100 000, 20 ms' "$few" 100 100000
