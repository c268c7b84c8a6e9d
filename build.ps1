#!/usr/bin/env pwsh

<#
.SYNOPSIS
    Builds, tests and packs RestoreSessions: a thin face over dotnet.
.DESCRIPTION
    The projects know how to build themselves; this only saves typing. It runs on Windows PowerShell 5.1 and on PowerShell 7. On a machine without
    PowerShell, `dotnet tool restore` brings one, and `dotnet pwsh ./build.ps1 Test` runs this in it.
.EXAMPLE
    ./build.ps1
    Leaves the finished module in out/RestoreSessions.
.EXAMPLE
    ./build.ps1 Install
    Puts the module where Import-Module RestoreSessions finds it, for the current user of the shell that this runs in.
.EXAMPLE
    ./build.ps1 Test
    Runs every test, and the Pester files in this very shell. Plain `dotnet test` runs them in the PowerShell of the package.
.EXAMPLE
    ./build.ps1 Package
    Leaves what a release consists of in out/release: the package for the PowerShell Gallery, a zip to unfold, their SHA-256 and the release notes.
.EXAMPLE
    ./build.ps1 Package -Tag v1.2.3
    The same, for the release of a tag. It ends with an error where the manifest has another version, or CHANGELOG.md no section for it.
.EXAMPLE
    ./build.ps1 Docs
    Makes the help that Get-Help reads from docs/en-US/*.md, with Microsoft.PowerShell.PlatyPS.
.EXAMPLE
    ./build.ps1 Soak
    Loads the module for long, and writes the figures into docs/reliability.md; so does Fuzz, with damaged answers.
.EXAMPLE
    ./build.ps1 Benchmark
    Measures the module against Invoke-RestMethod and others, and writes docs/performance.md. It takes half an hour.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Install', 'Test', 'Demo', 'Package', 'Docs', 'Benchmark', 'Fuzz', 'Soak')]
    [string] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Release',

    # The tag of the release that Package makes: v and the version of the manifest.
    [string] $Tag
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
            . ./tests/Pester/Shell.ps1
            $env:PESTER_SHELL = Get-ShellPath
            dotnet test --configuration $Configuration
        }
        'Package' {
            # It throws where the tag is not that of this version.
            $null = & ./.github/Get-ReleaseNotes.ps1 -Tag $Tag
            # What an earlier build has left there would be released, too.
            Get-Item out/RestoreSessions -ErrorAction SilentlyContinue | Remove-Item -Recurse
            dotnet build src --configuration Release
            if ($LASTEXITCODE -eq 0) {
                # Windows PowerShell has no Compress-PSResource, nor has PowerShell 7.4.
                dotnet tool restore
                dotnet pwsh -NoProfile -NonInteractive -ExecutionPolicy Bypass -File ./.github/Export-Release.ps1
            }
        }
        'Docs' { return & ./docs/Export-Help.ps1 }
        'Benchmark' { dotnet run --project tests/Benchmarks --configuration Release }
        { $_ -in 'Fuzz', 'Soak' } { dotnet run --project tests/RestoreSessions.Tests --configuration Release -- -explicit only -method "*.AtLengthTests.$($Task.ToLowerInvariant())_*" }
        'Demo' { dotnet run --project tests/Demo --configuration $Configuration }
    }
    if ($LASTEXITCODE -ne 0) {
        throw "$Task failed with exit code $LASTEXITCODE."
    }
}
finally {
    Pop-Location
}
