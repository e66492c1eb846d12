#!/usr/bin/env bash
# A renewed certificate and SIGHUP: new connections get the new pair, those that had begun are not disturbed. And many
# clients at once, while it happens.
. "$LIVE_ROOT/native-tests/live/lib.sh"

pki_authority pki ec delegated && responder_on pki || abandon "no PKI or responder"
url=http://127.0.0.1:$RESPONDER_PORT
for name in first second; do pki_leaf pki "$name" ec "$url" || abandon "no certificate"; done
install_files() { cp "pki/$1-chain.pem" chain.new && cp "pki/$1.key" key.new && mv chain.new chain.pem && mv key.new key.pem; }

install_files first
server_start server --chain chain.pem --key key.pem || abandon "$(tail -n 1 server.log)"

served_serial() {
    openssl s_client -connect "127.0.0.1:$SERVER_PORT" </dev/null 2>/dev/null | openssl x509 -noout -serial
}
serves_serial_of() { [ "$(served_serial)" = "$(openssl x509 -in "pki/$1.pem" -noout -serial)" ]; }
# Only a full handshake carries a staple: curl must not resume a session.
events() { grep -c "$1" server.log; }

# A client that has finished its handshake and asks only after the reload.
mkfifo request
openssl s_client -connect "127.0.0.1:$SERVER_PORT" -status -CAfile pki/root.pem <request >early 2>&1 &
live_pids+=($!)
exec 4>request
wait_for says 'Verify return code' early || abandon "the early client did not connect"

# A client that has connected but said nothing yet: its handshake begins after the reload.
mkfifo go
late_client='
import socket, ssl, sys
connection = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
print("connected", flush=True)
open("go").read()
context = ssl.create_default_context(cafile="pki/root.pem")
open("late.der", "wb").write(context.wrap_socket(connection, server_hostname="localhost").getpeercert(True))
'
late=''
if command -v python3 >/dev/null; then
    python3 -c "$late_client" "$SERVER_PORT" >late 2>late.log &
    late=$!
    live_pids+=("$late")
    wait_for says connected late || abandon "the late client did not connect"
fi

install_files second
kill -HUP "$SERVER_PID"
case_of "SIGHUP: the server says that it has reloaded" wait_for says ' reloaded ' server.log
case_of "SIGHUP: new connections get the renewed certificate" serves_serial_of second
case_of "SIGHUP: with a staple of its own" staple_is 0 "$SERVER_PORT" pki/root.pem
printf 'GET / HTTP/1.0\r\n\r\n' >&4
case_of "SIGHUP: a connection from before is still answered" wait_for says Hello early
exec 4>&-
late_gets_the_first() {
    : >go
    wait "$late" && [ "$(openssl x509 -inform DER -in late.der -noout -serial)" = "$(openssl x509 -in pki/first.pem -noout -serial)" ]
}
name="SIGHUP: a handshake on a connection from before gets the certificate from before"
if [ -n "$late" ]; then case_of "$name" late_gets_the_first; else skip "$name" "python3 is not installed"; fi

cp pki/root.key key.pem
kill -HUP "$SERVER_PID"
case_of "SIGHUP with a wrong key: one line says why" wait_for says 'reload-failed .*key.pem: this key does not belong' server.log
case_of "SIGHUP with a wrong key: the server goes on as before" staple_is 0 "$SERVER_PORT" pki/root.pem
cp pki/second.key key.pem

# 200 handshakes, 32 at a time, and ten reloads in the middle: every client must get a staple that verifies.
crowd() {
    local before after
    before=$(events 'handshake .*staple=[0-9]')
    CURL_PATH='[1-200]' curl_server pki/root.pem -Z --parallel-max 32 --no-sessionid --cert-status -o /dev/null 2>crowd.log &
    local curl_pid=$!
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        kill -HUP "$SERVER_PID"
        sleep 0.05
    done
    wait "$curl_pid" || { echo "curl: $(tail -n 1 crowd.log)"; return 1; }
    after=$(events 'handshake .*staple=[0-9]')
    [ $((after - before)) -ge 200 ] || { echo "$((after - before)) stapled handshakes"; return 1; }
}
case_with curl "200 clients during ten reloads" crowd
case_of "the server ends cleanly on SIGTERM" server_stop "$SERVER_PID"
