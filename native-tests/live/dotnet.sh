# Sourced by the scenarios about .NET. Programs for .NET Framework, [DllImport("crypt32.dll")] unchanged, with the library put
# in its place: the example and native-tests/dotnet, on .NET 10 (net), on Mono as mcs compiles them for .NET Framework 4
# (mono), and on .NET 10 for Windows under Wine (wine).
. "$LIVE_ROOT/native-tests/live/lib.sh"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

pki_authority pki ec delegated && responder_on pki && pki_leaf pki leaf ec "http://127.0.0.1:$RESPONDER_PORT" || abandon "no PKI"
pki_leaf pki silent ec "" && pki_authority down ec ca && pki_leaf down leaf ec "http://127.0.0.1:1" || abandon "no certificate"
chain=pki/leaf-chain.pem example=$LIVE_ROOT/examples/dotnet checks=$LIVE_ROOT/native-tests/dotnet
built=$LIVE_ROOT/artifacts/obj/dotnet-programs windows=$(dirname "$STAPLE32_ARTIFACTS")/win-x64

compile() {
    local verb=$1 project
    shift
    for project in "$example" "$checks"; do
        dotnet "$verb" "$project" -c Release --artifacts-path "$built" --disable-build-servers -v q --nologo -clp:NoSummary "$@" >build.log 2>&1 ||
            { grep -m 1 error build.log; return 1; }
    done
}
build_net() { compile build && mkdir net && cp "$built"/bin/{staple,checks}/release/* net/; }
build_wine() { compile publish -r win-x64 --self-contained -o "$LIVE_WORK/wine"; }
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
        # Wine prefers its own crypt32.dll to one beside the program, unless told otherwise.
        wine) WINEDLLOVERRIDES="crypt32=n;mshtml=;winemenubuilder.exe=" timeout 60 "$WINE" "wine/$program.exe" "$@" ;;
    esac
}

without_library() { ! run "$1" staple "$chain" >out 2>err && says 'staple: crypt32.dll was not found' err || { cat err; return 1; }; }
drop_in_net() { cp -RP "$STAPLE32_ARTIFACTS"/drop-in/. net/; }
drop_in_mono() { cp -RP "$STAPLE32_ARTIFACTS"/drop-in/. mono/; }
drop_in_wine() { cp "$windows"/drop-in/* wine/; }

# staples RUNTIME [OPTION]: and OpenSSL verifies what was saved
staples() {
    local runtime=$1
    shift
    rm -f staple.der
    run "$runtime" staple "$@" "$chain" staple.der >out 2>err || { cat err; return 1; }
    sed -i 's/\r$//' out
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

# dotnet_cases RUNTIME TITLE [WHY]: every case on one runtime; with WHY they are skipped
dotnet_cases() {
    local r=$1 title=$2 why=${3:-} rounds=1500
    [ "$r" = wine ] && rounds=100
    one() {
        local name="$title: $1"
        shift
        if [ -n "$why" ]; then skip "$name" "$why"; else case_of "$name" "$@"; fi
    }
    one "the example and the checks compile without a warning" build_$r
    [ "$r" = wine ] || one "the example without the library: says so" without_library $r
    one "what drop-in holds is copied beside the program" drop_in_$r
    one "the example staples, from a file store" staples $r
    one "the example staples, from a memory store" staples $r --memory
    one "the example: no OCSP URL" refuses $r 'CertOpenServerOcspResponse failed with 0x80092014' pki/silent-chain.pem
    one "the example: responder down" refuses $r 'CertGetServerOcspResponseContext failed with 0x80092013' down/leaf-chain.pem
    one "the example: missing file" refuses $r 'CertOpenStore failed with 0x00000002' missing.pem
    one "last errors are the documented ones" run $r checks errors "$chain" pki/silent-chain.pem down/leaf-chain.pem
    one "Marshal.GetLastWin32Error sees what docs/differences.md says" run $r checks marshal
    if [ "$r" != wine ]; then
        one "GetLastError survives collections, exceptions and other threads" run $r checks survives "$chain"
        one "every name in drop-in is the same library" run $r checks names
    fi
    one "structures lie where Marshal.PtrToStructure reads" run $r checks structures "$chain"
    one "a delegate is called, and the OCSP directory written" run $r checks callback "$chain" "$r"
    one "two garbage collectors, many threads" run $r checks storm "$chain" $rounds
    one "the host's own faults stay its exceptions" run $r checks faults "$chain"
    one "finalizers release forgotten handles" run $r checks finalizers "$chain"
    one "the process ends while a handle with a callback is open" ends_with 7 run $r checks exit "$chain"
}
