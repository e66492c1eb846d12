#!/usr/bin/env bash
# Four chains (ECDSA and RSA, the CA's own responder and a delegated one), and every client's own verification of the staple.
. "$LIVE_ROOT/native-tests/live/lib.sh"

by_openssl() {
    openssl s_client -connect "127.0.0.1:$SERVER_PORT" -servername localhost -status -CAfile "$1/root.pem" \
        -verify_return_error </dev/null >"$1/s_client" 2>&1 || { tail -n 3 "$1/s_client"; return 1; }
    says 'OCSP Response Status: successful' "$1/s_client" || { echo "no response was seen"; return 1; }
    says 'Cert Status: good' "$1/s_client"
}

# GnuTLS verifies a staple while it verifies the chain; "[ignored]" would say that it had one and could not use it.
# The certificates are must-staple, so that it refuses a server without a staple.
by_gnutls() {
    gnutls-cli --x509cafile="$1/root.pem" --save-ocsp="$1/gnutls.der" -p "$SERVER_PORT" localhost </dev/null >"$1/gnutls" 2>&1 ||
        { tail -n 3 "$1/gnutls"; return 1; }
    says 'Status: The certificate is trusted' "$1/gnutls" || { echo "the certificate is not trusted"; return 1; }
    says 'OCSP status request' "$1/gnutls" && ! says 'OCSP status request\[ignored\]' "$1/gnutls" ||
        { echo "the staple was not used: $(grep Options: "$1/gnutls")"; return 1; }
    ocsptool --verify-response --load-trust="$1/intermediate.pem" --infile="$1/gnutls.der" >"$1/ocsptool" 2>&1
    says 'Success' "$1/ocsptool" || { echo "ocsptool: $(tail -n 1 "$1/ocsptool")"; return 1; }
}

by_curl() {
    curl_server "$1/root.pem" --cert-status >"$1/curl" || return 1
    says Hello "$1/curl"
}

for kind in ec rsa; do
    for responder in ca delegated; do
        dir=$kind-$responder name="$kind, responder is $responder"
        pki_authority "$dir" "$kind" "$responder" && responder_on "$dir" || abandon "no PKI or responder"
        MORE_EXTENSIONS=tlsfeature=status_request pki_leaf "$dir" leaf "$kind" "http://127.0.0.1:$RESPONDER_PORT" ||
            abandon "no certificate"
        server_start "$dir/server" --chain "$dir/leaf-chain.pem" --key "$dir/leaf.key" ||
            abandon "$(tail -n 1 "$dir/server.log")"
        case_of "$name: staple verified by libssl" staple_is 0 "$SERVER_PORT" "$dir/root.pem"
        case_of "$name: openssl s_client -status" by_openssl "$dir"
        case_with gnutls-cli "$name: gnutls-cli" by_gnutls "$dir"
        case_with curl "$name: curl --cert-status" by_curl "$dir"
        case_of "$name: server ends cleanly on SIGTERM" server_stop "$SERVER_PID"
        responder_stop
    done
done
