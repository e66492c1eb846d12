#!/usr/bin/env bash
# The main job, end to end: certificate files, a responder, a TLS server that staples through the library, a client that
# checks what it got. `./build.sh run` builds the library and calls this with STAPLE32_ARTIFACTS set.
#
#   run.sh                            a small PKI and `openssl ocsp` on this machine
#   run.sh --chain FILE --key FILE    your chain and its own responder
#   run.sh --chain FILE               the same without a TLS server: the staple is fetched and verified
#
# Exit code 0 only if the staple was verified; 2 for a wrong command line, 1 for everything else.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/pki.sh"
. "$here/example-programs.sh"

work='' server_pid='' step_number=0 step_count=6
fail() { echo "run: $*" >&2; exit 1; }
misuse() { echo "run: $* (usage: run [--chain FILE [--key FILE]])" >&2; exit 2; }
step() { printf '[%d/%d] %-12s %s\n' "$((step_number += 1))" "$step_count" "$1" "$2"; }

clean_up() {
    [ -z "$server_pid" ] || { kill "$server_pid"; wait "$server_pid"; } 2>/dev/null
    responder_stop
    [ -z "$work" ] || rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# --- the command line -------------------------------------------------------------------------------------------------

chain='' key=''
while [ $# -gt 0 ]; do
    case $1 in
        --chain | --key)
            [ $# -ge 2 ] && [ -n "$2" ] || misuse "$1 needs a file"
            [ "$1" = --chain ] && chain=$2 || key=$2
            shift 2 ;;
        *) misuse "'$1' is not an option" ;;
    esac
done
[ -z "$key" ] || [ -n "$chain" ] || misuse "--key without --chain"
for file in ${chain:+"$chain"} ${key:+"$key"}; do
    [ -e "$file" ] || fail "$file: no such file"
    [ -f "$file" ] && [ -r "$file" ] || fail "$file: not a readable file"
done
artifacts=${STAPLE32_ARTIFACTS:?run it as ./build.sh run}
artifacts=$(cd "$artifacts" 2>/dev/null && pwd) || fail "$STAPLE32_ARTIFACTS: the library has not been built"
work=$(mktemp -d) || fail "no temporary directory"

# --- the steps --------------------------------------------------------------------------------------------------------

# value NAME FILE: the value of a line NAME=value
value() { sed -n "s/^$1=//p" "$2" | head -n 1; }

# last_line FILE: what a program said last, without its own name in front
last_line() { tail -n 1 "$1" | sed 's/^[a-z-]*: //'; }

build_programs() {
    local why
    why=$(example_programs "$artifacts") || fail "$why"
    step build "examples/tls-server against $artifacts"
}

own_pki() {
    pki_authority "$work/pki" ec delegated || fail "the PKI could not be made"
    responder_start "$work/pki" 0 || fail "the responder did not start"
    pki_leaf "$work/pki" leaf ec "http://127.0.0.1:$RESPONDER_PORT" || fail "the certificate could not be made"
    chain=$work/pki/leaf-chain.pem key=$work/pki/leaf.key
    export no_proxy="127.0.0.1${no_proxy:+,$no_proxy}" # the responder is here, whatever proxy leads outside
    step certificates "made a root, an intermediate and a certificate for localhost (ECDSA P-256)"
    step responder "openssl ocsp answers on http://127.0.0.1:$RESPONDER_PORT with a delegated certificate"
}

# The client trusts what stands above the server's certificate in the chain file: of your chain that is what there is.
split_chain() {
    awk -v dir="$work" '/-----BEGIN CERTIFICATE-----/ { n++ } n { print > (dir "/" (n > 1 ? "above.pem" : "own.pem")) }' "$chain"
    [ -s "$work/own.pem" ] || fail "$chain: holds no PEM certificate"
    [ -s "$work/above.pem" ] || fail "$chain: holds only one certificate; its issuer must follow it"
}

# The report of the server says what the library holds: nothing can be verified without a staple.
require_staple() {
    local bytes reason
    bytes=$(value bytes "$work/report")
    [ "${bytes:-0}" -eq 0 ] || return 0
    reason=$(value reason "$work/report")
    fail "$chain: no staple${reason:+: $reason}"
}

start_server() {
    "$artifacts/examples/tls-server" --chain "$chain" --key "$key" >"$work/report" 2>"$work/server.log" &
    server_pid=$!
    # The server is up when it prints its port: after the first retrieval, which a slow responder may draw out.
    while [ -z "$(value port "$work/report")" ]; do
        kill -0 "$server_pid" 2>/dev/null || { server_pid=''; fail "$(last_line "$work/server.log")"; }
        sleep 0.05
    done
    port=$(value port "$work/report")
    step server "examples/tls-server listens on 127.0.0.1:$port"
    require_staple
    step staple "the library fetched $(value bytes "$work/report") bytes from $(value responder "$work/report")"
}

# openssl s_client shows the staple but verifies only the chain; check-staple verifies the response too.
ask_as_client() {
    openssl s_client -connect "127.0.0.1:$port" -servername localhost -status -CAfile "$work/above.pem" -partial_chain \
        -verify_return_error </dev/null >"$work/s_client" 2>&1 || fail "openssl s_client: $(grep -m 1 -iE 'error' "$work/s_client")"
    grep -q 'OCSP Response Status: successful' "$work/s_client" || fail "openssl s_client saw no OCSP response"
    "$artifacts/examples/check-staple" 127.0.0.1 "$port" "$work/above.pem" >"$work/client"
    case $? in
        0) client="openssl s_client -status: successful; signature, time and certificate verified by libssl" ;;
        4) fail "the staple is genuine and says: revoked" ;;
        *) fail "the client refused the staple: $(value error "$work/client")" ;;
    esac
    cmp -s <(value bytes "$work/report") <(value bytes "$work/client") || fail "the client got another response than the library holds"
    step client "openssl s_client -status and a verifying client accept the staple ($(value protocol "$work/client"))"
}

