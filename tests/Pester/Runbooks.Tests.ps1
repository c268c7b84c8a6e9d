# Scripts run as a scheduler runs them: pwsh -NonInteractive -File, and its exit code.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    $env:TEST_SERVER, $env:TEST_THUMBPRINT, $env:TEST_PASSWORD = $fake.Server, $fake.Thumbprint, $fake.Credential.GetNetworkCredential().Password
    $begin = @"
Set-StrictMode -Version Latest
Import-Module '$(Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')'
`$credential = New-Object System.Management.Automation.PSCredential 'DOMAIN\admin', (ConvertTo-SecureString `$env:TEST_PASSWORD -AsPlainText -Force)
`$more = @{ Credential = `$credential; CertificateThumbprint = `$env:TEST_THUMBPRINT }

"@

    function Invoke-Runbook($Text) {
        $file = Join-Path $TestDrive 'runbook.ps1'
        Set-Content -LiteralPath $file -Value ($begin + $Text)
        $shown = Invoke-Shell -NoProfile -NonInteractive -File $file 2>&1 | Out-String
        [pscustomobject]@{ ExitCode = $LASTEXITCODE; Shown = $shown }
    }
}

AfterAll {
    Remove-Item env:TEST_SERVER, env:TEST_THUMBPRINT, env:TEST_PASSWORD
    Stop-FakeServer $fake
}

Describe 'A runbook' {
    It 'ends with <ExitCode> <Name>' -ForEach @(
        @{ Name = 'when all went well'; ExitCode = 0; Shown = '^100\s*$'; Text = 'Connect-RestoreServer $env:TEST_SERVER @more; @(Get-RestoreSession).Count' }
        @{ Name = 'after an error that ends a command alone'; ExitCode = 0; Shown = '(?sm)^(?=.*no-such-host\.invalid).*^after\r?$'; Text = 'Connect-RestoreServer no-such-host.invalid @more; "after"' }
        @{ Name = 'after such an error where it asks to stop'; ExitCode = 1; Shown = '(?s)^(?!(.*\n)?after).*no-such-host\.invalid'; Text = '$ErrorActionPreference = "Stop"; Connect-RestoreServer no-such-host.invalid @more; "after"' }
        @{ Name = 'with errors of single sessions that it goes on after'; ExitCode = 0; Shown = '(?sm)^(?=.*00000000-1111-2222-3333-444444444444).*^after\r?$'; Text = 'Connect-RestoreServer $env:TEST_SERVER @more; Get-RestoreSession -Id 00000000-1111-2222-3333-444444444444; "after"' }
        @{ Name = 'with an error of one session where it asks to stop'; ExitCode = 1; Shown = '(?s)^(?!(.*\n)?after).*00000000-1111-2222-3333-444444444444'; Text = '$ErrorActionPreference = "Stop"; Connect-RestoreServer $env:TEST_SERVER @more; Get-RestoreSession -Id 00000000-1111-2222-3333-444444444444; "after"' }
        @{ Name = 'as it says itself'; ExitCode = 3; Shown = '^caught ServerUnreachable,RestoreSessions\.Commands\.ConnectRestoreServerCommand\s*$'; Text = 'try { Connect-RestoreServer no-such-host.invalid @more -ErrorAction Stop } catch { "caught $($_.FullyQualifiedErrorId)"; exit 3 }' }
        @{ Name = 'as it says itself where PowerShell refuses a value, whatever -ErrorAction says'; ExitCode = 4; Shown = '^caught ParameterArgumentTransformationError,RestoreSessions\.Commands\.GetRestoreSessionCommand, 0 in -ErrorVariable\s*$'; Text = '$problems = @(); try { Get-RestoreSession 6/12/2026 -ErrorAction SilentlyContinue -ErrorVariable +problems } catch { "caught $($_.FullyQualifiedErrorId), $($problems.Count) in -ErrorVariable"; exit 4 }' }
        @{ Name = 'with an error of each identifier that it pipes where a period is a default value'; ExitCode = 0; Shown = '^InputObjectNotBound,RestoreSessions\.Commands\.GetRestoreSessionCommand\s*$'; Text = 'Connect-RestoreServer $env:TEST_SERVER @more; $PSDefaultParameterValues["Get-RestoreSession:StartTimeFrom"] = [datetime]"2026-01-01"; (Get-RestoreSession -Last 1).Id | Get-RestoreSession -ErrorAction SilentlyContinue -ErrorVariable problems; "$($problems[0].FullyQualifiedErrorId)"' }
    ) {
        $result = Invoke-Runbook $Text
        $result.ExitCode | Should -Be $ExitCode -Because $result.Shown
        $result.Shown | Should -Match $Shown
    }

    It 'is not asked for what is missing, and stops no session that nobody confirms' {
        $result = Invoke-Runbook 'Connect-RestoreServer $env:TEST_SERVER @more; $n = @(Get-RestoreSession -State Working).Count; Get-RestoreSession -State Working | Stop-RestoreSession; "$($n - @(Get-RestoreSession -State Working).Count) stopped"'
        $result.Shown | Should -Match '0 stopped'
        $result.Shown | Should -Match 'NonInteractive'
        (Invoke-Runbook 'Connect-RestoreServer $env:TEST_SERVER').Shown | Should -Match 'Credential'
    }

    It 'takes no server from the environment' {
        $env:RESTORE_SERVER = $fake.Server
        try {
            (Invoke-Runbook 'Connect-RestoreServer @more').Shown | Should -Match 'Server'
            (Invoke-Runbook 'Get-RestoreSession').Shown | Should -Match 'There is no connection'
        }
        finally {
            Remove-Item env:RESTORE_SERVER
        }
    }

    It 'is a sample: <_>' -ForEach (Get-ChildItem (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/samples') -Filter *.ps1).Name {
        $path = Join-Path $root "docs/samples/$_"
        $extra = if ($_ -like 'Save-*') { "-Path '$(Join-Path $TestDrive 'restores.jsonl')'" } elseif ($_ -like 'Export-*') { "-Path '$(Join-Path $TestDrive 'audit.csv')'" } elseif ($_ -like 'Stop-*') { '-Confirm:$false' } else { '-Since 2026-05-01 -Result Failed, Warning' }
        $expected = if ($_ -like 'Send-*') { 2 } else { 0 }

        # A schedule has no variable to hand a credential over in, but a file.
        $set = if ($_ -like 'Save-*') { "`$credential | Export-Clixml '$(Join-Path $TestDrive 'reader.xml')'; `$more = @{ CredentialPath = '$(Join-Path $TestDrive 'reader.xml')'; CertificateThumbprint = `$env:TEST_THUMBPRINT }; " }
        $result = Invoke-Runbook "$set& '$path' -Server `$env:TEST_SERVER @more $extra; exit `$LASTEXITCODE"
        $result.ExitCode | Should -Be $expected -Because $result.Shown
        $result = Invoke-Runbook "$set& '$path' -Server no-such-host.invalid @more $extra; exit `$LASTEXITCODE"
        $result.ExitCode | Should -Be 1 -Because $result.Shown
        $result.Shown | Should -Match 'no-such-host\.invalid'
    }
}

