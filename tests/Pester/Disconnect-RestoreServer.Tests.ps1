BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
}

AfterAll {
    Stop-FakeServer $fake
}

Describe 'Disconnect-RestoreServer' {
    BeforeEach {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
    }

    It 'closes every connection' {
        Disconnect-RestoreServer | Should -BeNullOrEmpty
        { Get-RestoreSession -ErrorAction Stop } | Should -Throw -ErrorId 'NotConnected,RestoreSessions.Commands.GetRestoreSessionCommand'
    }

    It 'takes connections from the pipeline' {
        Get-RestoreConnection | Disconnect-RestoreServer
        Get-RestoreConnection | Should -BeNullOrEmpty
    }
}
