#!/usr/bin/env bash
# Get and Free per handshake: benchmarks/hot-path/hot_path.cpp.
set -euo pipefail
case $1 in runs) [ "$2" = full ] && echo 5 || echo 1; exit ;; esac
cd "$(dirname "$0")"
floor=$BENCH_OUT/floor/libfloor.so

if [ ! -e "$floor" ] || [ hot-path/floor/Floor.cs -nt "$floor" ] || [ hot-path/floor/floor.csproj -nt "$floor" ]; then
  dotnet publish hot-path/floor -c Release -o "$BENCH_OUT/floor" -v q --nologo >&2
fi
make -s -C hot-path OUT="$BENCH_OUT" LIBRARY="$STAPLE32_LIB" INCLUDE="$STAPLE32_INCLUDE" >&2

responses=$(mktemp -d)
trap 'rm -rf "$responses"' EXIT
pairs=10000000 rounds=7
if [ "$1" = full ]; then pairs=100000000 rounds=15; fi
"$BENCH_OUT/hot_path" "$floor" $pairs $rounds "$responses"
