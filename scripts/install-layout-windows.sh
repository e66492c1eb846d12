#!/usr/bin/env bash
# install-layout-windows.sh PUBLISHED TARGET: lays out the DLL, what programs link with, include/ and drop-in/ from what
# `dotnet publish` left. build.ps1 does the same on Windows.
set -euo pipefail
published=$1 target=$2
headers=$(cd "$(dirname "$0")/../interop-headers" && pwd)

rm -rf "$target/include" "$target/drop-in"
mkdir -p "$target"/{include,drop-in}

for file in staple32.dll staple32.lib staple32.def; do
  install -m 644 "$published/$file" "$target/$file"
done
cp -R "$headers/staple32" "$headers/compat" "$target/include/"

# The name that unchanged programs ask for, to be put beside one program.
cp "$target/staple32.dll" "$target/drop-in/crypt32.dll"
