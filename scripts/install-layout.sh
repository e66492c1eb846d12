#!/usr/bin/env bash
# install-layout.sh PUBLISHED TARGET: lays out include/, lib/ and drop-in/ from what `dotnet publish` left.
set -euo pipefail
published=$1 target=$2
headers=$(cd "$(dirname "$0")/../interop-headers" && pwd)

rm -rf "$target/include" "$target/lib" "$target/drop-in"
mkdir -p "$target"/{include,lib/pkgconfig,lib/cmake/staple32,drop-in,bin}

install -m 644 "$published/libstaple32.so" "$target/lib/libstaple32.so.1"
[ -f "$published/libstaple32.so.dbg" ] && install -m 644 "$published/libstaple32.so.dbg" "$target/lib/libstaple32.so.dbg"
ln -s libstaple32.so.1 "$target/lib/libstaple32.so"

cp -R "$headers/staple32" "$headers/compat" "$target/include/"
cp "$headers"/pkgconfig/*.pc "$target/lib/pkgconfig/"
cp "$headers"/cmake/*.cmake "$target/lib/cmake/staple32/"

# The names that unchanged programs ask for, to be put beside one program.
cp "$target/lib/libstaple32.so.1" "$target/drop-in/libcrypt32.so"
cp "$target/lib/libstaple32.so.1" "$target/drop-in/crypt32.dll"
