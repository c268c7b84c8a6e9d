BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Wait-RestoreSession' {
    It 'writes a session that has stopped at once' {
        $session = Get-RestoreSession -State Stopped | Select-Object -First 1
        ($session | Wait-RestoreSession).Id | Should -Be $session.Id
    }

    It 'is an error for each session that works on, and writes the others' {
        $sessions = @(Start-RestoreSession contoso.onmicrosoft.com -Type Exchange) + @(Get-RestoreSession -State Stopped | Select-Object -First 1)
        $done = $sessions | Wait-RestoreSession -TimeoutSec 1 -PollingIntervalSec 1 -ErrorVariable problem -ErrorAction SilentlyContinue
        $done.Id | Should -Be $sessions[1].Id
        $problem.FullyQualifiedErrorId | Should -Be 'WaitTimedOut,RestoreSessions.Commands.WaitRestoreSessionCommand'
    }

    It 'returns when another one stops the session' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction SilentlyContinue)) {
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
        $connection = Get-RestoreConnection
        $module = Join-Path (Get-Module RestoreSessions).ModuleBase RestoreSessions.psd1
        $job = Start-ThreadJob {
            Import-Module $using:module
            Wait-RestoreSession -Session $using:session -Connection $using:connection -PollingIntervalSec 1
        }
        $session | Stop-RestoreSession -Confirm:$false
        ($job | Receive-Job -Wait -AutoRemoveJob).State | Should -Be Stopped
    }
}
