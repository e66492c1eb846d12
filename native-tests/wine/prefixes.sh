#!/usr/bin/env bash
# prefixes.sh WINE DIRECTORY COUNT: makes Wine prefixes DIRECTORY/1 ... COUNT. Each has a registry of its own; the files of
# drive C (some hundred megabytes) are those of DIRECTORY/template for all of them.
set -euo pipefail
wine=$1 directory=$2 count=$3
unset DISPLAY
export WINEDEBUG=-all WINEDLLOVERRIDES="mscoree=;mshtml=;winemenubuilder.exe="

rm -rf "$directory"
mkdir -p "$directory/template"
WINEPREFIX=$directory/template "$wine" wineboot.exe --init >/dev/null
WINEPREFIX=$directory/template wineserver --wait

for ((i = 1; i <= count; i++)); do
  mkdir -p "$directory/$i/dosdevices"
  cp "$directory"/template/{*.reg,.update-timestamp} "$directory/$i/"
  ln -s ../template/drive_c "$directory/$i/drive_c"
  ln -s ../drive_c "$directory/$i/dosdevices/c:"
  ln -s / "$directory/$i/dosdevices/z:"
done
