# Starts the stand-in server as a process of its own, with the same times on any day. The tests dot-source this; `dotnet build` comes first.

. $PSScriptRoot/Shell.ps1

$root = Split-Path (Split-Path $PSScriptRoot)
Import-Module (Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')

function Start-FakeServer {
    param([int] $Sessions = 100, [switch] $Array, [switch] $Proxy, [string] $RequestFile, [string] $User = 'DOMAIN\admin', [string] $Password = 'canary-password')

    $assembly = Get-ChildItem (Join-Path $root 'tests/FakeServer/bin') -Recurse -Filter FakeServer.dll |
        Sort-Object LastWriteTime -Descending | Select-Object -First 1
    $arguments = @("`"$($assembly.FullName)`"", "--port 0 --sessions $Sessions --until 2026-06-01T12:00:00Z --user $User --password $Password --strict")
    $tenant = 'backup@contoso.onmicrosoft.com'
    $tenantId = '5a4c0c0e-6d1c-4f0e-9a43-0f1e7a0c5b11'
    $operatorId = '0c7b3a52-3c5f-4f3c-8f3a-6b0d0b3f9d21.7f1d2f4e-52f5-4a55-8d0b-1f6f3a1c9e02'
    $arguments += "--tenant $tenant --tenant-password canary-tenant --tenant-client $tenantId --tenant-assertion canary-tenant+assertion/="
    $arguments += "--operator-client $operatorId --operator-assertion canary-operator+assertion/="
    if ($Array) {
        $arguments += '--array'
    }

    if ($Proxy) {
        $arguments += '--proxy'
    }

    if ($RequestFile) {
        $arguments += "--requests `"$RequestFile`""
    }

    $start = New-Object System.Diagnostics.ProcessStartInfo 'dotnet', ($arguments -join ' ')
    $start.RedirectStandardOutput = $true
    $start.UseShellExecute = $false
    $process = [System.Diagnostics.Process]::Start($start)

    # "Listening on https://127.0.0.1:PORT with ...", then a line each for user, password, thumbprint, token, and the proxy if there is one.
    $lines = 1..$(if ($Proxy) { 6 } else { 5 }) | ForEach-Object { $process.StandardOutput.ReadLine() }
    $secret = ConvertTo-SecureString ($lines[2] -split '\s+', 2)[1] -AsPlainText -Force
    [pscustomobject]@{
        Process    = $process
        Server     = [regex]::Match($lines[0], '127\.0\.0\.1:\d+').Value
        Credential = New-Object System.Management.Automation.PSCredential ($lines[1] -split '\s+', 2)[1], $secret
        Thumbprint = ($lines[3] -split '\s+', 2)[1]
        Token      = ConvertTo-SecureString ($lines[4] -split '\s+', 2)[1] -AsPlainText -Force
        Tenant     = New-Object System.Management.Automation.PSCredential $tenant, (ConvertTo-SecureString canary-tenant -AsPlainText -Force)

        # What the two log on with by assertion, to be splatted.
        ByTenant   = @{ ClientId = $tenantId; Assertion = ConvertTo-SecureString canary-tenant+assertion/= -AsPlainText -Force }
        ByOperator = @{ ClientId = $operatorId; Assertion = ConvertTo-SecureString canary-operator+assertion/= -AsPlainText -Force; RestoreOperator = $true }
        Proxy      = if ($Proxy) { ($lines[5] -split '\s+', 2)[1] }
    }
}

function Stop-FakeServer {
    param($Fake)
    $Fake.Process.Kill()
    $Fake.Process.Dispose()
}
