# A tenant's whole life: log on, look at its own organization, open it, see what happened, and stop.

BeforeDiscovery {
    $ways = foreach ($version in 5..8) {
        @{ Version = "v$version"; Way = 'password' }
        @{ Version = "v$version"; Way = 'assertion' }
    }
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $requestFile = Join-Path $TestDrive requests.txt
    $fake = Start-FakeServer -RequestFile $requestFile
}

AfterAll {
    Stop-FakeServer $fake
}

Describe 'A tenant on API <Version>, by <Way>' -ForEach $ways {
    BeforeAll {
        $by = if ($Way -eq 'password') { @{ Credential = $fake.Tenant } } else { $fake.ByTenant }
        Connect-RestoreServer $fake.Server @by -CertificateThumbprint $fake.Thumbprint -ApiVersion $Version
    }

    AfterAll {
        Disconnect-RestoreServer
    }

    It 'sees its own organization, and when it was backed up' {
        $own = Get-RestoreOrganization
        $own.Name | Should -BeExactly contoso.onmicrosoft.com
        $own.Id | Should -Be 00000001-0000-0000-0000-000000000001
        $own.FirstBackupTimeUtc.ToString('o') | Should -Be 2025-06-01T12:00:00.0000000Z
        $own.LastBackupTimeUtc.ToString('o') | Should -Be 2026-06-01T12:00:00.0000000Z
        $own.LastBackupTime | Should -Be $own.LastBackupTimeUtc.ToLocalTime()
        Get-RestoreOrganization -Name fabrikam* | Should -BeNullOrEmpty
    }

    It 'opens it, sees what happened, and stops' {
        $session = Start-RestoreSession -Type Exchange -PointInTime (Get-RestoreOrganization).LastBackupTime
        $session.State | Should -Be Working
        $session.Workload | Should -Be Exchange
        $session.Organization | Should -BeExactly contoso.onmicrosoft.com
        $session.InitiatedBy | Should -BeExactly backup@contoso.onmicrosoft.com

        $events = @($session | Get-RestoreSessionEvent)
        $events.Count | Should -BeGreaterThan 0
        $events.SessionId | Select-Object -Unique | Should -Be $session.Id
        ($session | Get-RestoreSessionEvent -EventId $events[0].Id).ItemName | Should -BeExactly $events[0].ItemName

        $stopped = $session | Stop-RestoreSession -Confirm:$false -PassThru | Wait-RestoreSession -TimeoutSec 60
        $stopped.Id | Should -Be $session.Id
        $stopped.State | Should -Be Stopped
    }

    It 'opens it by name, and from the pipeline' {
        (Start-RestoreSession contoso.onmicrosoft.com -Type Teams).Organization | Should -BeExactly contoso.onmicrosoft.com
        (Get-RestoreOrganization | Start-RestoreSession -Type OneDrive).Workload | Should -Be OneDrive
        $expected = if ($Version -eq 'v5') { 'POST /v5/Organization/action' } else { "POST /$Version/Organization/Explore" }
        @(Get-Content $requestFile)[-1] | Should -BeExactly $expected
    }

    It 'sees no sessions of others' {
        Get-RestoreSession | ForEach-Object Organization | Select-Object -Unique | Should -BeExactly contoso.onmicrosoft.com
    }

    It 'opens nothing with -WhatIf, and no other organization' {
        $before = @(Get-RestoreSession).Count
        Start-RestoreSession -Type Teams -WhatIf | Should -BeNullOrEmpty
        { Start-RestoreSession fabrikam.onmicrosoft.com -Type Teams -ErrorAction Stop } |
            Should -Throw -ErrorId 'RestoreOrganizationNotFound,RestoreSessions.Commands.StartRestoreSessionCommand'
        @(Get-RestoreSession).Count | Should -Be $before
    }
}
