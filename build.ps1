<#
.SYNOPSIS
    Builds, tests and packs RestoreSessions: a thin face over dotnet.
.DESCRIPTION
    The projects know how to build themselves; this only saves typing. It runs on Windows PowerShell 5.1 and on PowerShell 7.
.EXAMPLE
    ./build.ps1
    Leaves the finished module in out/RestoreSessions.
.EXAMPLE
    ./build.ps1 Install
    Puts the module where Import-Module RestoreSessions finds it, for the current user of the shell that this runs in.
.EXAMPLE
    ./build.ps1 Test
    Runs every test; the Pester files too, in this very shell, where it has Pester 5.
.EXAMPLE
    ./build.ps1 Package
    Leaves the package for the PowerShell Gallery in out/RestoreSessions.<version>.nupkg.
.EXAMPLE
    ./build.ps1 Docs
    Makes the help that Get-Help reads from docs/en-US/*.md, with Microsoft.PowerShell.PlatyPS.
.EXAMPLE
    ./build.ps1 Soak
    Loads the module for long, and writes the figures into docs/reliability.md; so does Fuzz, with damaged answers.
.EXAMPLE
    ./build.ps1 Benchmark
    Measures the module against Invoke-RestMethod and others, and writes docs/performance.md. It takes a quarter of an hour.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Install', 'Test', 'Demo', 'Package', 'Docs', 'Benchmark', 'Fuzz', 'Soak')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release'
)

$ErrorActionPreference = 'Stop'
Push-Location $PSScriptRoot
try {
    switch ($Task) {
        'Build' { dotnet build src --configuration $Configuration }
        'Install' {
            dotnet build src --configuration $Configuration
            if ($LASTEXITCODE -eq 0) {
                # The first folder of the path is the user's own, in either shell. A folder for each version: a loaded one cannot be replaced on Windows.
                $version = (Import-PowerShellDataFile ./RestoreSessions.psd1).ModuleVersion
                $folder = Join-Path ($env:PSModulePath -split [IO.Path]::PathSeparator)[0] "RestoreSessions/$version"
                $null = New-Item $folder -ItemType Directory -Force
                Copy-Item ./out/RestoreSessions/* $folder -Recurse -Force
                "RestoreSessions $version is in $folder."
            }
        }
        'Test' {
            # The Pester files run in the shell that this runs in.
            $env:PESTER_SHELL = (Get-Process -Id $PID).Path
            dotnet test --configuration $Configuration
        }
        'Package' { dotnet pack src --configuration Release }
        'Docs' { return & ./docs/Export-Help.ps1 }
        'Benchmark' { dotnet run --project tests/Benchmarks --configuration Release }
        'Fuzz' { dotnet run --project tests/Endurance --configuration Release -- fuzz }
        'Soak' { dotnet run --project tests/Endurance --configuration Release -- soak }
        'Demo' { dotnet run --project tests/Demo --configuration $Configuration }
    }
    if ($LASTEXITCODE -ne 0) {
        throw "$Task failed with exit code $LASTEXITCODE."
    }
}
finally {
    Pop-Location
}
