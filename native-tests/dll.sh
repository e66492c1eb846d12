#!/usr/bin/env bash
# dll.sh CASE DIRECTORY HEADERS: holds exports.txt and what ./build.sh windows made against each other. It looks at the
# files only; running them is another matter.
set -euo pipefail
case=$1 directory=$2 headers=$3
library=$directory/staple32.dll

fail() { echo "$*" >&2; exit 1; }

# same WHAT: standard input must be empty, as the difference of two sorted lists
same() {
  local difference
  difference=$(cat)
  [ -z "$difference" ] || fail "$1:"$'\n'"$difference"
}

# Windows has the family Errors itself.
done_names() { awk '!/^#/ && NF && $4 == "done" && $2 != "Errors" { print $1 }' "$headers/exports.txt" | LC_ALL=C sort; }
private_headers() { llvm-objdump -p "$library"; }
exported() { private_headers | awk '/^ *Ordinal +RVA +Name/ { table = 1; next } table && NF == 3 { print $3 }' | LC_ALL=C sort; }
# Also those of the table of delayed imports, which are loaded at their first call.
imported() { private_headers | sed -n 's/^ *DLL Name: //p' | tr '[:upper:]' '[:lower:]' | LC_ALL=C sort; }

case $case in
  the_dll_exports_what_is_done)
    diff <(done_names) <(exported) | same "exports.txt (<) and $library (>) differ" ;;
  the_definition_file_lists_what_is_done)
    diff <(done_names) <(awk '/^EXPORTS/ { list = 1; next } list { print $1 }' "$directory/staple32.def" | LC_ALL=C sort) \
      | same "exports.txt (<) and staple32.def (>) differ" ;;
  the_import_library_leads_to_what_is_done)
    diff <(done_names) <(llvm-nm "$directory/staple32.lib" 2>/dev/null | awk '$2 == "T" && $3 !~ /^__imp_/ { print $3 }' | LC_ALL=C sort) \
      | same "exports.txt (<) and staple32.lib (>) differ"
    llvm-ar t "$directory/staple32.lib" | { grep -v '^staple32\.dll$' || true; } | same "members that lead elsewhere" ;;
  the_dll_is_called_by_its_name)
    private_headers | grep 'DLL name: staple32\.dll$' >/dev/null || fail "the export table names another DLL" ;;
  the_dll_does_not_import_crypt32)
    imported | { grep -E 'crypt32|ncrypt|cryptui|wintrust' || true; } | same "imports" ;;
  the_dll_imports_only_what_every_windows_has)
    imported | { grep -vE '^(advapi32|bcrypt|iphlpapi|kernel32|ntdll|ole32|ws2_32|api-ms-win-crt-[a-z]+-l1-1-0)\.dll$' || true; } | same "imports" ;;
  the_dll_may_be_loaded_anywhere_and_its_data_not_run)
    for property in HIGH_ENTROPY_VA DYNAMIC_BASE NX_COMPAT; do
      llvm-readobj --file-headers "$library" | grep "IMAGE_DLL_CHARACTERISTICS_$property " >/dev/null || fail "no $property"
    done ;;
  the_drop_in_is_the_same_library)
    cmp "$library" "$directory/drop-in/crypt32.dll" ;;
  *) fail "unknown case $case" ;;
esac
