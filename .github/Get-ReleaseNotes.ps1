<#
.SYNOPSIS
    Writes what CHANGELOG.md says of the version in the manifest.
.DESCRIPTION
    It throws where the tag of a release is not that version, and where CHANGELOG.md says nothing of it.
.EXAMPLE
    ./.github/Get-ReleaseNotes.ps1 -Tag v1.2.3
#>
[CmdletBinding()]
param(
    # The tag of a release: v and the version. Without it, there is nothing to compare.
    [string] $Tag
)

$ErrorActionPreference = 'Stop'
$root = Split-Path $PSScriptRoot
$version = (Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)).ModuleVersion
if ($Tag -and $Tag -cne "v$version") {
    throw "The tag $Tag is not v$version, and RestoreSessions.psd1 says $version. Change ModuleVersion there, or set the tag v$version."
}

$changelog = [IO.File]::ReadAllText((Join-Path $root CHANGELOG.md)) -replace "`r"
$section = [regex]::Match($changelog, "(?s)(?<=(?:^|\n)## $([regex]::Escape($version))\n).+?(?=\n## |\z)").Value.Trim()
if (-not $section) {
    throw "CHANGELOG.md has no section for version $version. Write what is new under the heading ## $version."
}

$section