Describe 'The samples' {
    BeforeDiscovery {
        $samples = Get-ChildItem (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'docs/samples') -Filter *.ps1
    }

    It 'describe themselves and every parameter: <_.Name>' -ForEach $samples {
        $help = Get-Help $_.FullName -Full
        $help.Synopsis | Should -Not -Match '\.ps1'
        $help.description.Text | Should -Match 'Exit codes: 0'
        @($help.examples.example).Count | Should -BeGreaterThan 1
        $declared = (Get-Command $_.FullName).Parameters.Values | Where-Object { $_.Name -notin [System.Management.Automation.Cmdlet]::CommonParameters -and $_.Name -notin [System.Management.Automation.Cmdlet]::OptionalCommonParameters }
        foreach ($parameter in $declared) {
            (Get-Help $_.FullName -Parameter $parameter.Name).description.Text | Should -Not -BeNullOrEmpty -Because $parameter.Name
        }
    }
}

# .NET reads these variables, .NET Framework does not.
Describe 'The documentation' {
    It 'says which shell reads HTTPS_PROXY: <_>' -ForEach 'README.md', 'docs/runbooks.md', 'docs/en-US/about_RestoreSessions.help.txt', 'docs/en-US/Connect-RestoreServer.md' {
        $paragraphs = @([IO.File]::ReadAllText((Join-Path $root $_)) -split '\r?\n(?=\r?\n|- )' | Where-Object { $_ -match 'HTTPS_PROXY' })
        $paragraphs.Count | Should -BeGreaterThan 0
        $paragraphs | ForEach-Object { $_ -replace '\s+', ' ' | Should -Match 'PowerShell 7.*HTTPS_PROXY.*Windows PowerShell.*Internet Options' }
    }

    It 'says so in Get-Help, too' {
        $text = (Get-Help Connect-RestoreServer -Parameter Proxy).description.Text -join ' '
        $text | Should -Match 'PowerShell 7.*HTTPS_PROXY.*Windows PowerShell.*Internet Options'
    }
}
