BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint

    # A session in which nothing was done has no events.
    $session = Get-RestoreSession | Where-Object { $_ | Get-RestoreSessionEvent -Type Restore } | Select-Object -First 1
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Get-RestoreSessionEvent' {
    It 'answers who restored what' {
        $restores = @($session | Get-RestoreSessionEvent | Where-Object Type -eq Restore)
        $restores.Count | Should -BeGreaterThan 0
        $restores.SessionId | Select-Object -Unique | Should -Be $session.Id
    }

    It 'filters by status as Where-Object does' {
        $all = Get-RestoreSession -Last 30 | Get-RestoreSessionEvent
        $expected = @($all | Where-Object Status -in Failed, Warning | Sort-Object Id)
        $expected.Count | Should -BeGreaterThan 0
        $actual = @(Get-RestoreSession -Last 30 | Get-RestoreSessionEvent -Status Failed, Warning | Sort-Object Id)
        $actual.Id | Should -Be $expected.Id
    }

    It 'takes identifiers' {
        @(Get-RestoreSessionEvent -Id $session.Id).Count | Should -BeGreaterThan 0
    }

    It 'goes on with the next session when one is gone' {
        $events = Get-RestoreSessionEvent -Id ([guid]::NewGuid()), $session.Id -ErrorVariable problem -ErrorAction SilentlyContinue
        $events | Should -Not -BeNullOrEmpty
        $problem.FullyQualifiedErrorId | Should -Be 'RestoreSessionNotFound,RestoreSessions.Commands.GetRestoreSessionEventCommand'
    }
}
