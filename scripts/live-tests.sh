#!/usr/bin/env bash
# Real clients and real responders against the example server. Runs the scenarios of native-tests/live (or those named
# on the command line) and ends with one line: N passed, N failed, N skipped.
#
#   STAPLE32_ARTIFACTS=artifacts/linux-x64 scripts/live-tests.sh [01-clients ...]
set -uo pipefail
LIVE_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
STAPLE32_ARTIFACTS=$(cd "${STAPLE32_ARTIFACTS:?the installed layout, as ./build.sh build makes it}" && pwd) || exit 2
export LIVE_ROOT STAPLE32_ARTIFACTS

base=$(mktemp -d) || exit 2
export LIVE_PROGRAMS=$STAPLE32_ARTIFACTS/examples
trap 'rm -rf "$base"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Nothing of the caller's own configuration may decide a test: no proxy, no settings, no log level, no other library.
for name in $(compgen -e | grep -iE '^(https?|all|no)_proxy$'); do unset "$name"; done
for name in $(compgen -e | grep '^STAPLE32_' | grep -v '^STAPLE32_ARTIFACTS$'); do unset "$name"; done
unset LD_LIBRARY_PATH SSL_CERT_FILE SSL_CERT_DIR OPENSSL_CONF
: >"$base/no-settings.conf"
export STAPLE32_CONFIG=$base/no-settings.conf LC_ALL=C
export STAPLE32_USER_STORES_DIR=$base/no-stores STAPLE32_MACHINE_STORES_DIR=$base/no-stores

. "$LIVE_ROOT/scripts/example-programs.sh"
why=$(example_programs "$STAPLE32_ARTIFACTS") || {
    echo "FAIL live tests: $why"
    echo "0 passed, 1 failed, 0 skipped"
    exit 1
}

passed=0 failed=0 skipped=0
for scenario in "$LIVE_ROOT"/native-tests/live/[0-9]*.sh; do
    name=$(basename "$scenario" .sh)
    [ $# -eq 0 ] || [[ " $* " == *" $name "* ]] || continue
    export LIVE_WORK=$base/$name TMPDIR=$base/$name
    mkdir "$LIVE_WORK"
    started=$SECONDS
    timeout 120 bash "$scenario" >"$base/$name.out" 2>"$base/$name.err"
    code=$?
    grep -E '^(PASS|FAIL|SKIP) ' "$base/$name.out"
    here_failed=$(grep -c '^FAIL ' "$base/$name.out")
    if [ "$here_failed" -eq 0 ] && [ "$code" -ne 0 ]; then
        echo "FAIL $name: ended with exit code $code"
        here_failed=1
    fi
    # What the programs said is worth reading only when something went wrong.
    if [ "$here_failed" -gt 0 ]; then
        tail -n 20 "$base/$name.err"
        for log in "$LIVE_WORK"/*.log; do
            if [ -s "$log" ]; then printf -- '--- %s\n' "${log##*/}" && tail -n 15 "$log"; fi
        done
    fi
    passed=$((passed + $(grep -c '^PASS ' "$base/$name.out")))
    skipped=$((skipped + $(grep -c '^SKIP ' "$base/$name.out")))
    failed=$((failed + here_failed))
    echo "---- $name: $((SECONDS - started)) s"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
