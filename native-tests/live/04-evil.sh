#!/usr/bin/env bash
# A responder that lies, in every way it knows: at first, and again once the server holds a good response.
. "$LIVE_ROOT/native-tests/live/lib.sh"
# Every response of the evil responder lives for 120 s, half of which has passed: the next refresh is due at once.
export STAPLE32_SrvOcspRespMinRetrySeconds=1 STAPLE32_SrvOcspRespMaxRetrySeconds=2 STAPLE32_SrvOcspRespMinValiditySeconds=1

for python in /usr/bin/python3 python3 ''; do
    [ -n "$python" ] && "$python" -c 'import cryptography.x509.ocsp' 2>/dev/null && break
done
modes="wrong-signature wrong-serial expired try-later html html-as-ocsp rogue-signer unknown http-500 empty"
if [ -z "$python" ]; then
    for mode in $modes; do skip "$mode is never stapled" "python3-cryptography is not installed"; done
    exit 0
fi

pki_authority pki ec delegated || abandon "no PKI"
"$python" "$LIVE_ROOT/native-tests/live/evil_responder.py" pki >evil.out 2>evil.log &
live_pids+=($!)
wait_for says '^port=' evil.out || abandon "the evil responder did not start: $(tail -n 1 evil.log)"
port=$(value port evil.out)

mode_is() { echo "$2" >"pki/$1.new" && mv "pki/$1.new" "pki/$1.mode"; }
# asked NAME COUNT: the responder has given this name's lie at least so many times
asked() { [ "$(grep -cx "$1" "pki/$1.requests" 2>/dev/null)" -ge "$2" ]; }

declare -A ports
for mode in other $modes; do
    pki_leaf pki "$mode" ec "http://127.0.0.1:$port/$mode" || abandon "no certificate"
done
for mode in $modes; do
    mode_is "$mode" "$mode"
    server_start "$mode" --async --chain "pki/$mode-chain.pem" --key "pki/$mode.key" || abandon "$(tail -n 1 "$mode.log")"
    ports[$mode]=$SERVER_PORT
done

declare -A why
for mode in $modes; do # an attempt is at most two requests (GET, then POST): one has been judged when the third comes
    why[$mode]=$(wait_for asked "$mode" 3 && staple_is 3 "${ports[$mode]}" pki/root.pem) || continue
    mode_is "$mode" good
done
for mode in $modes; do
    [ -z "${why[$mode]}" ] || continue
    why[$mode]=$(wait_for staple_is 0 "${ports[$mode]}" pki/root.pem) ||
        why[$mode]="the good response that followed: ${why[$mode]}"
    mode_is "$mode" "$mode"
    : >"pki/$mode.requests"
done
for mode in $modes; do
    [ -n "${why[$mode]}" ] || why[$mode]=$(wait_for asked "$mode" 3 && staple_is 0 "${ports[$mode]}" pki/root.pem) ||
        why[$mode]="after a good response: ${why[$mode]}"
    if [ -z "${why[$mode]}" ]; then pass "$mode is never stapled"; else fail "$mode is never stapled" "${why[$mode]}"; fi
done
