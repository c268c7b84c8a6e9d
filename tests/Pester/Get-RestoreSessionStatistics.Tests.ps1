BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
}

AfterAll {
    Stop-FakeServer $fake
}

Describe 'Get-RestoreSessionStatistics' {
    AfterEach {
        Disconnect-RestoreServer
    }

    It 'counts what a session restored, on v8' {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -ApiVersion v8
        $session = Get-RestoreSession -Last 1
        ($session | Get-RestoreSessionStatistics).SessionId | Should -Be $session.Id
    }

    It 'says that older versions have none' {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -ApiVersion v7
        { Get-RestoreSession -Last 1 | Get-RestoreSessionStatistics -ErrorAction Stop } |
            Should -Throw -ErrorId 'ApiVersionNotServed,RestoreSessions.Commands.GetRestoreSessionStatisticsCommand'
    }
}
