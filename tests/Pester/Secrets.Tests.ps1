# What a shell can show, write to a file or remember of a secret. The stand-in server's tokens are known by their form.

BeforeDiscovery {
    $commands = @(
        @{ Command = 'Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -PassThru' }
        @{ Command = 'Connect-RestoreServer $fake.Server -AccessToken $token -CertificateThumbprint $fake.Thumbprint -PassThru' }
        @{ Command = '$by = $fake.ByTenant; Connect-RestoreServer $fake.Server @by -CertificateThumbprint $fake.Thumbprint -PassThru' }
        @{ Command = '$by = $fake.ByOperator; Connect-RestoreServer $fake.Server @by -CertificateThumbprint $fake.Thumbprint -PassThru' }
        @{ Command = 'Connect-RestoreServer $fake.Server -ClientId nobody -Assertion $token -CertificateThumbprint $fake.Thumbprint' }
        @{ Command = 'Connect-RestoreServer $fake.Server -Credential $wrong -CertificateThumbprint $fake.Thumbprint' }
        @{ Command = 'Connect-RestoreServer $fake.Server -Credential $fake.Credential' }
        @{ Command = 'Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -Proxy http://127.0.0.1:9 -ProxyCredential $proxy' }
        @{ Command = 'Connect-RestoreServer no-such-host.invalid -Credential $fake.Credential' }
        @{ Command = 'Get-RestoreConnection' }
        @{ Command = 'Get-RestoreSession -Last 3' }
        @{ Command = 'Get-RestoreSession -Id ([guid]::NewGuid())' }
        @{ Command = 'Get-RestoreSession -Last 3 | Get-RestoreSessionEvent' }
        @{ Command = 'Get-RestoreSession -Last 1 | Get-RestoreSessionStatistics' }
        @{ Command = 'Get-RestoreOrganization' }
        @{ Command = 'Start-RestoreSession contoso.onmicrosoft.com -Type Exchange' }
        @{ Command = 'Get-RestoreSession -State Working | Stop-RestoreSession -Confirm:$false -PassThru' }
        @{ Command = 'Get-RestoreSession -Last 1 | Wait-RestoreSession -TimeoutSec 1' }
        @{ Command = 'Disconnect-RestoreServer' }
    )
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    function New-Credential($Account, $Canary) {
        New-Object System.Management.Automation.PSCredential $Account, (ConvertTo-SecureString $Canary -AsPlainText -Force)
    }

    # An access token that the user brought along: it does not have to be a good one.
    $token = (New-Credential token canary-token).Password
    $wrong = New-Credential 'DOMAIN\admin' canary-wrong
    $proxy = New-Credential proxyuser canary-proxy
    $secret = 'canary-|(access|refresh)-[0-9A-F]{48}'
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Secrets' {
    BeforeEach {
        $Error.Clear()
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -ApiVersion v8
    }

    It 'shows none on any stream, in any form: <Command>' -ForEach $commands {
        $transcript = Join-Path $TestDrive 'transcript.txt'
        $file = Join-Path $TestDrive 'objects.xml'
        $WarningPreference = $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
        $script = [scriptblock]::Create($Command)
        Start-Transcript $transcript | Out-Null
        try {
            $all = @(& { try { & $script } catch { $_ } } *>&1)
            $all | Out-Host
        }
        finally {
            Stop-Transcript | Out-Null
        }

        Get-Content $transcript -Raw | Should -Not -Match $secret
        $all | Format-List * -Force | Out-String -Width 4000 | Should -Not -Match $secret
        $all | Format-Table * -Force | Out-String -Width 4000 | Should -Not -Match $secret
        foreach ($one in $all) {
            # A record of a stream leads to the whole engine: two steps, and an error's exceptions in full.
            $depth = if ($one.GetType().Namespace -like 'RestoreSessions*') { 10 } else { 2 }
            $one | ConvertTo-Json -Depth $depth -WarningAction Ignore | Should -Not -Match $secret
            $one | Export-Clixml $file -Depth $depth
            Get-Content $file -Raw | Should -Not -Match $secret
            if ($one -is [System.Management.Automation.ErrorRecord]) {
                for ($e = $one.Exception; $e; $e = $e.InnerException) {
                    "$e" | Should -Not -Match $secret
                }
            }
        }

        $Error | Format-List * -Force | Out-String -Width 4000 | Should -Not -Match $secret
        $Error | ForEach-Object { $_.InvocationInfo.BoundParameters | Out-String } | Should -Not -Match $secret
    }

    It 'keeps none where a shell keeps things' {
        Get-RestoreSession | Out-Null
        Get-History | Format-List * | Out-String -Width 4000 | Should -Not -Match $secret
        $PSDefaultParameterValues | Out-String -Width 4000 | Should -Not -Match $secret
        $global:PSDefaultParameterValues | Out-String -Width 4000 | Should -Not -Match $secret
        Get-ChildItem env: | Out-String -Width 4000 | Should -Not -Match $secret
        Get-RestoreConnection | Get-Member -Force | Out-String -Width 4000 | Should -Not -Match $secret
    }

    It 'exports sessions and a connection that nothing secret comes back from' {
        $file = Join-Path $TestDrive 'kept.xml'
        Get-RestoreConnection | Export-Clixml $file
        (Import-Clixml $file).Server | Should -Be $fake.Server
        (Import-Clixml $file).psobject.Properties.Name | Sort-Object | Should -Be 'ApiVersion', 'Server', 'ServerTimeUtc', 'TokenExpires', 'UserName'
        Get-RestoreSession -Last 1 | Export-Clixml $file -Depth 10
        Get-Content $file -Raw | Should -Not -Match "$secret|Connection"
    }

    It 'would be seen by these tests' {
        'canary-x', "access-$('0' * 48)", "refresh-$('F' * 48)" | ForEach-Object { $_ | Should -Match $secret }
        $fake.Credential.GetNetworkCredential().Password | Should -Match $secret
    }
}
