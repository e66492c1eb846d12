# What the live scenarios share. Sourced by each of them; scripts/live-tests.sh sets up the environment:
#   LIVE_WORK       a directory for this scenario          LIVE_PROGRAMS       tls-server and check-staple
#   LIVE_ROOT       the repository                         STAPLE32_ARTIFACTS  the installed layout
# A scenario prints one line per case: PASS name, FAIL name: why, SKIP name: why. Everything is waited for by asking
# again until it is so, up to a deadline that only a failure reaches.
set -u
. "$LIVE_ROOT/scripts/pki.sh"
cd "$LIVE_WORK" || exit 1

DEADLINE=20 # seconds
live_pids=()

pass() { echo "PASS $1"; }
skip() { echo "SKIP $1: $2"; }
fail() { echo "FAIL $1: $2"; }

# case_of NAME COMMAND...: passes if the command succeeds; what it prints says why not
case_of() {
    local name=$1
    shift
    if "$@" >case.out 2>&1; then pass "$name"; else fail "$name" "$(tail -n 1 case.out | cut -c 1-300)"; fi
}

# case_with TOOL NAME COMMAND...: the same if the tool is there; otherwise the case is skipped
case_with() {
    local tool=$1
    shift
    if command -v "$tool" >/dev/null; then case_of "$@"; else skip "$1" "$tool is not installed"; fi
}

# abandon WHY: the scenario's ground is missing, so none of its cases can be shown
abandon() { fail "$(basename "$0" .sh)" "$1"; exit 1; }

# wait_for COMMAND...: until it succeeds; fails at the deadline
wait_for() {
    local end=$((SECONDS + DEADLINE))
    until "$@" >/dev/null 2>&1; do
        [ "$SECONDS" -lt "$end" ] || { echo "gave up after $DEADLINE s waiting for: $*"; return 1; }
        sleep 0.05
    done
}

says() { grep -q -e "$1" "$2"; }
value() { sed -n "s/^$1=//p" "$2" | tail -n 1; }

# server_start NAME OPTION...: the example server; SERVER_PID, SERVER_PORT; NAME.out is its report, NAME.log its events
server_start() {
    local name=$1
    shift
    : >"$name.out"
    "$LIVE_PROGRAMS/tls-server" "$@" >"$name.out" 2>"$name.log" &
    SERVER_PID=$!
    live_pids+=("$SERVER_PID")
    wait_for says '^port=' "$name.out" || { echo "the server did not start: $(tail -n 1 "$name.log")"; return 1; }
    SERVER_PORT=$(value port "$name.out")
}

# server_stop PID: asks it to end and checks that it does so with exit code 0
server_stop() {
    kill -TERM "$1" 2>/dev/null
    wait "$1"
}

# responder_on DIR [PORT] [OPTION...]: the responder, as pki.sh starts it
responder_on() {
    local dir=$1
    shift
    responder_start "$dir" "${@:-0}"
}

# staple_is CODE PORT CA [SAVE-FILE]: what check-staple finds: 0 good, 3 none, 4 revoked (see scripts/check-staple.c)
staple_is() {
    local expected=$1 found
    shift
    "$LIVE_PROGRAMS/check-staple" 127.0.0.1 "$@" >client.out
    found=$?
    [ "$found" -eq "$expected" ] || { echo "check-staple ended with $found, not $expected: $(tr '\n' ' ' <client.out)"; return 1; }
}

# curl_server CA OPTION...: fetches the server's page by the name that its certificate bears
curl_server() {
    local ca=$1
    shift
    curl -sS --noproxy '*' -m 60 --cacert "$ca" --resolve "localhost:$SERVER_PORT:127.0.0.1" "$@" "https://localhost:$SERVER_PORT/${CURL_PATH:-}"
}

live_end() {
    local pid
    for pid in "${live_pids[@]}"; do kill "$pid" 2>/dev/null; done
    responder_stop
    wait 2>/dev/null
}
trap live_end EXIT
