#!/usr/bin/env bash
# What the library takes on disk, in memory and in threads: benchmarks/footprint/footprint.c.
set -uo pipefail
case $1 in runs) [ "$2" = full ] && echo 5 || echo 1; exit ;; esac
cd "$(dirname "$0")" || exit 1
. ../scripts/pki.sh
[ "$1" = full ] && idle_seconds=20 || idle_seconds=5
windows=../artifacts/win-x64/staple32.dll

line() { printf 'footprint\t%s\t%s\t%s\t%s\n' "$@"; }

cc -O2 -Wall -Wextra -D_GNU_SOURCE -I"$STAPLE32_INCLUDE" -o "$BENCH_OUT/footprint" footprint/footprint.c -ldl >&2 &&
  strip --strip-unneeded -o "$BENCH_OUT/stripped.so" "$STAPLE32_LIB" || exit 1
line 'libstaple32.so, stripped' size "$(stat -c %s "$BENCH_OUT/stripped.so")" bytes
if [ -e "$windows" ]; then
  line staple32.dll size "$(stat -Lc %s "$windows")" bytes
else
  line staple32.dll skipped - 'not built: ./build.sh windows'
fi

work=$(mktemp -d)
trap 'responder_stop; rm -rf "$work"' EXIT
pki_authority "$work" ec delegated && responder_start "$work" 0 &&
  pki_leaf "$work" leaf ec "http://127.0.0.1:$RESPONDER_PORT" || exit 1
(
  ulimit -v 2000000
  "$BENCH_OUT/footprint" "$STAPLE32_LIB" "$work/leaf-chain.pem" 0
) >/dev/null && staples=1 || staples=0
line 'under ulimit -v 2000000' staples $staples staples
"$BENCH_OUT/footprint" "$STAPLE32_LIB" "$work/leaf-chain.pem" "$idle_seconds"
