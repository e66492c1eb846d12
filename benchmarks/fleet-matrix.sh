#!/usr/bin/env bash
# How long a fleet takes to have its first staples: every combination of size, delay of the responder, number of issuers, key
# and signer. A quarter of an hour, and twenty minutes more for making the certificates the first time: only run when it is named.
bench=fleet-matrix
if [ "$1" = runs ]; then [ "$2" = quick ] && echo 1 || echo 5; exit; fi
: "${BENCH_OUT:?}" "${STAPLE32_LIB:?}" "${STAPLE32_INCLUDE:?}"
mkdir -p "$BENCH_OUT"
. "$(dirname "$0")/fleet/common.sh"
build_programs
many_at_once
sizes='1000 10000'
# The largest once: they alone take half of the time.
if [ "$1" = quick ]; then sizes=1000; elif [ "${BENCH_RUN:-1}" = 1 ]; then sizes='1000 10000 100000'; fi

for size in $sizes; do
  # A thousand are the first of ten thousand.
  made=$size
  [ "$size" != 1000 ] || made=10000
  for issuers in 1 20; do
    for key in ec rsa; do
      for signer in direct delegated; do
        use_set "$made" "$issuers" "$key" "$signer"
        start_responder week
        for delay in 0 20 100; do
          case="$(sed -E 's/([0-9])(000)$/\1 \2/' <<<"$size"), $delay ms, $issuers issuer$([ "$issuers" = 1 ] || echo s)"
          case="$case, $([ $key = ec ] && echo P-256 || echo RSA-2048), $signer"
          measure "$case" "$size" "$delay" 0 fresh 0 | grep -E '	(time to (50|99|100) % fresh|CPU of the process|resident memory, peak|requests)	'
        done
      done
    done
  done
done
