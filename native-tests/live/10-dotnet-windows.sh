#!/usr/bin/env bash
# The Windows DLL in the place of crypt32.dll, on .NET 10 for Windows under Wine.
. "$LIVE_ROOT/native-tests/live/dotnet.sh"

WINE=$(PATH=$PATH:/usr/lib/wine && command -v wine64 || command -v wine) && why= || why="Wine is not installed"
[ -f "$windows/drop-in/crypt32.dll" ] || why="there is no $windows (./build.sh windows)"
if [ -z "$why" ]; then
    prefixes=$built/prefixes
    [ -e "$prefixes/1/system.reg" ] || "$LIVE_ROOT/native-tests/wine/prefixes.sh" "$WINE" "$prefixes" 1 || abandon "no Wine prefix"
    # In the locale C Wine has no file names beyond ASCII.
    export WINEPREFIX=$prefixes/1 WINEDEBUG=-all LC_ALL=C.UTF-8
    unset DISPLAY
    # Wine's server goes with the last program, and a program that starts at that moment ends at once: it stays for a while.
    wineserver -p120
fi
dotnet_cases wine ".NET under Wine" "$why"
[ -n "$why" ] || { wineserver --kill && wineserver --wait; }
