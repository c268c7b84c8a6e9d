BeforeDiscovery {
    $texts = @(
        @{ Name = 'equals'; Text = '=1+1'; Cell = "'=1+1" }
        @{ Name = 'plus'; Text = '+1'; Cell = "'+1" }
        @{ Name = 'minus'; Text = '-1'; Cell = "'-1" }
        @{ Name = 'at'; Text = '@SUM(A1)'; Cell = "'@SUM(A1)" }
        @{ Name = 'full-width equals'; Text = "$([char]0xFF1D)1+1"; Cell = "'$([char]0xFF1D)1+1" }
        @{ Name = 'a space without width before it'; Text = "$([char]0x200B)@x"; Cell = "'$([char]0x200B)@x" }
        @{ Name = 'a tab before it'; Text = "`t=1"; Cell = "' =1" }
        @{ Name = 'a NUL before it'; Text = "$([char]0)=1"; Cell = "' =1" }
        @{ Name = 'after a line feed'; Text = "x`n=40+2"; Cell = 'x =40+2' }
        @{ Name = 'after a line of Windows'; Text = "x`r`n=40+2"; Cell = 'x =40+2' }
        @{ Name = 'after a line separator'; Text = "x$([char]0x2028)=40+2"; Cell = 'x =40+2' }
        @{ Name = 'after a semicolon'; Text = 'x;=40+2'; Cell = "x;'=40+2" }
        @{ Name = 'after a comma and a space'; Text = 'x, -40'; Cell = "x,' -40" }
        @{ Name = 'after a vertical bar'; Text = 'x|@SUM(A1)'; Cell = "x|'@SUM(A1)" }
        @{ Name = 'after a tab'; Text = "x`t=40+2"; Cell = 'x =40+2' }
        @{ Name = 'in quotation marks after a semicolon'; Text = 'x;"=40+2"'; Cell = "x;'`"=40+2`"" }
        @{ Name = 'after several'; Text = 'a;=1;b,=2|=3'; Cell = "a;'=1;b,'=2|'=3" }
    )
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $script = Join-Path $root 'docs/samples/Export-RestoreSessionCsv.ps1'
    $credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\runbook', (ConvertTo-SecureString 'secret' -AsPlainText -Force)
}

Describe 'Export-RestoreSessionCsv' {
    BeforeEach {
        $csv = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
        $arguments = @{ Server = 'vbo'; Credential = $credential; Path = $csv }
        $restored = [RestoreSessions.RestoreSession]@{
            Id = [guid]::NewGuid(); Server = 'vbo'; Organization = 'contoso'; Type = 'Vex'; State = 'Stopped'; Result = 'Success'; InitiatedBy = 'CONTOSO\jd'
            CreationTimeUtc = [datetime]::new(2026, 6, 1, 10, 0, 0, [System.DateTimeKind]::Utc); EndTimeUtc = [datetime]::new(2026, 6, 1, 11, 0, 0, [System.DateTimeKind]::Utc)
        }
        $events = @(
            [RestoreSessions.RestoreSessionEvent]@{ Type = 'Restore'; Status = 'Success'; ItemName = "J$([char]0xFC)rgen, `"quoted`""; ItemSizeBytes = 1234567; StartTimeUtc = [datetime]::new(2026, 6, 1, 10, 5, 0, [System.DateTimeKind]::Utc) }
            [RestoreSessions.RestoreSessionEvent]@{ Type = 'Restore'; Status = 'Failed'; ItemName = 'Inbox' }
            [RestoreSessions.RestoreSessionEvent]@{ Type = 'View'; Status = 'Success'; ItemName = 'Inbox' }
        )
        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        Mock Disconnect-RestoreServer { }
        Mock Get-RestoreSession { $restored }
        Mock Get-RestoreSessionEvent { $events }
    }

    It 'writes a row for each session, and counts what was done in it' {
        (& $script @arguments).FullName | Should -Be $csv
        $LASTEXITCODE | Should -Be 0
        $row = Import-Csv $csv
        $row.Started, $row.Ended | Should -Be '2026-06-01T10:00:00Z', '2026-06-01T11:00:00Z'
        $row.Events, $row.Restored, $row.Failed | Should -Be '3', '1', '1'
        $row.Workload, $row.InitiatedBy, $row.SessionId | Should -Be 'Exchange', 'CONTOSO\jd', "$($restored.Id)"
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly
    }

    It 'writes a row for each event, and one for a session without any' {
        & $script @arguments -RowPer Event | Out-Null
        $rows = @(Import-Csv $csv -Encoding UTF8)
        $rows.Count | Should -Be 3
        $rows[0].Item, $rows[0].SizeBytes, $rows[0].EventStarted | Should -Be "J$([char]0xFC)rgen, `"quoted`"", '1234567', '2026-06-01T10:05:00Z'
        $events = @()
        & $script @arguments -RowPer Event | Out-Null
        $rows = @(Import-Csv $csv)
        $rows.Count | Should -Be 1
        $rows[0].SessionId, $rows[0].EventType | Should -Be "$($restored.Id)", ''
    }

    It 'begins with the mark by which Excel knows UTF-8' {
        & $script @arguments | Out-Null
        [System.IO.File]::ReadAllBytes($csv)[0..2] | Should -Be 0xEF, 0xBB, 0xBF
    }

    It 'gives a text that begins a formula an apostrophe: <Name>' -ForEach $texts {
        $restored.Organization = $restored.InitiatedBy = $restored.ClientHost = $restored.Reason = $restored.State = $restored.Result = $Text
        $events = @([RestoreSessions.RestoreSessionEvent]@{ Type = $Text; Status = $Text; ItemName = $Text; Source = $Text; Target = $Text; Message = $Text })
        & $script @arguments -RowPer Event | Out-Null
        $row = Import-Csv $csv -Encoding UTF8
        foreach ($column in 'Organization', 'InitiatedBy', 'ClientHost', 'Reason', 'State', 'Result', 'EventType', 'EventStatus', 'Item', 'Source', 'Target', 'Message') {
            $row.$column | Should -BeExactly $Cell -Because $column
        }
    }

    It 'holds no formula, whichever character the spreadsheet takes for the separator: parted by "<Delimiter>"' -ForEach @(
        @{ Delimiter = ','; Texts = $texts.Text }
        @{ Delimiter = ';'; Texts = $texts.Text }
        @{ Delimiter = "`t"; Texts = $texts.Text }
        @{ Delimiter = '|'; Texts = $texts.Text }
    ) {
        $events = @($Texts | ForEach-Object { [RestoreSessions.RestoreSessionEvent]@{ ItemName = $_; Source = "$_$_"; Target = "`"$_"; Message = "x $_" } })
        & $script @arguments -RowPer Event -Delimiter $Delimiter | Out-Null

        # In quotation marks or not, whatever ends a row or a cell, nothing behind it begins a formula.
        $rows = @([IO.File]::ReadAllText($csv) -split '[\r\n\v\f\u0085\u2028\u2029]+' | Where-Object { $_ })
        $rows.Count | Should -Be (1 + $Texts.Count)
        foreach ($separator in ',', ';', "`t", '|') {
            $rows | ForEach-Object { $_.Split($separator) } | Where-Object { $_ -match '^[\s\p{C}"]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20]' } | Should -BeNullOrEmpty
        }
    }

    It 'parts cells by nothing that no spreadsheet reads' {
        { & $script @arguments -Delimiter '=' } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'leaves every other text alone: <_>' -ForEach 'contoso', 'j.doe@contoso.com', 'a=b', '1-2', "'x", '(=x)', 'Doe, Jane', 'a;b|c' {
        $restored.Organization = $_
        & $script @arguments | Out-Null
        (Import-Csv $csv).Organization | Should -BeExactly $_
    }

    It 'asks for the seven days before midnight, and another period' {
        & $script @arguments | Out-Null
        Should -Invoke Get-RestoreSession -Times 1 -Exactly -ParameterFilter {
            $StartTimeTo -eq (Get-Date).Date -and $StartTimeFrom -eq (Get-Date).Date.AddDays(-7).AddTicks(-1)
        }
        & $script @arguments -From 2026-06-01 -To 2026-07-01 | Out-Null
        Should -Invoke Get-RestoreSession -Times 1 -Exactly -ParameterFilter {
            $StartTimeTo -eq [datetime]'2026-07-01' -and $StartTimeFrom -eq ([datetime]'2026-06-01').AddTicks(-1)
        }
    }

    It 'writes the same under every culture: <_>' -ForEach 'de-DE', 'th-TH', 'ar-SA' {
        & $script @arguments -RowPer Event | Out-Null
        $expected = Get-Content $csv -Raw
        $usual = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            & $script @arguments -RowPer Event | Out-Null
        }
        finally {
            [cultureinfo]::CurrentCulture = $usual
        }

        Get-Content $csv -Raw | Should -BeExactly $expected
    }

    It 'writes the names of the columns when nothing happened' {
        Mock Get-RestoreSession { }
        & $script @arguments -Delimiter ';' | Out-Null
        @(Get-Content $csv).Count | Should -Be 1
        (Get-Content $csv) -replace '"' | Should -Match '^.?Server;Organization;Workload;.*Failed$'
    }

    It 'writes nothing with -WhatIf' {
        & $script @arguments -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem "$csv*" | Should -BeNullOrEmpty
    }

    It 'leaves the last file as it was when something fails in the middle' {
        Set-Content -LiteralPath $csv -Value 'last week'
        Mock Get-RestoreSession { $restored; throw 'broken' }
        { & $script @arguments } | Should -Throw 'broken'
        Get-Content $csv | Should -Be 'last week'
        @(Get-ChildItem "$csv*").Count | Should -Be 1
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly
    }

    It 'refuses a folder before it asks a server: <Name>' -ForEach @(
        @{ Name = 'one that is there'; Path = 'audits' }
        @{ Name = 'one that is not'; Path = 'missing/' }
    ) {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive audits) -Force
        $arguments.Path = Join-Path $TestDrive $Path
        { & $script @arguments } | Should -Throw '*is a folder*'
        Get-ChildItem $folder | Should -BeNullOrEmpty
        Should -Invoke Connect-RestoreServer -Times 0 -Exactly
    }

    It 'replaces the file that is there, whatever signs its name has' {
        $arguments.Path = $csv = Join-Path $TestDrive 'week [1] & 50%.csv'
        Set-Content -LiteralPath $csv -Value 'last week'
        & $script @arguments | Out-Null
        (Import-Csv -LiteralPath $csv).SessionId | Should -Be "$($restored.Id)"
    }

    It 'writes to a path that is relative to where the shell is' {
        Push-Location $TestDrive
        try {
            $arguments.Path = 'relative.csv'
            & $script @arguments | Out-Null
            (Import-Csv (Join-Path $TestDrive relative.csv)).SessionId | Should -Be "$($restored.Id)"
        }
        finally {
            Pop-Location
        }
    }

    # Windows makes links only for administrators.
    It 'follows no link that somebody has planted at <Name>' -Skip:([Environment]::OSVersion.Platform -eq 'Win32NT') -ForEach @(
        @{ Name = 'the name of the unfinished file'; Suffix = '.unfinished' }
        @{ Name = 'the path'; Suffix = '' }
    ) {
        $other = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        Set-Content -LiteralPath $other -Value 'precious'
        New-Item -ItemType SymbolicLink -Path "$csv$Suffix" -Target $other | Out-Null
        & $script @arguments | Out-Null
        Get-Content -LiteralPath $other | Should -Be 'precious'
        (Get-Item -LiteralPath $csv).LinkType | Should -BeNullOrEmpty
        (Import-Csv -LiteralPath $csv).SessionId | Should -Be "$($restored.Id)"
    }
}

Describe 'Export-RestoreSessionCsv against a server' {
    BeforeAll {
        $fake = Start-FakeServer
        $more = @{ Server = $fake.Server; Credential = $fake.Credential; CertificateThumbprint = $fake.Thumbprint; From = '2026-01-01'; To = '2027-01-01' }
    }

    AfterAll {
        Stop-FakeServer $fake
    }

    It 'has every session and every event' {
        $csv = Join-Path $TestDrive 'all.csv'
        & $script @more -Path $csv | Out-Null
        @(Import-Csv $csv).Count | Should -Be 100
        $events = (Import-Csv $csv | Measure-Object Events -Sum).Sum
        $events | Should -BeGreaterThan 0
        & $script @more -Path $csv -RowPer Event | Out-Null
        @(Import-Csv $csv | Where-Object EventType).Count | Should -Be $events
        @(Import-Csv $csv | Select-Object SessionId -Unique).Count | Should -Be 100
        Get-RestoreConnection | Should -BeNullOrEmpty
    }

    It 'is not written when one of several servers is down, and disconnects only what it has connected' {
        $other = Start-FakeServer
        try {
            Connect-RestoreServer $other.Server -Credential $other.Credential -CertificateThumbprint $other.Thumbprint
            $csv = Join-Path $TestDrive 'down.csv'
            $more.Server = $fake.Server, 'no-such-host.invalid'
            { & $script @more -Path $csv } | Should -Throw -ErrorId 'ServerUnreachable,RestoreSessions.Commands.ConnectRestoreServerCommand'
            Get-ChildItem "$csv*" | Should -BeNullOrEmpty
            (Get-RestoreConnection).Server | Should -Be $other.Server
        }
        finally {
            Disconnect-RestoreServer
            Stop-FakeServer $other
        }
    }
}
