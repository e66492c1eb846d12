#!/usr/bin/env bash
# Programs for .NET Framework, [DllImport("crypt32.dll")] unchanged, with the library put in its place: the example and
# native-tests/dotnet, both compiled for .NET 10 and, by mcs, for .NET Framework 4 and run by Mono.
. "$LIVE_ROOT/native-tests/live/lib.sh"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

pki_authority pki ec delegated && responder_on pki && pki_leaf pki leaf ec "http://127.0.0.1:$RESPONDER_PORT" || abandon "no PKI"
pki_leaf pki silent ec "" && pki_authority down ec ca && pki_leaf down leaf ec "http://127.0.0.1:1" || abandon "no certificate"
chain=pki/leaf-chain.pem example=$LIVE_ROOT/examples/dotnet checks=$LIVE_ROOT/native-tests/dotnet
built=$LIVE_ROOT/artifacts/obj/dotnet-programs

build_net() {
    for project in "$example" "$checks"; do
        dotnet build "$project" -c Release --artifacts-path "$built" --disable-build-servers -v q --nologo -clp:NoSummary >build.log 2>&1 ||
            { grep -m 1 error build.log; return 1; }
    done
    mkdir net && cp "$built"/bin/{staple,checks}/release/* net/
}
build_mono() {
    mkdir mono && mcs -langversion:5 -warnaserror -out:mono/staple.exe "$example"/*.cs &&
        mcs -langversion:5 -warnaserror -out:mono/checks.exe "$checks"/*.cs "$example"/[!P]*.cs
}

# run RUNTIME PROGRAM ARGUMENT...
run() {
    local runtime=$1 program=$2
    shift 2
    case $runtime in
        net) timeout 60 "net/$program" "$@" ;;
        mono) timeout 60 mono "mono/$program.exe" "$@" ;;
    esac
}

# on RUNTIME NAME COMMAND...: a case that is skipped where Mono or its compiler is missing
on() {
    local runtime=$1 name=$2
    shift 2
    if [ "$runtime" = net ]; then case_of ".NET: $name" "$@"
    elif command -v mcs >/dev/null; then case_with mono "Mono: $name" "$@"
    else skip "Mono: $name" "mcs is not installed"
    fi
}

without_library() { ! run "$1" staple "$chain" >out 2>err && says 'staple: crypt32.dll was not found' err || { cat err; return 1; }; }
drop_in() { cp -RP "$STAPLE32_ARTIFACTS"/drop-in/. "$1/"; }

# staples RUNTIME [OPTION]: and OpenSSL verifies what was saved
staples() {
    rm -f staple.der
    run "$@" "$chain" staple.der >out 2>err || { cat err; return 1; }
    says '^certificates=3$' out && says '^elements=3 trust=0x' out || { echo "it says: $(tr '\n' ' ' <out)"; return 1; }
    [ "$(value update out)" = "$(wc -c <staple.der)" ] && [ "$(value staple out)" = "$(wc -c <staple.der)" ] ||
        { echo "sizes differ: $(tr '\n' ' ' <out)"; return 1; }
    openssl ocsp -respin staple.der -issuer pki/intermediate.pem -cert pki/leaf.pem -CAfile pki/root.pem \
        -verify_other pki/intermediate.pem -no_nonce >verified 2>&1
    says 'Response verify OK' verified && says 'pki/leaf.pem: good' verified || { cat verified; return 1; }
}

# refuses RUNTIME PATTERN ARGUMENT...: one line, exit code 1
refuses() {
    local runtime=$1 pattern=$2
    shift 2
    run "$runtime" staple "$@" >out 2>err
    [ $? -eq 1 ] || { echo "exit code not 1"; return 1; }
    [ "$(wc -l <err)" -eq 1 ] && says "$pattern" err || { echo "it says: $(cat err)"; return 1; }
}
ends_with() { local code=$1; shift; "$@"; local found=$?; [ $found -eq "$code" ] || { echo "ended with $found, not $code"; return 1; }; }

for runtime in net mono; do
    on $runtime "the example and the checks compile without a warning" build_$runtime
    on $runtime "the example without the library: says so" without_library $runtime
    on $runtime "the drop-in folder is copied beside the program" drop_in $runtime
    on $runtime "the example staples, from a file store" staples $runtime staple
    on $runtime "the example staples, from a memory store" staples $runtime staple --memory
    on $runtime "the example: no OCSP URL" refuses $runtime 'CertOpenServerOcspResponse failed with 0x80092014' pki/silent-chain.pem
    on $runtime "the example: responder down" refuses $runtime 'CertGetServerOcspResponseContext failed with 0x80092013' down/leaf-chain.pem
    on $runtime "the example: missing file" refuses $runtime 'CertOpenStore failed with 0x00000002' missing.pem
    on $runtime "last errors are the documented ones" run $runtime checks errors "$chain" pki/silent-chain.pem down/leaf-chain.pem
    on $runtime "Marshal.GetLastWin32Error sees what docs/differences.md says" run $runtime checks marshal
    on $runtime "GetLastError survives collections, exceptions and other threads" run $runtime checks survives "$chain"
    on $runtime "structures lie where Marshal.PtrToStructure reads" run $runtime checks structures "$chain"
    on $runtime "every name in drop-in is the same library" run $runtime checks names
    on $runtime "a delegate is called, and the OCSP directory written" run $runtime checks callback "$chain" "$LIVE_WORK/$runtime"
    on $runtime "two garbage collectors, many threads" run $runtime checks storm "$chain"
    on $runtime "the host's own faults stay its exceptions" run $runtime checks faults "$chain"
    on $runtime "finalizers release forgotten handles" run $runtime checks finalizers "$chain"
    on $runtime "the process ends while a handle with a callback is open" ends_with 7 run $runtime checks exit "$chain"
done
