#!/usr/bin/env bash
# exports.sh CASE LIBRARY HEADERS: holds exports.txt, the headers, MATRIX.md and the built library against each other.
set -euo pipefail
case=$1 library=$2 headers=$3
here=$(cd "$(dirname "$0")" && pwd)
list=$headers/exports.txt

fail() { echo "$*" >&2; exit 1; }

# same WHAT: standard input must be empty, as the difference of two sorted lists
same() {
  local difference
  difference=$(cat)
  [ -z "$difference" ] || fail "$1:"$'\n'"$difference"
}

rows() { awk '!/^#/ && NF' "$list"; }
done_names() { rows | awk '$4 == "done" { print $1 }' | LC_ALL=C sort; }
dynamic() { nm -D --defined-only --with-symbol-versions "$library"; }
exported() { dynamic | awk '$2 != "A" { sub(/@.*/, "", $3); print $3 }' | LC_ALL=C sort; }

# Names in front of a parameter list, behind WINAPI: that is how every prototype of the headers is written.
declared() { grep -hoE '\bWINAPI [A-Za-z0-9]+\(' "$headers"/staple32/{windef,wincrypt,server_ocsp,staple32}.h | sed 's/WINAPI //; s/(//' | LC_ALL=C sort; }

case $case in
  rows_are_well_formed)
    rows | awk '
      NF != 4 || $4 !~ /^(done|notyet)$/ || $3 !~ /\.h$/ || $1 !~ /^[A-Za-z0-9]+$/ { print "malformed: " $0 }
      seen[$1]++ { print "twice: " $1 }' | same "exports.txt" ;;
  headers_declare_what_is_done)
    diff <(done_names) <(declared) | same "exports.txt (<) and headers (>) differ" ;;
  library_exports_what_is_done)
    diff <(done_names) <(exported) | same "exports.txt (<) and $library (>) differ" ;;
  every_function_stands_in_its_header)
    # server_ocsp.h is a part of wincrypt.h.
    diff <(rows | awk '$4 == "done" { print $3, $1 }' | LC_ALL=C sort) \
      <(grep -oE '\bWINAPI [A-Za-z0-9]+\(' "$headers"/staple32/*.h | sed -E 's:.*/([a-z0-9_]+\.h)\:WINAPI (.*)\(:\1 \2:; s/^server_ocsp/wincrypt/' | LC_ALL=C sort) \
      | same "exports.txt (<) and headers (>) differ" ;;
  matrix_is_current)
    diff <("$here/../scripts/matrix.sh") "$headers/MATRIX.md" | same "run scripts/matrix.sh --write; MATRIX.md differs" ;;
  every_export_is_a_function_of_our_version)
    dynamic | awk '$2 == "A" { next } $2 != "T" || $3 !~ /@@STAPLE32_1$/' | same "exports that are no function of STAPLE32_1" ;;
  the_soname)
    readelf -d "$library" | grep -q 'Library soname: \[libstaple32.so.1\]' || fail "no soname libstaple32.so.1" ;;
  never_unloaded)
    readelf -d "$library" | grep -q 'NODELETE' || fail "not linked with -z nodelete" ;;
  no_executable_stack_and_no_text_relocations)
    readelf -lW "$library" | awk '/GNU_STACK/ && /RWE/' | same "executable stack"
    readelf -d "$library" | { grep TEXTREL || true; } | same "text relocations" ;;
  needs_only_the_c_library)
    readelf -d "$library" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p' | { grep -vE '^(libc|libm|libdl|libpthread|librt|ld-linux-x86-64)\.so\.[0-9]+$' || true; } | same "needed libraries" ;;
  the_link_name_is_there)
    [ "$(readlink -f "$(dirname "$library")/libstaple32.so")" = "$(readlink -f "$library")" ] || fail "libstaple32.so is not $library" ;;
  *) fail "unknown case $case" ;;
esac
