# Sourced by verification.sh, chains.sh and first-staple.sh: builds what they share into $obj.
core=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$core/../.." && pwd)
obj=$root/artifacts/obj/benchmarks/core
harness=$root/native-tests/harness
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 MSBUILDDISABLENODEREUSE=1
mkdir -p "$obj"

# build_managed: the core's verifier and .NET's X509Chain behind C functions, if the sources are newer.
managed=$obj/managed/benchmanaged.so
build_managed() {
  if [ -f "$managed" ] && [ -z "$(find "$core/managed" "$root/src/Staple32" -name obj -prune -o -name bin -prune -o -newer "$managed" -type f -print -quit)" ]; then
    return
  fi
  dotnet publish "$core/managed" -c Release -r linux-x64 -o "$obj/managed" -v q --nologo -clp:ErrorsOnly >&2
  touch "$managed"
}

# build_program NAME SOURCE... [-lLIBRARY...]: a C program against the installed headers and the harness's PKI.
build_program() {
  local name=$1
  shift
  ${CC:-cc} -O2 -g -Wall -Wextra -Werror -D_GNU_SOURCE -I"${STAPLE32_INCLUDE:-$root/artifacts/linux-x64/include}" -I"$harness" -I"$core" \
    -o "$obj/$name" "$core/$name.c" "$harness/pki.c" "$harness/check.c" "$harness/platform.unix.c" "$@" -lcrypto -ldl -lpthread >&2
}

# machine_bundle: the machine's roots, or an empty file.
machine_bundle() {
  local bundle
  for bundle in /etc/ssl/certs/ca-certificates.crt /etc/pki/tls/certs/ca-bundle.crt /etc/ssl/ca-bundle.pem /dev/null; do
    if [ -e "$bundle" ]; then
      echo "$bundle"
      return
    fi
  done
}
