#!/usr/bin/env bash
# chains.sh quick|full: what building a chain costs, beside OpenSSL and .NET (core/chains.c).
set -euo pipefail
source "$(dirname "$0")/core/build.sh"
[ "${1:-}" != runs ] || { [ "${2:-}" = quick ] && echo 1 || echo 5; exit; }
build_managed
build_program chains "$core/chains_pki.c"
out=${BENCH_OUT:-$obj}/chains-files
mkdir -p "$out"
blocks=8 rounds=25
[ "${1:-quick}" = quick ] || blocks=30 rounds=60
"$obj/chains" "${STAPLE32_LIB:-$root/artifacts/linux-x64/lib/libstaple32.so.1}" "$managed" "$out" "$(machine_bundle)" "$blocks" "$rounds"
