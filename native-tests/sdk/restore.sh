#!/usr/bin/env bash
# restore.sh BUILD: has NuGet restore the Windows SDK's headers and prints the directory that holds um/ and shared/.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
work=$1/sdk-package
mkdir -p "$work"
cp "$here/sdk.csproj" "$work/"
# Nothing of the repository's own build settings belongs to this project.
printf '<Project />' | tee "$work/Directory.Build.props" >"$work/Directory.Build.targets"
dotnet restore "$work/sdk.csproj" --nologo >"$work/log" 2>&1 || { tail -n 1 "$work/log" >&2; exit 1; }
version=$(sed -n 's/.*Include="Microsoft.Windows.SDK.CPP" Version="\[\(.*\)\]".*/\1/p' "$work/sdk.csproj")
packages=$(sed -n 's:.*<NuGetPackageRoot[^>]*>\(.*\)</NuGetPackageRoot>.*:\1:p' "$work/obj/sdk.csproj.nuget.g.props")
include=$(echo "${packages%/}/microsoft.windows.sdk.cpp/$version"/c/Include/*/um)
[ -f "$include/wincrypt.h" ] || { echo "no wincrypt.h in $include" >&2; exit 1; }
dirname "$include"
