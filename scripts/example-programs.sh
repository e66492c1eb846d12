# Sourced by run.sh and live-tests.sh.
#
# example_programs ARTIFACTS: builds what both of them start into ARTIFACTS/examples: tls-server and check-staple. Only
# what is older than its sources is compiled. On failure prints the compiler's first error and fails.
example_programs() {
    local scripts programs=$1/examples output
    scripts=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
    mkdir -p "$programs" || return 1
    if ! output=$(make -s -C "$scripts/../examples/tls-server" STAPLE32="$1" OUT="$programs" 2>&1); then
        echo "the example server does not build: $(grep -m 1 -E 'error|No such|cannot' <<<"$output")"
        return 1
    fi
    [ "$programs/check-staple" -nt "$scripts/check-staple.c" ] && return
    if ! output=$(cc -O2 -D_GNU_SOURCE -o "$programs/check-staple" "$scripts/check-staple.c" -lssl -lcrypto 2>&1); then
        echo "the checking client does not build: $(grep -m 1 -E 'error|cannot' <<<"$output")"
        return 1
    fi
}
