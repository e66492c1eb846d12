#!/usr/bin/env bash
# A small PKI and its OCSP responder, made with the openssl command. For trying things out and for tests: keys have no
# pass phrase and everything expires within days.
#
# As a command:  scripts/pki.sh DIR [ec|rsa] [ca|delegated] [OCSP-URL]
#   makes DIR with root.pem, intermediate.pem, leaf.pem, leaf.key and chain.pem (leaf, intermediate, root)
# Sourced, it offers the functions below. Each prints nothing, and on failure one line and a non-zero status.

# pki_run COMMAND...: quiet unless it fails, then openssl's own words.
pki_run() {
    local output
    output=$("$@" 2>&1) || { echo "pki: '$1 $2' failed: $(tail -n 1 <<<"$output")" >&2; return 1; }
}

# pki_key FILE ec|rsa
pki_key() {
    case $2 in
        ec) pki_run openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" ;;
        rsa) pki_run openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out "$1" ;;
        *) echo "pki: '$2' is not a kind of key (ec, rsa)" >&2; return 1 ;;
    esac
}

# A positive 16-octet serial number in hexadecimal, as the index of the responder wants it: upper case, no leading zero.
pki_serial() { printf '4%s\n' "$(openssl rand -hex 16 | cut -c 2- | tr a-f A-F)"; }

# pki_sign DIR NAME ISSUER SUBJECT DAYS EXTENSION...: NAME.pem for NAME.key, signed by ISSUER.
pki_sign() {
    local dir=$1 name=$2 issuer=$3 subject=$4 days=$5 serial
    shift 5
    serial=$(pki_serial)
    [ "$name" = "$issuer" ] || set -- "$@" authorityKeyIdentifier=keyid
    printf '%s\n' subjectKeyIdentifier=hash "$@" >"$dir/$name.ext" || return 1
    pki_run openssl req -new -sha256 -key "$dir/$name.key" -subj "$subject" -out "$dir/$name.csr" || return 1
    if [ "$name" = "$issuer" ]; then
        pki_run openssl x509 -req -sha256 -in "$dir/$name.csr" -signkey "$dir/$name.key" -set_serial "0x$serial" \
            -days "$days" -extfile "$dir/$name.ext" -out "$dir/$name.pem" || return 1
    else
        pki_run openssl x509 -req -sha256 -in "$dir/$name.csr" -CA "$dir/$issuer.pem" -CAkey "$dir/$issuer.key" \
            -set_serial "0x$serial" -days "$days" -extfile "$dir/$name.ext" -out "$dir/$name.pem" || return 1
    fi
    rm -f "$dir/$name.csr" "$dir/$name.ext"
}

# pki_authority DIR ec|rsa ca|delegated: a root, an intermediate, and responder.pem/.key: the certificate that signs the
# OCSP responses, which is the intermediate itself or one that it issued for that purpose (RFC 6960 4.2.2.2).
pki_authority() {
    local dir=$1 kind=$2 responder=$3
    mkdir -p "$dir" || return 1
    pki_key "$dir/root.key" "$kind" && pki_key "$dir/intermediate.key" "$kind" || return 1
    pki_sign "$dir" root root "/O=Staple32 example/CN=Example Root" 30 \
        basicConstraints=critical,CA:TRUE keyUsage=critical,keyCertSign,cRLSign || return 1
    pki_sign "$dir" intermediate root "/O=Staple32 example/CN=Example Issuing CA" 20 \
        basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,digitalSignature,keyCertSign,cRLSign || return 1
    case $responder in
        ca) cp "$dir/intermediate.pem" "$dir/responder.pem" && cp "$dir/intermediate.key" "$dir/responder.key" || return 1 ;;
        delegated)
            pki_key "$dir/responder.key" "$kind" &&
            pki_sign "$dir" responder intermediate "/O=Staple32 example/CN=Example OCSP Responder" 15 \
                basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature extendedKeyUsage=OCSPSigning noCheck=ignored || return 1 ;;
        *) echo "pki: '$responder' is not a kind of responder (ca, delegated)" >&2; return 1 ;;
    esac
    : >"$dir/index.txt"
}

