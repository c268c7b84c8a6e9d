BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Start-RestoreSession' {
    It 'returns the session it started' {
        $session = Start-RestoreSession contoso.onmicrosoft.com (Get-Date).AddDays(-1) -Type Exchange -ShowDeleted
        $session.State | Should -Be Working
        $session.Workload | Should -Be Exchange
        (Get-RestoreSession -Id $session.Id).Organization | Should -Be contoso.onmicrosoft.com
    }

    It 'starts nothing with -WhatIf' {
        $before = @(Get-RestoreSession).Count
        Get-RestoreOrganization -Name contoso* | Start-RestoreSession -Type Teams -WhatIf | Should -BeNullOrEmpty
        @(Get-RestoreSession).Count | Should -Be $before
    }

    It 'does not know every organization' {
        { Start-RestoreSession nobody.onmicrosoft.com -Type Teams -ErrorAction Stop } |
            Should -Throw -ErrorId 'RestoreOrganizationNotFound,RestoreSessions.Commands.StartRestoreSessionCommand'
    }
}
