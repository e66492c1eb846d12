# Servers that fetch staples for themselves, on the same certificates and responder. To be sourced after common.sh. When the
# first and the last certificate were served is read off the responder: one ruler for all.

# watch_peer CASE COUNT SECONDS: until all are served, or the time is up. Leaves its rate in $rate.
watch_peer() {
  local distinct=0 first last i
  for ((i = 0; i < $3 * 5; i++)); do
    sleep 0.2
    distinct=$(stat_of distinct)
    [ "$distinct" -lt "$2" ] || break
    kill -0 "$peer_pid" 2>/dev/null || break
  done
  first=$(stat_of first_request) last=$(stat_of last_served)
  stop_peer
  if [ "${distinct:-0}" -lt 10 ]; then
    skip "$1" "it asked for $distinct of $2 certificates"
    rate=0
    return
  fi
  # From its first request on: what it does before is not held against it.
  rate=$(awk -v n="$distinct" -v a="$first" -v b="$last" 'BEGIN { printf "%.1f", n / (b - a) }')
  result "$1" 'certificates served' "$distinct" certificates
  result "$1" 'certificates per second' "$rate" 1/s
}

pem_of() { pem=$work/pem-$1; [ -d "$pem" ] || { mkdir "$pem" && "$BENCH_OUT/generate" pem "$set" "$pem" "$1"; }; }

# HAProxy 3 has ocsp-update. If the machine's own is older, a Debian root with a newer one does: made with debootstrap, from the
# mirror that the machine itself uses.
find_haproxy() {
  haproxy=()
  if command -v haproxy >/dev/null && [ "$(haproxy -v | sed -n 's/.*version \([0-9]*\)\..*/\1/p;q')" -ge 3 ]; then
    haproxy=(haproxy)
    haproxy_root=''
    return
  fi
  [ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null || return 1
  haproxy_root=${FLEET_TRIXIE:-${XDG_CACHE_HOME:-$HOME/.cache}/staple32/trixie}
  if [ ! -x "$haproxy_root/usr/sbin/haproxy" ]; then
    local mirror
    mirror=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\) .*/\2/p' | head -n 1)
    [ -n "$mirror" ] || return 1
    say "making $haproxy_root with debootstrap"
    mkdir -p "$haproxy_root" && debootstrap --variant=minbase --include=haproxy trixie "$haproxy_root" "$mirror" >&2 || return 1
  fi
  haproxy=(chroot "$haproxy_root" haproxy)
}

# peer_haproxy COUNT SECONDS DELAY
peer_haproxy() {
  local name='HAProxy ocsp-update' folder
  rate=0
  find_haproxy || { skip "$name" 'no HAProxy 3, and none can be installed with debootstrap'; return; }
  name="HAProxy $("${haproxy[@]}" -v | sed -n 's/.*version \([0-9.]*\).*/\1/p;q') ocsp-update"
  pem_of "$1"
  folder=$(mktemp -d "$haproxy_root/tmp/fleet.XXXXXX")
  cp -r "$pem" "$folder/pem"
  cat >"$folder/haproxy.cfg" <<CONF
global
    ocsp-update.mode on
defaults
    mode http
    timeout client 10s
    timeout server 10s
    timeout connect 10s
frontend fleet
    bind 127.0.0.1:$((port + 1)) ssl crt ${folder#"$haproxy_root"}/pem
CONF
  reset "$1" "$3" 0
  "${haproxy[@]}" -db -f "${folder#"$haproxy_root"}/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
  peer_pid=$!
  watch_peer "$name" "$1" "$2"
  rm -rf "$folder"
}

# peer_mod_md COUNT SECONDS DELAY
peer_mod_md() {
  local name='Apache mod_md' modules i
  rate=0
  modules=$(dirname "$(find /usr/lib -name mod_md.so 2>/dev/null | head -n 1)")
  command -v apache2 >/dev/null && [ -f "$modules/mod_md.so" ] || { skip "$name" 'no apache2 with mod_md'; return; }
  pem_of "$1"
  rm -rf "$work/apache" && mkdir -p "$work/apache" && chmod 755 "$work" "$work/apache"
  {
    for i in mpm_event authz_core socache_shmcb ssl md; do echo "LoadModule ${i}_module $modules/mod_$i.so"; done
    cat <<CONF
ServerName localhost
ServerRoot $work/apache
DefaultRuntimeDir $work/apache
PidFile $work/apache/pid
ErrorLog $work/apache/log
Listen 127.0.0.1:$((port + 2))
User nobody
Group $(id -gn nobody)
MDStoreDir $work/apache/md
MDStapling on
MDStapleOthers on
CONF
    for ((i = 0; i < $1; i++)); do
      echo "<VirtualHost *:$((port + 2))>"
      echo "ServerName host-$i.test"
      echo "SSLEngine on"
      echo "SSLCertificateFile $pem/$i.pem"
      echo "</VirtualHost>"
    done
  } >"$work/apache/conf"
  reset "$1" "$3" 0
  apache2 -f "$work/apache/conf" -DFOREGROUND >"$work/apache/out" 2>&1 &
  peer_pid=$!
  watch_peer "$name" "$1" "$2"
}

# peer_caddy COUNT SECONDS DELAY
peer_caddy() {
  local name='Caddy'
  rate=0
  command -v caddy >/dev/null || { skip "$name" 'no caddy'; return; }
  pem_of "$1"
  rm -rf "$work/caddy" && mkdir -p "$work/caddy"
  cat >"$work/caddy/caddy.json" <<CONF
{"admin": {"disabled": true}, "storage": {"module": "file_system", "root": "$work/caddy/storage"},
 "apps": {"tls": {"certificates": {"load_folders": ["$pem"]}},
          "http": {"servers": {"fleet": {"listen": ["127.0.0.1:$((port + 3))"], "tls_connection_policies": [{}],
                                         "automatic_https": {"disable": true}}}}}}
CONF
  reset "$1" "$3" 0
  HOME=$work/caddy caddy run --config "$work/caddy/caddy.json" >"$work/caddy/log" 2>&1 &
  peer_pid=$!
  watch_peer "Caddy $(caddy version | sed 's/^v//; s/ .*//')" "$1" "$2"
}

# peer_dotnet COUNT SECONDS DELAY: SslStreamCertificateContext.Create for each certificate.
peer_dotnet() {
  local name='.NET SslStreamCertificateContext'
  rate=0
  [ -f "${BENCH_DOTNET:-}" ] || { skip "$name" 'no Staple32.Benchmarks.dll (BENCH_DOTNET)'; return; }
  reset "$1" "$3" 0
  dotnet "$BENCH_DOTNET" fleet-contexts "$set" "$1" >"$work/dotnet.log" 2>&1 &
  peer_pid=$!
  watch_peer "$name" "$1" "$2"
}
