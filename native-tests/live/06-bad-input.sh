#!/usr/bin/env bash
# Whatever is wrong is said in one line that names the file, and ends in an exit code that is not 0.
. "$LIVE_ROOT/native-tests/live/lib.sh"

pki_authority pki ec ca && responder_on pki || abandon "no PKI or responder"
pki_leaf pki leaf ec "http://127.0.0.1:$RESPONDER_PORT" || abandon "no certificate"
pki_leaf pki silent ec "" && pki_leaf pki other rsa "" || abandon "no certificate"
chain=pki/leaf-chain.pem key=pki/leaf.key

{ cat pki/leaf.pem; sed '3s/./!/5' pki/intermediate.pem; } >damaged.pem
second_certificate=$(($(wc -l <pki/leaf.pem) + 1))
{ cat pki/leaf.pem; printf -- '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'; } >garbage.pem
head -n 5 pki/leaf.pem >cut-off.pem
openssl x509 -in pki/leaf.pem -outform DER -out binary.pem
openssl pkey -in pki/leaf.key -aes128 -passout pass:secret -out locked.key 2>/dev/null
: >empty.pem
cat pki/leaf.pem pki/root.pem >no-issuer.pem

# refuses CODE PATTERN COMMAND...: exactly one line, as the pattern says, and this exit code
refuses() {
    local code=$1 pattern=$2 found
    shift 2
    "$@" >refused.out 2>refused.err </dev/null
    found=$?
    [ "$found" -eq "$code" ] || { echo "exit code $found, not $code: $(tail -n 1 refused.err)"; return 1; }
    [ "$(wc -l <refused.err)" -eq 1 ] || { echo "$(wc -l <refused.err) lines: $(head -n 1 refused.err)"; return 1; }
    says "$pattern" refused.err || { echo "it says: $(cat refused.err)"; return 1; }
}
server="timeout 20 $LIVE_PROGRAMS/tls-server"
run="env STAPLE32_ARTIFACTS=$STAPLE32_ARTIFACTS bash $LIVE_ROOT/scripts/run.sh"

case_of "server: unknown option" refuses 2 '--stapel is not an option' $server --stapel
case_of "server: option without value" refuses 2 '--chain needs a value' $server --chain
case_of "server: no chain" refuses 2 '--chain FILE is missing' $server --key "$key"
case_of "server: not a port" refuses 2 '--port 70000: not a port' $server --chain "$chain" --key "$key" --port 70000
case_of "server: not an address" refuses 1 '--address localhorst: not a numeric address' $server --chain "$chain" --key "$key" --address localhorst
case_of "server: missing chain file" refuses 1 'missing.pem: No such file' $server --chain missing.pem --key "$key"
case_of "server: missing key file" refuses 1 'missing.key: No such file' $server --chain "$chain" --key missing.key
case_of "server: damaged certificate, named by its line" refuses 1 "damaged.pem:$second_certificate: not a certificate" $server --chain damaged.pem --key "$key"
case_of "server: garbage in a PEM block" refuses 1 "garbage.pem:$second_certificate: not a certificate" $server --chain garbage.pem --key "$key"
case_of "server: certificate cut off" refuses 1 'cut-off.pem:1: this certificate has no END line' $server --chain cut-off.pem --key "$key"
case_of "server: DER instead of PEM" refuses 1 'binary.pem: holds no PEM certificate' $server --chain binary.pem --key "$key"
case_of "server: empty file" refuses 1 'empty.pem: holds no PEM certificate' $server --chain empty.pem --key "$key"
case_of "server: directory instead of a file" refuses 1 'pki: Is a directory' $server --chain pki --key "$key"
case_of "server: key of another certificate" refuses 1 'silent.key: this key does not belong to' $server --chain "$chain" --key pki/silent.key
case_of "server: key of another kind" refuses 1 'other.key: this key does not belong to' $server --chain "$chain" --key pki/other.key
case_of "server: key with a pass phrase" refuses 1 'locked.key: holds no PEM private key' $server --chain "$chain" --key locked.key
case_of "server: damaged CA file" refuses 1 "damaged.pem:$second_certificate: not a certificate" $server --chain "$chain" --key "$key" --ca damaged.pem

server_start good --chain "$chain" --key "$key" || abandon "$(tail -n 1 good.log)"
case_of "server: port in use" refuses 1 "port $SERVER_PORT: Address already in use" $server --chain "$chain" --key "$key" --port "$SERVER_PORT"
server_start silent --chain pki/silent-chain.pem --key pki/silent.key || abandon "$(tail -n 1 silent.log)"
case_of "server: no OCSP URL in the certificate: serves without staple" staple_is 3 "$SERVER_PORT" pki/root.pem
case_of "server: no OCSP URL in the certificate: says so" says 'no-staple .*names no OCSP responder' silent.log
server_start alone --chain no-issuer.pem --key "$key" || abandon "$(tail -n 1 alone.log)"
case_of "server: issuer not in the file: says so" says 'no-staple .*issuer is not among' alone.log
server_start given --chain pki/leaf.pem --key "$key" --ca pki/intermediate.pem || abandon "$(tail -n 1 given.log)"
case_of "server: issuer only in --ca: staples" staple_is 0 "$SERVER_PORT" pki/intermediate.pem

case_of "run: unknown option" refuses 2 "'--stapel' is not an option" $run --stapel
case_of "run: option without value" refuses 2 '--chain needs a file' $run --chain
case_of "run: key without chain" refuses 2 '--key without --chain' $run --key "$key"
case_of "run: missing file" refuses 1 'missing.pem: no such file' $run --chain missing.pem
case_of "run: damaged certificate" refuses 1 "damaged.pem:$second_certificate: not a certificate" $run --chain damaged.pem
case_of "run: only one certificate" refuses 1 'leaf.pem: holds only one certificate' $run --chain pki/leaf.pem
case_of "run: wrong key" refuses 1 'silent.key: this key does not belong to' $run --chain "$chain" --key pki/silent.key
case_of "run: no OCSP URL" refuses 1 'names no OCSP responder' $run --chain pki/silent-chain.pem

# The settings file: the server goes on with the default for that line, and the log names file and line.
printf '# settings\nSrvOcspRespMinValiditySeconds = 60\nSrvOcspRespMinRetrySeconds = soon\n' >settings.conf
export STAPLE32_CONFIG=$PWD/settings.conf STAPLE32_LOG=warning
server_start settings --chain "$chain" --key "$key" || abandon "$(tail -n 1 settings.log)"
one_line_about() { [ "$(grep -c "$1" settings.log)" -eq 1 ] || { head -n 1 settings.log; return 1; }; }
case_of "settings file: one line names file and line" one_line_about 'settings.conf:3'
case_of "settings file: the server staples all the same" staple_is 0 "$SERVER_PORT" pki/root.pem
STAPLE32_CONFIG=$PWD/pki # a directory cannot be read as settings
server_start unreadable --chain "$chain" --key "$key" || abandon "$(tail -n 1 unreadable.log)"
case_of "settings file that cannot be read: the log names it" says "$PWD/pki" unreadable.log
