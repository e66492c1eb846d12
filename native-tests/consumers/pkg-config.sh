#!/usr/bin/env bash
# pkg-config.sh INSTALLED COMPILER SCRATCH: builds a C program with what pkg-config says, and runs it.
set -euo pipefail
installed=$1 compiler=$2 scratch=$3
export PKG_CONFIG_PATH=$installed/lib/pkgconfig

cat >"$scratch/consumer.c" <<'TEXT'
#include <staple32/staple32.h>
int main(void) { return Staple32GetVersion() == STAPLE32_VERSION ? 0 : 1; }
TEXT
# shellcheck disable=SC2046 # a list of options
"$compiler" -std=c11 "$scratch/consumer.c" -o "$scratch/pkg-config-consumer" $(pkg-config --cflags --libs staple32)
LD_LIBRARY_PATH=$installed/lib "$scratch/pkg-config-consumer"

# The version of the package is that of the header.
header=$(awk '/define STAPLE32_VERSION_(MAJOR|MINOR|PATCH) / { printf "%s%s", separator, $3; separator = "." }' "$installed/include/staple32/staple32.h")
[ "$(pkg-config --modversion staple32)" = "$header" ] || { echo "staple32.pc says $(pkg-config --modversion staple32), staple32.h $header" >&2; exit 1; }
