#!/usr/bin/env bash
# Time, memory and CPU against the number of handles, from a hundred to a hundred thousand. The case is that number.
bench=growth
if [ "$1" = runs ]; then [ "$2" = quick ] && echo 1 || echo 5; exit; fi
: "${BENCH_OUT:?}" "${STAPLE32_LIB:?}" "${STAPLE32_INCLUDE:?}"
mkdir -p "$BENCH_OUT"
. "$(dirname "$0")/fleet/common.sh"
build_programs
most=$([ "$1" = quick ] && echo 1000 || echo 100000)
use_set "$most" 20 ec direct
start_responder week
many_at_once
for count in 100 1000 10000 100000; do
  [ "$count" -le "$most" ] || break
  measure "$count" "$count" 20 0 idle 1
done
