# What the samples do with what cannot be read, beside their own tests.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $audit = Join-Path $root 'docs/samples/Export-RestoreSessionCsv.ps1'
    $credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\runbook', (ConvertTo-SecureString 'secret' -AsPlainText -Force)
}

Describe 'An audit of which not everything can be read' {
    BeforeEach {
        $csv = Join-Path $TestDrive "$([guid]::NewGuid()).csv"
        $arguments = @{ Server = 'vbo'; Credential = $credential; Path = $csv }
        $sessions = @(1..20 | ForEach-Object { [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); Server = 'vbo'; State = 'Stopped'; CreationTime = (Get-Date).AddHours(-$_) } })
        $unreadable = @($sessions[4].Id, $sessions[9].Id)
        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        Mock Disconnect-RestoreServer { }
        Mock Get-RestoreSession { $sessions }
        Mock Get-RestoreSessionEvent {
            if ($Session[0].Id -eq $sessions[9].Id -or $Session[0].Id -notin $unreadable) { [RestoreSessions.RestoreSessionEvent]@{ Type = 'Restore'; Status = 'Success'; ItemName = 'Inbox' } }
            if ($Session[0].Id -in $unreadable) { Write-Error "=the`nevents" -TargetObject $Session[0] }
        }
    }

    It 'has each session, and says in the row what it lacks: a row per <_>' -ForEach 'Session', 'Event' {
        & $audit @arguments -RowPer $_ -ErrorVariable said 2>$null | Out-Null
        $LASTEXITCODE | Should -Be 2
        $rows = @(Import-Csv $csv)
        $rows.SessionId | Should -Be $sessions.Id
        for ($i = 0; $i -lt 20; $i++) {
            $rows[$i].Missing | Should -BeExactly $(if ($i -in 4, 9) { "'=the events" } else { '' })
        }

        if ($_ -eq 'Session') {
            $rows[4].Restored, $rows[9].Restored | Should -Be '0', '1'
        }
        else {
            $rows[4].Item, $rows[9].Item | Should -Be '', 'Inbox'
        }
    }

    It 'is not written when a dozen sessions in a row cannot be read' {
        $unreadable = @($sessions[3..14].Id)
        Set-Content -LiteralPath $csv -Value 'last week'
        { & $audit @arguments 2>$null } | Should -Throw 'The events of 12 sessions*'
        Get-Content $csv | Should -Be 'last week'
        @(Get-ChildItem "$csv*").Count | Should -Be 1
        Should -Invoke Get-RestoreSessionEvent -Times 15 -Exactly
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly
        $unreadable = @($sessions[3..13].Id)
        & $audit @arguments 2>$null | Out-Null
        $LASTEXITCODE | Should -Be 2
        @(Import-Csv $csv | Where-Object Missing).Count | Should -Be 11
    }
}