# pki_leaf DIR NAME ec|rsa URL: NAME.pem, NAME.key and NAME-chain.pem for localhost, known to the responder as good.
# An empty URL makes a certificate that names no responder. MORE_EXTENSIONS adds one (tlsfeature=status_request).
pki_leaf() {
    local dir=$1 name=$2 kind=$3 url=$4
    pki_key "$dir/$name.key" "$kind" || return 1
    pki_sign "$dir" "$name" intermediate "/CN=localhost" 10 basicConstraints=critical,CA:FALSE keyUsage=critical,digitalSignature \
        extendedKeyUsage=serverAuth subjectAltName=DNS:localhost,IP:127.0.0.1 \
        ${url:+"authorityInfoAccess=OCSP;URI:$url"} ${MORE_EXTENSIONS:+"$MORE_EXTENSIONS"} || return 1
    cat "$dir/$name.pem" "$dir/intermediate.pem" "$dir/root.pem" >"$dir/$name-chain.pem"
    pki_record "$dir" "$name" V ''
}

# pki_revoke DIR NAME: from now on the responder says that it is revoked.
pki_revoke() { pki_record "$1" "$2" R "$(date -u +%y%m%d%H%M%SZ),keyCompromise"; }

# Writes the certificate's line of the responder's index. A running `openssl ocsp` looks at its index after each
# request, not before, so it is sent one that asks nothing to make it look now.
pki_record() {
    local dir=$1 serial end
    serial=$(openssl x509 -in "$dir/$2.pem" -noout -serial) && serial=${serial#serial=} || return 1
    end=$(openssl x509 -in "$dir/$2.pem" -noout -enddate) && end=$(date -u -d "${end#notAfter=}" +%y%m%d%H%M%SZ) || return 1
    { grep -v "	$serial	" "$dir/index.txt" || true; printf '%s\t%s\t%s\t%s\tunknown\t/CN=%s\n' "$3" "$end" "$4" "$serial" "$2"; } >"$dir/index.new"
    mv "$dir/index.new" "$dir/index.txt"
    [ -n "${RESPONDER_PID:-}" ] || return 0
    (exec 3<>"/dev/tcp/127.0.0.1/$RESPONDER_PORT" && printf 'GET / HTTP/1.0\r\n\r\n' >&3 && cat <&3) >/dev/null 2>&1 || true
}

# responder_start DIR PORT [OPTION...]: openssl's responder for the intermediate of DIR. PORT 0 takes a free one. Sets
# RESPONDER_PID and RESPONDER_PORT. The responses live for a week unless options say otherwise (-nmin, -ndays, -badsig).
responder_start() {
    local dir=$1 port=$2 line tries=0
    shift 2
    [ $# -gt 0 ] || set -- -ndays 7
    : >"$dir/responder.log"
    openssl ocsp -port "$port" -index "$dir/index.txt" -CA "$dir/intermediate.pem" -rsigner "$dir/responder.pem" \
        -rkey "$dir/responder.key" -ignore_err "$@" >"$dir/responder.log" 2>&1 </dev/null &
    RESPONDER_PID=$!
    until line=$(grep -m 1 '^ACCEPT ' "$dir/responder.log"); do
        if ! kill -0 "$RESPONDER_PID" 2>/dev/null || [ $((tries += 1)) -gt 300 ]; then
            echo "pki: openssl ocsp did not start: $(tail -n 1 "$dir/responder.log")" >&2
            kill "$RESPONDER_PID" 2>/dev/null
            return 1
        fi
        sleep 0.05
    done
    line=${line%% PID=*}
    RESPONDER_PORT=${line##*:}
}

# responder_stop: stops the one that was started last.
responder_stop() {
    [ -n "${RESPONDER_PID:-}" ] || return 0
    kill "$RESPONDER_PID" 2>/dev/null
    wait "$RESPONDER_PID" 2>/dev/null
    RESPONDER_PID=
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    [ $# -ge 1 ] && [ $# -le 4 ] && [ "${1#-}" = "$1" ] || { echo "usage: pki.sh DIR [ec|rsa] [ca|delegated] [OCSP-URL]" >&2; exit 2; }
    pki_authority "$1" "${2:-ec}" "${3:-ca}" && pki_leaf "$1" leaf "${2:-ec}" "${4:-}" && mv "$1/leaf-chain.pem" "$1/chain.pem"
fi
