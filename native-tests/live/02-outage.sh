#!/usr/bin/env bash
# The responder goes away and comes back; the server never stops serving and is never restarted.
. "$LIVE_ROOT/native-tests/live/lib.sh"
export STAPLE32_SrvOcspRespMinRetrySeconds=1 STAPLE32_SrvOcspRespMaxRetrySeconds=2

pki_authority pki ec delegated && responder_on pki || abandon "no PKI or responder"
MORE_EXTENSIONS=tlsfeature=status_request pki_leaf pki leaf ec "http://127.0.0.1:$RESPONDER_PORT" || abandon "no certificate"
root=pki/root.pem port=$RESPONDER_PORT

serves() { curl_server "$root" | grep -q Hello; }
refused_by_curl() { ! curl_server "$root" --cert-status; }
refused_by_gnutls() { ! gnutls-cli --x509cafile="$root" -p "$SERVER_PORT" localhost </dev/null >/dev/null 2>&1; }
same_staple() { staple_is 0 "$SERVER_PORT" "$root" after.der && cmp before.der after.der; }

server_start first --chain pki/leaf-chain.pem --key pki/leaf.key || abandon "$(tail -n 1 first.log)"
staple_is 0 "$SERVER_PORT" "$root" before.der || abandon "no staple to begin with"
responder_stop
case_of "responder stopped: the server keeps the staple it has" same_staple
# From here on SERVER_PORT is the second server's, started while nobody answers.
case_of "started without responder: starts all the same" server_start second --chain pki/leaf-chain.pem --key pki/leaf.key
case_of "started without responder: serves, with no staple" staple_is 3 "$SERVER_PORT" "$root"
case_with curl "started without responder: plain HTTPS works" serves
case_with curl "curl --cert-status refuses a server without staple" refused_by_curl
case_with gnutls-cli "gnutls-cli refuses must-staple without staple" refused_by_gnutls
case_of "started without responder: says so in its report" says '^status=none' second.out

responder_on pki "$port" || abandon "the responder did not come back"
case_of "responder back: the server staples by itself, without a restart" wait_for staple_is 0 "$SERVER_PORT" "$root"
still_running() { kill -0 "$SERVER_PID"; }
case_of "responder back: it is the same process" still_running
