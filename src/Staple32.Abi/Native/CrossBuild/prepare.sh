#!/usr/bin/env bash
# prepare.sh SDK TARGET: fills TARGET with what lld-link needs in place of Visual C++ (README.md says what and why).
# SDK is the folder of the package Microsoft.Windows.SDK.CPP.x64.
set -euo pipefail
sdk=$1 target=$2
here=$(cd "$(dirname "$0")" && pwd)

rm -rf "$target"
mkdir -p "$target"

# The SDK's names are in mixed case, the linker asks in lower case (and lets these two be asked for in upper case).
for library in "$sdk"/c/um/x64/*.[Ll]ib "$sdk"/c/ucrt/x64/*.lib; do
  name=${library##*/}
  ln -sf "$library" "$target/${name,,}"
done

# Asked for by the objects by name, but all that is used of them is in the shim.
for name in libcmt LIBCMT oldnames OLDNAMES libcpmt; do
  llvm-ar rc "$target/$name.lib"
done

clang++ --target=x86_64-pc-windows-msvc -std=c++17 -O2 -ffreestanding -fno-exceptions -fno-rtti -fno-builtin -mno-red-zone \
  -fno-threadsafe-statics -Wall -Wextra -Werror -c "$here/crt.cpp" -o "$target/crt.obj"
llvm-dlltool -m i386:x86-64 -d "$here/ntdll.def" -l "$target/ntdll-crt.lib"
