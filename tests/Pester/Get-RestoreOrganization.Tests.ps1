BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Get-RestoreOrganization' {
    It 'lists them all' {
        $names = (Get-RestoreOrganization).Name
        $names | Should -Contain 'contoso.onmicrosoft.com'
        $names | Should -Contain 'fabrikam.onmicrosoft.com'
    }

    It 'takes wildcards' {
        (Get-RestoreOrganization -Name contoso*, adatum*).Name | Sort-Object | Should -Be 'adatum.onmicrosoft.com', 'contoso.onmicrosoft.com'
    }

    It 'names the organization of a session' {
        $session = Get-RestoreSession -Last 1
        ($session | Get-RestoreOrganization).Name | Should -Be $session.Organization
    }
}
