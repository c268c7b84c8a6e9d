BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
}

AfterAll {
    Stop-FakeServer $fake
}

Describe 'Connect-RestoreServer' {
    AfterEach {
        Disconnect-RestoreServer
    }

    It 'writes nothing, and the connection with -PassThru' {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint | Should -BeNullOrEmpty
        $connection = Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -PassThru
        $connection.Server | Should -Be $fake.Server
        $connection.TokenExpires | Should -BeGreaterThan (Get-Date)
    }

    It 'rejects a certificate that is not trusted, and says how to pin it' {
        { Connect-RestoreServer $fake.Server -Credential $fake.Credential -ErrorAction Stop } |
            Should -Throw -ErrorId 'CertificateRejected,RestoreSessions.Commands.ConnectRestoreServerCommand' -ExpectedMessage "*-CertificateThumbprint $($fake.Thumbprint)"
    }

    It 'refuses plain http' {
        { Connect-RestoreServer "http://$($fake.Server)" -Credential $fake.Credential -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidServer,RestoreSessions.Commands.ConnectRestoreServerCommand'
    }

    It 'shows no secret of the connection, however it is written out' {
        $connection = Connect-RestoreServer $fake.Server -Credential $fake.Credential -SkipCertificateCheck -PassThru
        $text = ($connection | Format-List * -Force | Out-String) + ($connection | ConvertTo-Json -Depth 10) +
            [Management.Automation.PSSerializer]::Serialize($connection, 10)
        $text | Should -Match 'TokenExpires'
        $text | Should -Not -Match 'access-|refresh-'
        $text | Should -Not -Match ([regex]::Escape($fake.Credential.GetNetworkCredential().Password))
    }
}
