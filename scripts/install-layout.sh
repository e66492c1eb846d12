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

# The names that unchanged programs ask for, to be put beside one program. File names have a case here, those of Windows
# have none; kernel32 is for programs that look there for LocalFree and GetLastError. Links, since two copies in one process
# would be two libraries that know nothing of each other's handles and errors.
cp "$target/lib/libstaple32.so.1" "$target/drop-in/crypt32.dll"
for name in Crypt32.dll CRYPT32.DLL CRYPT32.dll libcrypt32.so libCrypt32.so libCRYPT32.so kernel32.dll libkernel32.so; do
  ln -s crypt32.dll "$target/drop-in/$name"
done
