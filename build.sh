#!/usr/bin/env bash
# Builds, tests and runs Staple32 on Linux. `./build.sh` alone lists the verbs.
set -euo pipefail
cd "$(dirname "$0")"
root=$PWD
artifacts=$root/artifacts
target=$artifacts/linux-x64
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1

source scripts/prerequisites.sh
source scripts/feed.sh

usage() {
  cat <<'TEXT'
usage: ./build.sh VERB [options]

  run [--chain FILE [--key FILE]]   the main job: a responder, a TLS server that staples, a client that checks
  build                             the library and what goes with it, into artifacts/linux-x64
  windows                           the Windows DLL and what goes with it, into artifacts/win-x64
  test                              every test; ends with one line: N passed, N failed, N skipped
  bench [--quick] [NAME...]         the benchmarks; without --quick the figures go into docs/performance.md
  faults                            runs every fault and writes the table in docs/operations.md anew
  format                            checks formatting (format --fix repairs it)
TEXT
}

say() { printf '%s\n' "$*"; }
die() { printf 'build.sh: %s\n' "$*" >&2; exit 1; }

build() {
  need_sdk
  need cc:gcc objcopy:binutils
  probe_feed
  local framework published=$artifacts/obj/published
  framework=$(feed_value Staple32LibraryFramework)
  say "building libstaple32.so ($framework, NativeAOT)"
  dotnet publish src/Staple32.Abi -c Release -r linux-x64 -o "$published" -v q --nologo -clp:ErrorsOnly
  scripts/install-layout.sh "$published" "$target"
}

windows() {
  need_sdk
  need lld-link:lld clang++:clang llvm-dlltool:llvm llvm-ar:llvm
  probe_feed
  local published=$artifacts/obj/published-windows
  say "building staple32.dll (NativeAOT, linked by lld-link)"
  dotnet publish src/Staple32.Abi -c Release -r win-x64 -o "$published" -v q --nologo -clp:ErrorsOnly
  scripts/install-layout-windows.sh "$published" "$artifacts/win-x64"
}

run() {
  need openssl:openssl make:make
  need_file /usr/include/openssl/ssl.h libssl-dev
  build
  STAPLE32_ARTIFACTS=$target scripts/run.sh "$@"
}

run_tests() {
  need openssl:openssl make:make cmake:cmake ctest:cmake g++:g++
  need_file /usr/include/openssl/ssl.h libssl-dev
  want gnutls-cli:gnutls-bin curl:curl python3:python3 clang++:clang valgrind:valgrind mono:mono-runtime mcs:mono-mcs
  want_file /usr/lib/python3/dist-packages/cryptography python3-cryptography
  want x86_64-w64-mingw32-gcc:gcc-mingw-w64-x86-64 x86_64-w64-mingw32-g++:g++-mingw-w64-x86-64 wineserver:wine clang:clang
  want_file /usr/lib/wine/wine64 wine64
  build
  windows
  STAPLE32_ARTIFACTS=$target STAPLE32_WINDOWS_ARTIFACTS=$artifacts/win-x64 scripts/test.sh
}

bench() {
  need openssl:openssl make:make g++:g++
  need_file /usr/include/openssl/ssl.h libssl-dev
  want_program nginx:nginx haproxy:haproxy apache2:apache2 caddy:caddy valgrind:valgrind
  build
  STAPLE32_ARTIFACTS=$target scripts/bench.sh "$@"
}

format() {
  need_sdk
  probe_feed
  dotnet restore Staple32.slnx -v q --nologo -clp:ErrorsOnly
  if [ "${1:-}" = --fix ]; then
    dotnet format Staple32.slnx --no-restore
  else
    dotnet format Staple32.slnx --no-restore --verify-no-changes || die "formatting differs: run ./build.sh format --fix"
  fi
}

faults() {
  need_sdk
  probe_feed
  STAPLE32_UPDATE_DOCS=1 dotnet test src/Staple32.Tests -c Release --nologo -v q --filter FullyQualifiedName~FaultTable
}

verb=${1:-}
[ $# -gt 0 ] && shift
case "$verb" in
  run) run "$@" ;;
  build) build ;;
  windows) windows ;;
  test) run_tests ;;
  bench) bench "$@" ;;
  faults) faults ;;
  format) format "$@" ;;
  "" | help | -h | --help) usage ;;
  *) usage >&2; die "unknown verb '$verb'" ;;
esac
