#!/usr/bin/env bash
# Every test layer, one after the other; a failing layer does not keep the next from running.
# Ends with one line over all of them: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
target=${STAPLE32_ARTIFACTS:?the installed layout, as build.sh passes it}
windows=${STAPLE32_WINDOWS_ARTIFACTS:?the Windows DLL and what goes with it, as build.sh passes it}
logs=$PWD/artifacts/test-logs native_build=artifacts/obj/native-tests
mkdir -p "$logs"
passed=0 failed=0 skipped=0

# tally LAYER PASSED FAILED SKIPPED EXIT_CODE: a layer that ends badly without a failing test counts as one
tally() {
  local f=$3
  [ "$5" -ne 0 ] && [ "$f" -eq 0 ] && f=1
  passed=$((passed + $2)) failed=$((failed + f)) skipped=$((skipped + $4))
  printf '%-14s %s passed, %s failed, %s skipped\n' "$1" "$2" "$f" "$4"
}

unit_tests() {
  local log=$logs/unit.log code line
  dotnet test src/Staple32.Tests -c Release --nologo -v q >"$log" 2>&1
  code=$?
  [ $code -eq 0 ] || tail -n 60 "$log"
  line=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+' "$log" | tail -n 1)
  tally unit "$(count Passed "$line")" "$(count Failed "$line")" "$(count Skipped "$line")" $code
}

count() {
  local n
  n=$(sed -n "s/.*$1: *\([0-9]*\).*/\1/p" <<<"$2")
  echo "${n:-0}"
}

# Both the Linux and the Windows programs.
build_native_tests() {
  local sdk=
  if wine_is_there; then
    # The packages that the DLL was linked with: libraries, and the headers of the same version.
    sdk=$(readlink -f src/Staple32.Abi/obj/crossbuild/kernel32.lib)
    sdk=${sdk%/um/x64/*}
    set -- -DSTAPLE32_WINDOWS_DIR="$windows" -DSTAPLE32_WINDOWS_SDK_X64="$sdk" \
      -DSTAPLE32_WINDOWS_SDK="${sdk/microsoft.windows.sdk.cpp.x64/microsoft.windows.sdk.cpp}"
  fi
  cmake -S native-tests -B "$native_build" -DCMAKE_BUILD_TYPE=RelWithDebInfo -DSTAPLE32_DIR="$target" "$@" && cmake --build "$native_build" -j 2
}

wine_is_there() {
  local tool
  for tool in wineserver x86_64-w64-mingw32-gcc x86_64-w64-mingw32-g++ clang lld-link llvm-dlltool; do
    command -v $tool >/dev/null || { missing_for_wine=$tool; return 1; }
  done
}

# native_layer NAME CTEST_OPTION...: those of the native tests
native_layer() {
  local layer=$1 log=$logs/$1.log code run skip fail
  shift
  ctest --test-dir "$native_build" --output-on-failure -j 6 "$@" >"$log" 2>&1
  code=$?
  [ $code -eq 0 ] || grep -E -A 30 '\*\*\*(Failed|Timeout|Exception)' "$log" | head -n 150
  run=$(sed -n 's/.*tests failed out of \([0-9]*\).*/\1/p' "$log" | tail -n 1)
  fail=$(sed -n 's/.*, \([0-9]*\) tests failed out of.*/\1/p' "$log" | tail -n 1)
  skip=$(grep -cE '^[[:space:]]*[0-9]+/[0-9]+ Test.*\*\*\*Skipped' "$log")
  grep -E '^[[:space:]]*[0-9]+/[0-9]+ Test.*\*\*\*Skipped' "$log"
  tally "$layer" $((${run:-0} - ${fail:-0} - skip)) "${fail:-0}" "$skip" $code
}

# The same programs on Linux, for Windows, and for Windows against Microsoft's headers.
native_tests() {
  build_native_tests >"$logs/native-build.log" 2>&1 || {
    tail -n 40 "$logs/native-build.log"
    tally native 0 1 0 1
    return
  }
  native_layer native -LE '^wine$'
  if wine_is_there; then
    # Once in a thousand starts Wine ends at once and without a word, before the program runs: that is tried once more.
    native_layer wine -L '^wine$' -LE '^genuine$' --repeat until-pass:2
    native_layer wine-sdk -L '^genuine$' --repeat until-pass:2
  else
    echo "not installed, so nothing runs under Wine: $missing_for_wine"
    tally wine 0 0 1 0
  fi
}

live_tests() {
  local log=$logs/live.log code line
  scripts/live-tests.sh >"$log" 2>&1
  code=$?
  grep -E '^(FAIL|SKIP)' "$log"
  line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$log" | tail -n 1)
  [ $code -eq 0 ] || tail -n 60 "$log"
  read -r p _ f _ s _ <<<"${line:-0 passed, 0 failed, 0 skipped}"
  tally live "$p" "$f" "$s" $code
}

formatting() {
  local log=$logs/format.log
  if ./build.sh format >"$log" 2>&1; then tally format 1 0 0 0; else tail -n 20 "$log"; tally format 0 1 0 1; fi
}

unit_tests
native_tests
live_tests
formatting
printf '%s passed, %s failed, %s skipped\n' "$passed" "$failed" "$skipped"
[ "$failed" -eq 0 ]
