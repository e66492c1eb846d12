#!/usr/bin/env bash
# Prints interop-headers/MATRIX.md as it follows from interop-headers/exports.txt; with --write, writes it there.
set -euo pipefail
headers=$(cd "$(dirname "$0")/../interop-headers" && pwd)

matrix() {
  cat <<'TEXT'
# What is implemented

Made from exports.txt by `scripts/matrix.sh --write`. A function that is not implemented is neither declared nor
exported: a program that needs it does not link, or does not start.
TEXT
  awk '
    /^#/ || NF == 0 { next }
    { if (!($2 in total)) order[++families] = $2
      header[$2] = $3; total[$2]++; count++
      if ($4 == "done") { finished[$2]++; all++ }
      rows[$2] = rows[$2] sprintf("| %s | %s |\n", $1, $4 == "done" ? "yes" : "not yet") }
    END {
      printf "\n%d of %d functions.\n", all, count
      for (i = 1; i <= families; i++) {
        f = order[i]
        printf "\n## %s: %d of %d\n\n`#include <staple32/%s>`\n\n| function | implemented |\n|---|---|\n%s", f, finished[f] + 0, total[f], header[f], rows[f]
      }
    }' "$headers/exports.txt"
}

case "${1:-}" in
  "") matrix ;;
  --write) matrix >"$headers/MATRIX.md.new" && mv "$headers/MATRIX.md.new" "$headers/MATRIX.md" ;;
  *) echo "usage: matrix.sh [--write]" >&2; exit 2 ;;
esac
