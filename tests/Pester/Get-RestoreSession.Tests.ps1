BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer -Sessions 1000
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Get-RestoreSession' {
    It 'lists every page' {
        @(Get-RestoreSession).Count | Should -Be 1000
    }

    It 'lists a period' {
        $sessions = Get-RestoreSession -StartTimeFrom 2026-06-01T08:00:00Z -StartTimeTo 2026-06-01T10:00:00Z
        $sessions | Should -Not -BeNullOrEmpty
        $sessions.CreationTimeUtc | ForEach-Object { $_ | Should -BeGreaterThan ([datetime]'2026-06-01T08:00:00Z').ToUniversalTime() }
    }

    It 'stops downloading when the pipeline has enough' {
        @(Get-RestoreSession | Select-Object -First 5).Count | Should -Be 5
    }

    It 'compares with Get-Date' {
        @(Get-RestoreSession | Where-Object CreationTime -lt (Get-Date)).Count | Should -Be 1000
    }

    It 'survives a round trip through CSV' {
        $session = Get-RestoreSession | Select-Object -First 1
        $back = $session | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $back.Id | Should -Be $session.Id
        $back.State | Should -Be $session.State
    }

    It 'groups, sorts and formats' {
        (Get-RestoreSession | Group-Object Workload).Name | Sort-Object | Should -Be 'Exchange', 'OneDrive', 'SharePoint', 'Teams'
        Get-RestoreSession | Sort-Object CreationTime -Descending | Select-Object -First 1 | Format-Table | Out-String -Width 120 |
            Should -Match 'CreationTime +Duration +Workload +Organization +InitiatedBy +Outcome'
    }

    It 'works in ForEach-Object -Parallel with the connection of the caller' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $connection = Get-RestoreConnection
        $module = (Get-Module RestoreSessions).Path -replace 'dll$', 'psd1'
        $counts = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:module
            @(Get-RestoreSession -Connection $using:connection).Count
        }
        $counts | Should -Be 1000, 1000, 1000
    }

    It 'works in Start-ThreadJob with the connection of the caller' -Skip:(-not (Get-Command Start-ThreadJob -ErrorAction SilentlyContinue)) {
        $connection = Get-RestoreConnection
        $module = Join-Path (Get-Module RestoreSessions).ModuleBase RestoreSessions.psd1
        $job = Start-ThreadJob {
            Import-Module $using:module
            @(Get-RestoreConnection).Count
            @(Get-RestoreSession -Connection $using:connection).Count
        }
        $job | Receive-Job -Wait -AutoRemoveJob | Should -Be 0, 1000
    }

    It 'works in Start-Job, which connects for itself' {
        $server, $credential, $thumbprint = $fake.Server, $fake.Credential, $fake.Thumbprint
        $module = Join-Path (Get-Module RestoreSessions).ModuleBase RestoreSessions.psd1
        $job = Start-Job {
            Import-Module $using:module
            Connect-RestoreServer $using:server -Credential $using:credential -CertificateThumbprint $using:thumbprint
            Get-RestoreSession -Last 3
        }
        $sessions = @($job | Receive-Job -Wait -AutoRemoveJob)
        $sessions.Id | Should -Be (Get-RestoreSession -Last 3).Id
        $sessions[0].CreationTimeUtc | Should -Be (Get-RestoreSession -Last 1).CreationTimeUtc
    }

    It 'lists a bare array of 100,000' {
        $large = Start-FakeServer -Sessions 100000 -Array
        try {
            $connection = Connect-RestoreServer $large.Server -Credential $large.Credential -CertificateThumbprint $large.Thumbprint -PassThru
            $count = 0
            Get-RestoreSession -Connection $connection | ForEach-Object { $count++ }
            $count | Should -Be 100000
            Disconnect-RestoreServer $connection
        }
        finally {
            Stop-FakeServer $large
        }
    }

    It 'refuses a period that ends before it begins' {
        { Get-RestoreSession -StartTimeFrom 2026-06-02 -StartTimeTo 2026-06-01 -ErrorAction Stop } |
            Should -Throw -ErrorId 'InvalidTimeRange,RestoreSessions.Commands.GetRestoreSessionCommand'
    }
}