fetch_without_server() {
    "$artifacts/examples/tls-server" --chain "$chain" --save-staple "$work/staple.der" >"$work/report" 2>"$work/server.log"
    [ -s "$work/report" ] || fail "$(last_line "$work/server.log")"
    require_staple
    [ -s "$work/staple.der" ] || fail "$(last_line "$work/server.log")"
    step staple "the library fetched $(value bytes "$work/report") bytes from $(value responder "$work/report")"
}

# The issuer is the certificate of the chain file that the server's certificate verifies against.
find_issuer() {
    local candidate
    awk -v dir="$work" '/-----BEGIN CERTIFICATE-----/ { n++ } { print > (dir "/issuer" n ".pem") }' "$work/above.pem"
    for candidate in "$work"/issuer[1-9]*.pem; do
        issuer=$candidate
        openssl verify -partial_chain -no_check_time -trusted "$candidate" "$work/own.pem" >/dev/null 2>&1 && return
    done
    fail "$chain: the issuer of the first certificate is not in the file"
}

verify_without_server() {
    local answer
    find_issuer
    answer=$(openssl ocsp -respin "$work/staple.der" -issuer "$issuer" -cert "$work/own.pem" -CAfile "$work/above.pem" \
        -partial_chain -no_nonce 2>&1) && grep -q 'Response verify OK' <<<"$answer" ||
        fail "openssl ocsp refused the staple: $(tail -n 1 <<<"$answer")"
    grep -q "^$work/own.pem: good" <<<"$answer" || fail "the staple is genuine and says: $(sed -n "s|^$work/own.pem: ||p" <<<"$answer")"
    client="none: without --key no TLS server was started; openssl ocsp verified the staple"
    step verify "openssl ocsp accepts the staple (no --key: no TLS server was started)"
}

card() {
    local rule
    rule=$(printf '%76s' '' | tr ' ' -)
    printf '\n%s\n' "$rule"
    printf '  %-14s %s\n' \
        certificate "$(value certificate "$work/report")" \
        responder "$(value responder "$work/report")" \
        status "$(value status "$work/report")" \
        thisUpdate "$(value this-update "$work/report")" \
        nextUpdate "$(value next-update "$work/report")" \
        bytes "$(value bytes "$work/report")" \
        'served until' "$(value served-until "$work/report")" \
        'next refresh' "$(value next-refresh "$work/report")" \
        'Open took' "$(value open-ms "$work/report") ms, with the first retrieval" \
        'Get took' "$(value get-ns "$work/report") ns, with its Free" \
        client "$client"
    printf '%s\n' "$rule"
}

if [ -z "$chain" ]; then
    build_programs
    own_pki
    split_chain
    start_server
    ask_as_client
elif [ -n "$key" ]; then
    step_count=4
    split_chain
    build_programs
    start_server
    ask_as_client
else
    step_count=3
    split_chain
    build_programs
    fetch_without_server
    verify_without_server
fi
card
