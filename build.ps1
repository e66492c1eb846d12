#!/usr/bin/env pwsh
# Builds and tests Staple32. The verbs are those of build.sh; off Windows this script only hands over to it.
param([string] $Verb = "help", [Parameter(ValueFromRemainingArguments)] [string[]] $Options = @())
Set-StrictMode -Version Latest
$ErrorActionPreference = "Stop"
Set-Location $PSScriptRoot

if (-not $IsWindows -and $PSVersionTable.PSEdition -eq "Core") {
    & ./build.sh $Verb @Options
    exit $LASTEXITCODE
}

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }
}

switch ($Verb) {
    "build" {
        # Needs the C++ tools of Visual Studio ("Desktop development with C++"). The layout is that of install-layout-windows.sh.
        Invoke-Dotnet publish src/Staple32.Abi -c Release -r win-x64 -o artifacts/obj/published-windows
        New-Item -ItemType Directory -Force artifacts/win-x64/include, artifacts/win-x64/drop-in | Out-Null
        foreach ($file in "staple32.dll", "staple32.lib", "staple32.def") {
            Copy-Item "artifacts/obj/published-windows/$file" artifacts/win-x64
        }
        Copy-Item -Recurse -Force interop-headers/staple32, interop-headers/compat artifacts/win-x64/include
        Copy-Item artifacts/win-x64/staple32.dll artifacts/win-x64/drop-in/crypt32.dll
    }
    "test" { Invoke-Dotnet test src/Staple32.Tests -c Release }
    "faults" {
        $env:STAPLE32_UPDATE_DOCS = "1"
        Invoke-Dotnet test src/Staple32.Tests -c Release --filter "FullyQualifiedName~FaultTable"
    }
    "format" {
        if ($Options -contains "--fix") { Invoke-Dotnet format Staple32.slnx }
        else { Invoke-Dotnet format Staple32.slnx --verify-no-changes }
    }
    "run" { Write-Error "build.ps1: 'run' needs OpenSSL and a C compiler for Linux: run ./build.sh run there, or in WSL" }
    default { Write-Output "usage: ./build.ps1 build | test | faults | format [--fix] | run" }
}
