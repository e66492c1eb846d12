#!/usr/bin/env bash
# first-staple.sh quick|full: how long a server waits for its first staple, beside `openssl ocsp` (core/first_staple.c).
set -euo pipefail
source "$(dirname "$0")/core/build.sh"
[ "${1:-}" != runs ] || { [ "${2:-}" = quick ] && echo 1 || echo 5; exit; }
build_program first_staple "$harness/responder.c" "$harness/answers.c"
out=${BENCH_OUT:-$obj}/first-staple-files
mkdir -p "$out"
runs=20
[ "${1:-quick}" = quick ] || runs=60
"$obj/first_staple" "${STAPLE32_LIB:-$root/artifacts/linux-x64/lib/libstaple32.so.1}" "$out" "$(machine_bundle)" "$runs" "$(command -v openssl)"
