#!/usr/bin/env bash
# The small programs of examples/, and that all of them build where there is nothing but include/ and lib/.
. "$LIVE_ROOT/native-tests/live/lib.sh"

pki_authority pki ec delegated && responder_on pki && pki_leaf pki leaf ec "http://127.0.0.1:$RESPONDER_PORT" || abandon "no PKI"
pki_leaf pki silent ec "" || abandon "no certificate"

# Copies, so that nothing is found by a relative path.
mkdir layout && cp -R "$STAPLE32_ARTIFACTS/include" "$STAPLE32_ARTIFACTS/lib" layout/ || abandon "no layout"
cp -R "$LIVE_ROOT/examples" sources || abandon "no examples"
rm -rf sources/build sources/tls-server/build
builds() {
    make -C sources STAPLE32="$PWD/layout" OUT="$PWD/programs" CFLAGS='-O1 -Werror' >make.log 2>&1 || { grep -m 1 error make.log; return 1; }
}
case_of "examples: build against an installed layout, without a warning" builds

first_staple() {
    programs/first-staple pki/leaf-chain.pem >first.out || { cat first.out; return 1; }
    says '^[1-9][0-9]* bytes to staple, error 0x00000000$' first.out
}
case_of "first-staple: prints the size of the staple" first_staple
no_first_staple() { ! programs/first-staple pki/silent-chain.pem >first.out && says '^0 bytes' first.out; }
case_of "first-staple: says so when there is none" no_first_staple
no_file() { ! programs/first-staple missing.pem >first.out && says '^0 bytes' first.out; }
case_of "first-staple: survives a missing file" no_file

all_handles() {
    programs/ocsp-status pki/leaf-chain.pem pki/leaf-chain.pem >status.out || { cat status.out; return 1; }
    [ "$(grep -c '^good .*leaf-chain.pem http://127.0.0.1' status.out)" -eq 2 ] || { cat status.out; return 1; }
}
case_of "ocsp-status: prints a line for every handle" all_handles
one_without() {
    ! programs/ocsp-status pki/leaf-chain.pem pki/silent-chain.pem >status.out 2>status.err || { echo "exit code 0"; return 1; }
    says '^good' status.out && says 'silent-chain.pem: error 0x80092014' status.err
}
case_of "ocsp-status: a chain that cannot be stapled ends in an exit code" one_without
