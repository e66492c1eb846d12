# Sourced by build.sh: finds what the build needs, installs it where that is possible, else names the line to run.

# need TOOL:PACKAGE...   stops unless every tool is there or can be installed
need() {
  local missing
  missing=$(missing_packages "$@")
  [ -z "$missing" ] && return
  install_packages "$missing" || die "missing: $missing; run: sudo apt-get install -y $missing"
}

# need_file PATH PACKAGE
need_file() {
  [ -e "$1" ] && return
  install_packages "$2" || die "missing: $1; run: sudo apt-get install -y $2"
}

# want TOOL:PACKAGE...   installs what it can; tests whose tool is still missing are counted as skipped and named
want() {
  local missing
  missing=$(missing_packages "$@")
  [ -z "$missing" ] || install_packages "$missing" || say "not installed, so skipped where needed: $missing"
}

# want_file PATH PACKAGE
want_file() {
  [ -e "$1" ] || install_packages "$2" || say "not installed, so skipped where needed: $2"
}

# want_program SERVER:PACKAGE...   as want, of packages that would start a service: nobody asked for that
want_program() {
  local policy=/usr/sbin/policy-rc.d PATH=$PATH:/usr/sbin
  if [ -z "$(missing_packages "$@")" ]; then return; fi
  if [ "$(id -u)" != 0 ] || [ -e $policy ]; then want "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod +x $policy
  want "$@"
  rm -f $policy
}

missing_packages() {
  local pair packages=
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || packages="$packages ${pair#*:}"
  done
  printf '%s' "${packages# }"
}

install_packages() {
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  say "installing $1"
  # shellcheck disable=SC2086 # a list of packages
  { apt-get install -y --no-install-recommends $1 || { apt-get update && apt-get install -y --no-install-recommends $1; }; } \
    >"$(install_log)" 2>&1 </dev/null || return 1
}

install_log() {
  mkdir -p "$artifacts"
  printf '%s/install.log' "$artifacts"
}

# The SDK of global.json: the installed one, else one fetched by Microsoft's script into .dotnet/.
need_sdk() {
  if command -v dotnet >/dev/null 2>&1 && dotnet --version >/dev/null 2>&1; then return; fi
  if [ ! -x "$root/.dotnet/dotnet" ]; then
    say "fetching the .NET SDK of global.json into .dotnet/"
    need curl:curl
    mkdir -p "$root/.dotnet"
    curl -fsSL https://dot.net/v1/dotnet-install.sh -o "$root/.dotnet/dotnet-install.sh" \
      && bash "$root/.dotnet/dotnet-install.sh" --jsonfile "$root/global.json" --install-dir "$root/.dotnet" >"$(install_log)" 2>&1 \
      || die "the .NET SDK of global.json is not installed and could not be fetched; install .NET 10 and run again"
  fi
  export PATH="$root/.dotnet:$PATH" DOTNET_ROOT="$root/.dotnet"
}
