#!/usr/bin/env bash
# Counts the instructions of the hot path, of a chain and of a verification, and compares them with a file: unlike times, they
# do not depend on the machine and on what else it does.
#
#   instructions.sh PROGRAM LIBRARY BASELINE FRAMEWORK [--write]
#
# PROGRAM (instructions.c) does each work N times and 2 N times; the difference, divided by N, is without what is done once.
# Fails if one takes over 5 % more than BASELINE says, three times; with --write, writes BASELINE. FRAMEWORK: which .NET the library was
# compiled as, since each has instructions of its own. Exit code 77: nothing to compare with.
set -euo pipefail
program=$1 library=$2 baseline=$3 framework=$4 mode=${5:-}
tolerance=1.05 slack=2 # two calls more or less are nothing, of a few hundred
here=$(cd "$(dirname "$0")" && pwd)

if ! command -v valgrind >/dev/null; then echo "skipped: valgrind is not installed"; exit 77; fi
if [ ! -e /usr/include/valgrind/callgrind.h ]; then echo "skipped: valgrind has come without its headers"; exit 77; fi
if [ "$mode" != --write ] && ! grep -q "^$framework	" "$baseline"; then echo "skipped: $baseline has nothing for $framework"; exit 77; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# valgrind wants the library without the debug file beside it, and cannot reserve hundreds of gigabytes (the value is hexadecimal).
cp -L "$library" "$work/libstaple32.so.1"
export LD_LIBRARY_PATH=$work DOTNET_GCHeapHardLimit=8000000
# No waiting in loops, which would be counted; OpenSSL's way for every processor.
export DOTNET_ThreadPool_UnfairSemaphoreSpinLimit=0 OPENSSL_ia32cap=0:0 STAPLE32_TEST_DEADLINE=170
# Into now.tsv.
measure() {
  local file
  rm -f "$work"/out*
  valgrind --tool=callgrind --instr-atstart=no --callgrind-out-file="$work/out" "$program" instructions.count >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }

  for file in "$work"/out*; do awk -f "$here/sum.awk" "$file"; done | sort -k 1,1 -k 2,2n | awk -v framework="$framework" '
    $1 == work { printf "%s\t%s\t%.0f\t%.0f\n", framework, work, ($3 - instructions) / ($2 - times), ($4 - calls) / ($2 - times) }
    { work = $1; times = $2; instructions = $3; calls = $4 }' >"$work/now.tsv"
  [ "$(wc -l <"$work/now.tsv")" = 3 ] || { echo "not three pieces of work were counted:"; cat "$work/now.tsv" "$work/log"; exit 1; }
}

compare() {
  awk -F '\t' -v tolerance=$tolerance -v slack=$slack -v framework="$framework" '
    function compare(what, before, after) {
      verdict = after > before * tolerance && after > before + slack ? "MORE THAN BEFORE" : after < before / tolerance ? "less: the file can be renewed" : "as before"
      if (verdict ~ /MORE/) failed = 1
      printf "%s: %d %s, %d in the file: %s\n", $2, after, what, before, verdict
    }
    FNR == NR { if ($1 == framework) { instructions[$2] = $3; calls[$2] = $4 }; next }
    !($2 in instructions) { print $2 ": not in the file"; failed = 1; next }
    { compare("instructions", instructions[$2], $3); compare("calls of OpenSSL", calls[$2], $4) }
    END { exit failed }' "$baseline" "$work/now.tsv"
}

measure
if [ "$mode" = --write ]; then
  { grep '^#' "$baseline"; grep -v -e '^#' -e "^$framework	" "$baseline" || true; cat "$work/now.tsv"; } >"$work/baseline"
  cp "$work/baseline" "$baseline"
  cat "$baseline"
  exit
fi
# The threads of a verification take turns as they like, and rarely in a dear way: what is dear three times is dear.
for attempt in 1 2 3; do
  if compare; then exit; fi
  [ $attempt = 3 ] || measure
done
echo "if that is as it must be: cmake --build BUILD --target renew-instructions"
exit 1
