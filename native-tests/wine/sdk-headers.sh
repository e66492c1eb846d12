#!/usr/bin/env bash
# sdk-headers.sh INCLUDE FILE: writes a file for clang's -ivfsoverlay with which it finds Microsoft's headers, in INCLUDE/um
# and INCLUDE/shared, whatever the case of their names: Microsoft's own #include lines do not agree on it.
set -euo pipefail
include=$1 file=$2

{
  printf "{ 'version': 0, 'case-sensitive': 'false', 'roots': [\n"
  for folder in um shared; do
    printf "{ 'type': 'directory', 'name': '%s', 'contents': [\n" "$include/$folder"
    for header in "$include/$folder"/*.[Hh]; do
      printf "{ 'type': 'file', 'name': '%s', 'external-contents': '%s' },\n" "${header##*/}" "$header"
    done
    printf ']},\n'
  done
  printf ']}\n'
} >"$file"
