#!/usr/bin/env bash
# The library in the place of crypt32.dll, on .NET 10 and on Mono.
. "$LIVE_ROOT/native-tests/live/dotnet.sh"

dotnet_cases net .NET
why=
for tool in mono mcs; do command -v $tool >/dev/null || why="$tool is not installed"; done
dotnet_cases mono Mono "$why"
