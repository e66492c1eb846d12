#!/usr/bin/env bash
# Runs benchmarks and reports. What a benchmark is: benchmarks/README.md.
#
#   scripts/bench.sh [--quick] [--runs N] [NAME...]
#
# What they printed is kept in artifacts/bench/{full,quick}/NAME, one file for each run. --quick shows tables; without it
# they are written into docs/performance.md, with plots beside it.
set -uo pipefail
cd "$(dirname "$0")/.."
layout=${STAPLE32_ARTIFACTS:?the installed layout, as build.sh passes it}
export PATH=$PATH:/usr/sbin:/sbin
export STAPLE32_LIB=$layout/lib/libstaple32.so.1 STAPLE32_INCLUDE=$layout/include
# All but fleet-matrix, with which they would take too long.
all=(hot-path handshakes first-staple fleet verification chains footprint growth)
mode=full runs_wanted='' names=()

die() { printf 'bench.sh: %s\n' "$*" >&2; exit 1; }

while [ $# -gt 0 ]; do
  case $1 in
    --quick) mode=quick ;;
    --runs) runs_wanted=${2:-}; [[ $runs_wanted =~ ^[1-9][0-9]*$ ]] || die "--runs needs a number"; shift ;;
    -*) die "unknown option $1" ;;
    *) [ -x "benchmarks/$1.sh" ] || die "no benchmark '$1': benchmarks/$1.sh is not there"; names+=("$1") ;;
  esac
  shift
done
if [ ${#names[@]} -eq 0 ]; then
  for name in "${all[@]}"; do [ -x "benchmarks/$name.sh" ] && names+=("$name"); done
fi

machine() {
  local model cores kernel distribution
  model=$(sed -n 's/^model name[[:space:]]*: *//p' /proc/cpuinfo | head -n 1)
  cores=$(nproc)
  kernel=$(uname -sr)
  distribution=$(. /etc/os-release && echo "$PRETTY_NAME")
  printf '%s, %s cores, %s, %s, %s\n' "${model:-$(uname -m)}" "$cores" "$kernel" "$distribution" "$(date -u +%Y-%m-%d)"
}

# run_bench NAME: all its runs. What it prints beside results goes into a file and is shown when it fails.
run_bench() {
  local name=$1 results=$PWD/artifacts/bench/$mode/$1 runs i begun=$SECONDS
  export BENCH_OUT=$PWD/artifacts/obj/benchmarks/$name
  rm -rf "$results"
  mkdir -p "$results" "$BENCH_OUT"
  machine >"$results/machine.txt"
  if [ $mode = quick ]; then echo "./build.sh bench --quick $name"; else echo "./build.sh bench $name"; fi >"$results/command.txt"
  runs=${runs_wanted:-$("benchmarks/$name.sh" runs $mode 2>/dev/null)}
  [[ $runs =~ ^[1-9][0-9]*$ ]] || { echo "bench.sh: $name.sh runs $mode says '$runs', not a number" >&2; return 1; }
  for ((i = 1; i <= runs; i++)); do
    BENCH_RUN=$i "benchmarks/$name.sh" $mode >"$results/$i.partial" 2>"$results/$i.log" || {
      echo "bench.sh: run $i of $name failed ($results/$i.log):" >&2
      tail -n 20 "$results/$i.log" >&2
      return 1
    }
    mv "$results/$i.partial" "$results/$(printf %02d "$i").tsv"
  done
  echo "$name: $runs run(s) in $((SECONDS - begun)) s" >&2
}

built=$(dotnet build src/Staple32.Benchmarks -c Release -v q --nologo -clp:ErrorsOnly) || die "src/Staple32.Benchmarks does not build: $built"
export BENCH_DOTNET=$PWD/src/Staple32.Benchmarks/bin/Release/net10.0/Staple32.Benchmarks.dll
report() { dotnet "$BENCH_DOTNET" report --results "artifacts/bench/$mode" --goals benchmarks/goals.tsv "$@"; }

status=0 good=()
for name in "${names[@]}"; do
  if run_bench "$name"; then good+=("$name"); else status=1; fi
done
[ ${#good[@]} -gt 0 ] || exit 1
report "${good[@]}" || status=1
if [ $mode = full ]; then report --charts benchmarks/charts.tsv --page docs/performance.md "${good[@]}" || status=1; fi
exit $status
