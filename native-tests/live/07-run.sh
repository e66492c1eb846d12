#!/usr/bin/env bash
# `./build.sh run`, in all its forms.
. "$LIVE_ROOT/native-tests/live/lib.sh"
run=$LIVE_ROOT/scripts/run.sh

shows_card() {
    local line
    "$run" "$@" >card 2>&1 || { tail -n 1 card; return 1; }
    for line in certificate responder 'status  *good' 'thisUpdate  *20' 'nextUpdate  *20' 'bytes  *[1-9]' \
        'served until  *20' 'next refresh  *20' 'Open took  *[0-9]' 'Get took  *[0-9]' client; do
        says "^  $line" card || { echo "the card lacks: $line"; return 1; }
    done
}

case_of "run: makes a PKI, staples, ends with the card" shows_card
nothing_left() { ! pgrep -f "$LIVE_WORK"; } # the server and the responder have their files there
case_with pgrep "run: leaves no process behind" nothing_left

pki_authority pki rsa ca && responder_on pki && pki_leaf pki leaf rsa "http://127.0.0.1:$RESPONDER_PORT" || abandon "no PKI"
case_of "run --chain --key: the same for one's own chain" shows_card --chain pki/leaf-chain.pem --key pki/leaf.key
case_of "run --chain: fetches and verifies without a server" shows_card --chain pki/leaf-chain.pem
case_of "run --chain: the card says that there was no TLS server" says 'no TLS server was started' card

fails_with() {
    local pattern=$1
    shift
    "$run" "$@" >out 2>err && { echo "exit code 0"; return 1; }
    says "$pattern" err || { cat err; return 1; }
}
pki_leaf pki revoked rsa "http://127.0.0.1:$RESPONDER_PORT" && pki_revoke pki revoked || abandon "no PKI"
case_of "run: a revoked certificate is no success" fails_with 'says: revoked' --chain pki/revoked-chain.pem --key pki/revoked.key
case_of "run: nor is it without a server" fails_with 'says: revoked' --chain pki/revoked-chain.pem
responder_stop
case_of "run: without an answer there is no success" fails_with 'no staple' --chain pki/leaf-chain.pem --key pki/leaf.key
