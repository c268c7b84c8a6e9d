<#
.SYNOPSIS
    Makes what a release consists of, in out/release, from the module in out/RestoreSessions.
.DESCRIPTION
    RestoreSessions.<version>.nupkg   the package for Install-PSResource and the PowerShell Gallery
    RestoreSessions-<version>.zip     the module, to be unfolded into a folder of modules
    SHA256SUMS                        the SHA-256 of both
    ReleaseNotes.md                   this version's section of CHANGELOG.md

    The same module makes the same bytes, at any time and in any folder. ./build.ps1 Package builds the module and runs this in PowerShell 7.6, whose
    Compress-PSResource writes the data of the package.

    Where the variable SIGNING_CERTIFICATE is set, the module is signed before it is packed: a PFX file as Base64, with its password in SIGNING_PASSWORD.
    This is possible only on Windows. A signed module has the time of its signature in it.
#>
[CmdletBinding()]
param(
    # The folder to leave it in, whose earlier content goes.
    [string] $Destination = (Join-Path (Split-Path $PSScriptRoot) out/release)
)

$ErrorActionPreference = 'Stop'

# Neither time nor order of the files on the disk gets into the archive.
function Write-Archive {
    param([string] $Path, [Collections.IDictionary] $Content)

    $earliest = [DateTimeOffset]::new(1980, 1, 1, 0, 0, 0, [TimeSpan]::Zero)
    $archive = [IO.Compression.ZipFile]::Open($Path, 'Create')
    try {
        foreach ($name in [Linq.Enumerable]::Order([string[]] $Content.Keys, [StringComparer]::Ordinal)) {
            $entry = $archive.CreateEntry($name, 'Optimal')
            $entry.LastWriteTime = $earliest
            $stream = $entry.Open()
            $stream.Write($Content[$name], 0, $Content[$name].Length)
            $stream.Dispose()
        }
    }
    finally {
        $archive.Dispose()
    }
}

# An AllSigned machine runs no assembly and reads no format without a signature. Newtonsoft.Json has that of its author.
function Add-Signature {
    param([string] $Folder)

    if (-not $IsWindows) {
        throw 'SIGNING_CERTIFICATE is set, and PowerShell signs only on Windows. Make the release there, or unset the variable for one without signatures.'
    }

    $bytes = [Convert]::FromBase64String($env:SIGNING_CERTIFICATE)
    $certificate = [Security.Cryptography.X509Certificates.X509CertificateLoader]::LoadPkcs12($bytes, $env:SIGNING_PASSWORD)
    foreach ($file in Get-ChildItem $Folder -Recurse -File -Include *.dll, *.psd1, *.ps1xml -Exclude Newtonsoft.Json.dll) {
        $signature = Set-AuthenticodeSignature $file -Certificate $certificate -HashAlgorithm SHA256 -IncludeChain NotRoot -TimestampServer http://timestamp.digicert.com
        if ($signature.Status -ne 'Valid') {
            throw "$($file.Name) was not signed: $($signature.StatusMessage)"
        }
    }
}

# The data of the package, as Compress-PSResource makes them from the manifest.
function Get-PackageData {
    param([string] $Module, [string] $Folder)

    $package = Compress-PSResource -Path $Module -DestinationPath $Folder -PassThru
    $archive = [IO.Compression.ZipFile]::OpenRead($package.FullName)
    try {
        $stream = $archive.GetEntry('RestoreSessions.nuspec').Open()
        $copy = [IO.MemoryStream]::new()
        $stream.CopyTo($copy)
        $stream.Dispose()
        , $copy.ToArray()
    }
    finally {
        $archive.Dispose()
    }
}

$root = Split-Path $PSScriptRoot
$notes = & (Join-Path $PSScriptRoot Get-ReleaseNotes.ps1)
$version = (Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)).ModuleVersion
$release = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Destination)
$work = Join-Path ([IO.Path]::GetTempPath()) "RestoreSessions-$([guid]::NewGuid())"
$module = Join-Path $work RestoreSessions
try {
    $null = New-Item $work -ItemType Directory
    Copy-Item (Join-Path $root out/RestoreSessions) $module -Recurse
    if ($env:SIGNING_CERTIFICATE) {
        Add-Signature $module
    }
    else {
        'The module is not signed: SIGNING_CERTIFICATE is not set.'
    }

    $files = @{}
    foreach ($file in Get-ChildItem $module -Recurse -File) {
        $files[[IO.Path]::GetRelativePath($module, $file.FullName).Replace('\', '/')] = [IO.File]::ReadAllBytes($file.FullName)
    }

    # Beside the data, the two parts that any package has. Compress-PSResource writes random names and the version of this machine's system into them.
    $parts = $files + @{
        'RestoreSessions.nuspec' = Get-PackageData $module $work
        '_rels/.rels'            = [IO.File]::ReadAllBytes((Join-Path $PSScriptRoot package/rels.xml))
        '[Content_Types].xml'    = [IO.File]::ReadAllBytes((Join-Path $PSScriptRoot package/types.xml))
    }
    $unfolded = @{}
    foreach ($name in $files.Keys) {
        $unfolded["RestoreSessions/$version/$name"] = $files[$name]
    }

    if (Test-Path $release) {
        Remove-Item $release -Recurse
    }

    $null = New-Item $release -ItemType Directory
    $names = "RestoreSessions-$version.zip", "RestoreSessions.$version.nupkg"
    Write-Archive (Join-Path $release $names[0]) $unfolded
    Write-Archive (Join-Path $release $names[1]) $parts
    $sums = $names | ForEach-Object { '{0}  {1}' -f (Get-FileHash (Join-Path $release $_) -Algorithm SHA256).Hash.ToLowerInvariant(), $_ }
    [IO.File]::WriteAllText((Join-Path $release SHA256SUMS), ($sums -join "`n") + "`n")
    [IO.File]::WriteAllText((Join-Path $release ReleaseNotes.md), "$notes`n")
    Get-ChildItem $release | ForEach-Object FullName
}
finally {
    Remove-Item $work -Recurse -ErrorAction Ignore
}
