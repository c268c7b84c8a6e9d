# The question that the module is for: who restored what, when, where to, and did it work. In one line, on each version of the API.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer -Sessions 12
    $names = 'StartTimeUtc', 'InitiatedBy', 'Organization', 'Workload', 'Type', 'ItemName', 'Source', 'Target', 'Status'

    # As the stand-in server has them, the oldest first.
    $expected = @(
        '2026-06-01T10:42:46 | VBO01\Administrator | contoso.onmicrosoft.com | Exchange | Restore | Item 1 | contoso.onmicrosoft.com\Mailboxes\Item 1 | contoso.onmicrosoft.com\Mailboxes | Success'
        '2026-06-01T10:48:41 | CONTOSO\j.doe | northwind.onmicrosoft.com | Teams | Restore | Item 1 | northwind.onmicrosoft.com\Mailboxes\Item 1 | northwind.onmicrosoft.com\Mailboxes | Success'
        '2026-06-01T11:15:16 | CONTOSO\backup.operator | fabrikam.onmicrosoft.com | SharePoint | Restore | Item 1 | fabrikam.onmicrosoft.com\Mailboxes\Item 1 | fabrikam.onmicrosoft.com\Mailboxes | Success'
        '2026-06-01T11:24:33 | CONTOSO\j.doe | tailspin.onmicrosoft.com | Teams | Restore | Item 1 | tailspin.onmicrosoft.com\Mailboxes\Item 1 | tailspin.onmicrosoft.com\Mailboxes | Success'
        '2026-06-01T11:44:12 | CONTOSO\j.doe | tailspin.onmicrosoft.com | Teams | Restore | Item 1 | tailspin.onmicrosoft.com\Mailboxes\Item 1 | tailspin.onmicrosoft.com\Mailboxes | Success'
        '2026-06-01T11:52:28 | fabrikam.onmicrosoft.com | fabrikam.onmicrosoft.com | OneDrive | Restore | Item 1 | fabrikam.onmicrosoft.com\Mailboxes\Item 1 | fabrikam.onmicrosoft.com\Mailboxes | Success'
        '2026-06-01T11:58:46 | VBO01\Administrator | fabrikam.onmicrosoft.com | Teams | Restore | Item 1 | fabrikam.onmicrosoft.com\Mailboxes\Item 1 | fabrikam.onmicrosoft.com\Mailboxes | Success'
    )

    function ConvertTo-Line {
        process {
            $row = $_
            @($names | ForEach-Object { if ($_ -eq 'StartTimeUtc') { '{0:s}' -f $row.$_ } else { $row.$_ } }) -join ' | '
        }
    }
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Who restored what, on API <_>' -ForEach 'v5', 'v6', 'v7', 'v8' {
    BeforeAll {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint -ApiVersion $_
        $hasReasons = $_ -ne 'v5'
    }

    It 'is one line' {
        Get-RestoreSession | Get-RestoreSessionEvent -Type Restore | Sort-Object StartTime | ConvertTo-Line | Should -Be $expected
    }

    It 'is the same for identifiers' {
        Get-RestoreSessionEvent -Id (Get-RestoreSession).Id -Type Restore | Sort-Object StartTime | ConvertTo-Line | Should -Be $expected
    }

    It 'is the same for sessions from a file' {
        $file = Join-Path $TestDrive sessions.xml
        Get-RestoreSession | Export-Clixml $file
        Import-Clixml $file | Get-RestoreSessionEvent -Type Restore | Sort-Object StartTime | ConvertTo-Line | Should -Be $expected
    }

    It 'is the same in a CSV file, with the reason and the machine where the version has them' {
        $rows = Get-RestoreSession | Get-RestoreSessionEvent -Type Restore | Sort-Object StartTime | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $rows.InitiatedBy | Should -Be ($expected -replace '^[^|]*\| | \|.*')
        $rows.ItemName | Should -Be (@('Item 1') * 7)
        $rows.Reason[0, 1] | Should -Be $(if ($hasReasons) { 'Mailbox of a leaver', 'Ticket 4711' } else { '', '' })
        $rows.ClientHost | Select-Object -Unique | Should -Be $(if ($hasReasons) { 'BXYDEV01 (via: 10.0.0.1)' } else { '' })
        $rows[0].PSObject.Properties.Name | Should -Not -Contain 'Session'
    }

    It 'is filtered by the headings of its table' {
        $events = Get-RestoreSession | Get-RestoreSessionEvent
        @($events | Where-Object InitiatedBy -eq CONTOSO\j.doe | Where-Object Type -eq Restore).Count | Should -Be 3
        @(Get-RestoreSession | Where-Object Workload -eq Teams | Where-Object Outcome -eq Success).Count | Should -BeGreaterThan 0
    }
}

Describe 'A mocked event' {
    It 'is not empty, and its time is UTC' {
        $happened = [RestoreSessions.RestoreSessionEvent]@{ InitiatedBy = 'CONTOSO\j.doe'; StartTimeUtc = '2026-06-01T10:00:00Z' }
        $happened | Should -Not -BeNullOrEmpty
        $happened.StartTimeUtc.ToString('s') | Should -Be '2026-06-01T10:00:00'
        $happened.InitiatedBy | Should -Be 'CONTOSO\j.doe'
    }
}

Describe 'README' {
    It 'shows what its line about who restored what writes' {
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
        $readme = Get-Content (Join-Path $root README.md) -Raw -Encoding UTF8
        $section = [regex]::Match($readme, '(?ms)^## Who restored what\r?\n.*?^```powershell\r?\n(?<code>.*?)^```.*?^```text\r?\n(?<shown>.*?)^```')
        $section.Success | Should -BeTrue
        $usual = if ($PSStyle) { $PSStyle.OutputRendering }
        if ($PSStyle) {
            $PSStyle.OutputRendering = 'PlainText'
        }

        try {
            # As a terminal of 100 columns shows it, whatever the one is that this runs in.
            $events = & ([scriptblock]::Create($section.Groups['code'].Value))
            $events | ForEach-Object { $null = $_.PSTypeNames.Remove('RestoreSessions.RestoreSessionEvent#Wide') }
            $text = $events | Out-String -Width 100
        }
        finally {
            if ($PSStyle) {
                $PSStyle.OutputRendering = $usual
            }
        }

        # README's times are those of a machine in UTC.
        $lines = { ($args[0] -split '\r?\n').TrimEnd() -ne '' -replace '^\d{4}-\d\d-\d\d [\d:]{5}', 'local time' }
        & $lines $text | Should -Be (& $lines $section.Groups['shown'].Value)
    }
}
