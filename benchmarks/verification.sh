#!/usr/bin/env bash
# verification.sh quick|full: what it costs to verify one OCSP response, beside OpenSSL (core/verification.c).
set -euo pipefail
source "$(dirname "$0")/core/build.sh"
[ "${1:-}" != runs ] || { [ "${2:-}" = quick ] && echo 1 || echo 5; exit; }
build_managed
build_program verification
blocks=20
[ "${1:-quick}" = quick ] || blocks=100
"$obj/verification" "$managed" "$blocks"
