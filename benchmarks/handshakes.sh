#!/usr/bin/env bash
# TLS handshakes of the example server with our staple, with OpenSSL's own static response and without any, and of nginx and
# HAProxy with a stapling file: benchmarks/handshakes/client.c. P-256 certificates, TLS 1.3, one client.
set -uo pipefail
case $1 in runs) [ "$2" = full ] && echo 5 || echo 1; exit ;; esac
cd "$(dirname "$0")" || exit 1
. ../scripts/pki.sh
[ "$1" = full ] && rounds=40 || rounds=10
handshakes=150

die() { echo "handshakes.sh: $*" >&2; exit 1; }
line() { printf 'handshakes\t%s\t%s\t-\t%s\n' "$@"; }

work=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null; responder_stop; wait; rm -rf "$work"' EXIT

# build_server FOLDER [CFLAGS...]: the example server
build_server() {
  local out=$BENCH_OUT/$1
  shift
  make -s -C ../examples/tls-server STAPLE32="$(dirname "$STAPLE32_INCLUDE")" OUT="$out" CFLAGS="-O2 -g $*" >&2 || die "the example server does not build"
}

# start_example NAME PROGRAM STAPLES OPTION...
start_example() {
  local name=$1 program=$2 staples=$3 output tries=0
  shift 3
  output=$work/$name.out
  : >"$output"
  STATIC_RESPONSE=$work/leaf.ocsp "$program" "$@" >"$output" 2>/dev/null &
  pids+=($!)
  until grep -q '^port=' "$output"; do
    kill -0 $! 2>/dev/null && [ $((tries += 1)) -lt 200 ] || die "the example server ($name) does not start"
    sleep 0.05
  done
  servers+=("$name" "$(sed -n 's/^port=//p' "$output")" $! "$staples")
}

# start_server NAME PORT COMMAND...: one that staples from a file
start_server() {
  local name=$1 port=$2 tries=0
  shift 2
  "$@" >"$work/$name.log" 2>&1 &
  pids+=($!)
  until (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do
    kill -0 $! 2>/dev/null && [ $((tries += 1)) -lt 200 ] || { cat "$work/$name.log" >&2; die "$name does not start"; }
    sleep 0.05
  done
  servers+=("$name" "$port" $! 1)
}

# A port that nobody listens on at this moment.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || break
  done
  echo "$port"
}

build_server staple32
build_server static -include "$PWD/handshakes/static_response.h"
cc -O2 -Wall -Wextra -D_GNU_SOURCE -o "$BENCH_OUT/client" handshakes/client.c -lssl -lcrypto >&2 || die "the client does not build"

pki_authority "$work" ec delegated && responder_start "$work" 0 &&
  pki_leaf "$work" leaf ec "http://127.0.0.1:$RESPONDER_PORT" && pki_leaf "$work" bare ec '' || die "no certificates"
"$BENCH_OUT/staple32/tls-server" --chain "$work/leaf-chain.pem" --save-staple "$work/leaf.ocsp" >&2 || die "no response"
cat "$work/leaf.pem" "$work/intermediate.pem" >"$work/sent.pem"

servers=()
start_example staple32 "$BENCH_OUT/staple32/tls-server" 1 --chain "$work/leaf-chain.pem" --key "$work/leaf.key"
start_example 'static response' "$BENCH_OUT/static/tls-server" 1 --chain "$work/leaf-chain.pem" --key "$work/leaf.key"
start_example 'no response' "$BENCH_OUT/staple32/tls-server" 0 --chain "$work/bare-chain.pem" --key "$work/bare.key"
line OpenSSL version "$(openssl version | cut -d ' ' -f 2)"

if command -v nginx >/dev/null; then
  port=$(free_port)
  cat >"$work/nginx.conf" <<CONF
daemon off; master_process off; pid $work/nginx.pid; error_log stderr;
events { }
http {
  access_log off; client_body_temp_path $work/b; proxy_temp_path $work/p; fastcgi_temp_path $work/f; uwsgi_temp_path $work/u; scgi_temp_path $work/s;
  server {
    listen 127.0.0.1:$port ssl; ssl_protocols TLSv1.3; return 204;
    ssl_certificate $work/sent.pem; ssl_certificate_key $work/leaf.key; ssl_stapling on; ssl_stapling_file $work/leaf.ocsp;
  }
}
CONF
  start_server nginx "$port" nginx -c "$work/nginx.conf" -e stderr
  line nginx version "$(nginx -v 2>&1 | sed 's/.*nginx.//')"
else
  line nginx skipped 'not installed'
fi

if command -v haproxy >/dev/null; then
  port=$(free_port)
  cat "$work/sent.pem" "$work/leaf.key" >"$work/haproxy.pem"
  cp "$work/leaf.ocsp" "$work/haproxy.pem.ocsp"
  cat >"$work/haproxy.cfg" <<CONF
global
  nbthread 1
defaults
  mode http
  timeout client 10s
  timeout connect 10s
  timeout server 10s
frontend tls
  bind 127.0.0.1:$port ssl crt $work/haproxy.pem ssl-min-ver TLSv1.3
  http-request return status 204
CONF
  start_server HAProxy "$port" haproxy -db -f "$work/haproxy.cfg"
  line HAProxy version "$(haproxy -v | sed -n '1s/HAProxy version \([^ ]*\).*/\1/p')"
else
  line HAProxy skipped 'not installed'
fi

"$BENCH_OUT/client" $rounds $handshakes "${servers[@]}"
