BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Get-RestoreConnection' {
    It 'is empty before connecting' {
        Get-RestoreConnection | Should -BeNullOrEmpty
    }

    It 'shows server, user, version and expiry' {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
        Get-RestoreConnection | Out-String -Width 120 | Should -Match ('{0} +{1} +v8 +20' -f [regex]::Escape($fake.Server), [regex]::Escape($fake.Credential.UserName))
    }
}
