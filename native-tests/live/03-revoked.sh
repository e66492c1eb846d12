#!/usr/bin/env bash
# A revoked certificate: the genuine answer is stapled, and every client refuses because of it.
. "$LIVE_ROOT/native-tests/live/lib.sh"

pki_authority pki ec ca && responder_on pki || abandon "no PKI or responder"
pki_leaf pki leaf ec "http://127.0.0.1:$RESPONDER_PORT" && pki_revoke pki leaf || abandon "no certificate"
server_start server --chain pki/leaf-chain.pem --key pki/leaf.key || abandon "$(tail -n 1 server.log)"

seen_by_openssl() {
    openssl s_client -connect "127.0.0.1:$SERVER_PORT" -status -CAfile pki/root.pem </dev/null >s_client 2>&1
    says 'OCSP Response Status: successful' s_client && says 'Cert Status: revoked' s_client
}
refused_by_gnutls() {
    gnutls-cli --x509cafile=pki/root.pem -p "$SERVER_PORT" localhost </dev/null >gnutls 2>&1 && { echo "it was accepted"; return 1; }
    says 'revoked' gnutls || { echo "refused, but not as revoked: $(grep -m 1 Status gnutls)"; return 1; }
}
refused_by_curl() {
    curl_server pki/root.pem --cert-status >curl 2>&1 && { echo "it was accepted"; return 1; }
    says 'revocation' curl || { echo "refused, but not as revoked: $(tail -n 1 curl)"; return 1; }
}

case_of "revoked: the staple is genuine and says so" staple_is 4 "$SERVER_PORT" pki/root.pem
case_of "revoked: the server's report says so" says '^status=revoked' server.out
case_of "revoked: openssl s_client shows it" seen_by_openssl
case_with gnutls-cli "revoked: gnutls-cli refuses" refused_by_gnutls
case_with curl "revoked: curl --cert-status refuses" refused_by_curl
