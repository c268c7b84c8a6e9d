BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $script = Join-Path $root 'docs/samples/Send-FailedRestoreAlert.ps1'
    $credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\runbook', (ConvertTo-SecureString 'secret' -AsPlainText -Force)
}

Describe 'Send-FailedRestoreAlert' {
    BeforeEach {
        function New-Session($Result, $EndedHoursAgo) {
            [RestoreSessions.RestoreSession]@{
                Id = [guid]::NewGuid(); Server = 'vbo'; Organization = 'contoso'; Type = 'Vex'; State = 'Stopped'; Result = $Result
                InitiatedBy = 'CONTOSO\jd'; CreationTime = (Get-Date).AddHours(-$EndedHoursAgo - 1); EndTime = (Get-Date).AddHours(-$EndedHoursAgo)
            }
        }

        $state = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $sessions = @((New-Session Failed 2), (New-Session Warning 3), (New-Session Success 1), (New-Session Failed 30))
        $message = 'mailbox is full'
        $arguments = @{ Server = 'vbo'; Credential = $credential }
        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        Mock Disconnect-RestoreServer { }
        Mock Get-RestoreSession { $sessions | Where-Object { $_.Result -in $Result -and $_.State -in $State -and $_.EndTimeUtc -gt $EndTimeFrom -and $_.CreationTimeUtc -gt $StartTimeFrom } }
        Mock Get-RestoreSessionEvent {
            $Session | ForEach-Object {
                [RestoreSessions.RestoreSessionEvent]@{ SessionId = $_.Id; Server = $_.Server; Type = 'Restore'; Status = 'Failed'; ItemName = 'Inbox'; Message = $message }
            }
        }
    }

    It 'reports what failed within a day, with what failed in it' {
        $failure = & $script @arguments
        $LASTEXITCODE | Should -Be 2
        $failure.Id | Should -Be $sessions[0].Id
        $failure.FailedItems | Should -Be 'Restore of Inbox: mailbox is full'
        $failure.Workload, $failure.InitiatedBy, $failure.Server | Should -Be 'Exchange', 'CONTOSO\jd', 'vbo'
        Should -Invoke Get-RestoreSessionEvent -Times 1 -Exactly -ParameterFilter { 'Failed' -in $Status }
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly
    }

    It 'takes another time, and other results' {
        $failures = @(& $script @arguments -Since (Get-Date).AddDays(-3) -Result Failed, Warning)
        $failures.Count | Should -Be 3
    }

    It 'is content when nothing failed, and sends nothing' {
        $sessions = @(New-Session Success 1)
        & $script @arguments -Send { throw 'sent' } | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'hands all failures over at once' {
        $sent = @{ Count = 0 }
        & $script @arguments -Result Failed, Warning -Send { param($failures) $sent.Count++; $sent.Failures = $failures } | Out-Null
        $sent.Count | Should -Be 1
        $sent.Failures.Count | Should -Be 2
    }

    It 'sends nothing and remembers nothing with -WhatIf' {
        & $script @arguments -StatePath $state -WhatIf -Send { throw 'sent' } | Should -Not -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 2
        Test-Path $state | Should -BeFalse
    }

    It 'reports nothing twice, and nothing that ended since the last run is missed' {
        @(& $script @arguments -StatePath $state).Count | Should -Be 1
        & $script @arguments -StatePath $state | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0

        # The server's clock is slow: what ends now bears a time before the last run.
        $late = New-Session Failed 0.5
        $sessions += $late
        (& $script @arguments -StatePath $state).Id | Should -Be $late.Id
    }

    It 'looks back to a run that was long ago' {
        Set-Content -LiteralPath $state -Value (Get-Date).ToUniversalTime().AddDays(-3).ToString('o')
        @(& $script @arguments -StatePath $state).Count | Should -Be 2
        [datetime]::Parse(@(Get-Content $state)[0]).ToUniversalTime() | Should -BeGreaterThan (Get-Date).ToUniversalTime().AddMinutes(-5)
        @(Get-Content $state).Count | Should -Be 3
    }

    It 'says so when it remembers <Name>, looks back for a day, and remembers the present' -ForEach @(
        @{ Name = 'a time in the future'; Line = { (Get-Date).ToUniversalTime().AddYears(1).ToString('o') }; Says = 'lies in the future' }
        @{ Name = 'a time soon'; Line = { (Get-Date).ToUniversalTime().AddMinutes(10).ToString('o') }; Says = 'lies in the future' }
        @{ Name = 'the year 1'; Line = { '0001-01-01T00:00:00.0000000Z' }; Says = 'no usable time' }
        @{ Name = 'something else'; Line = { 'yesterday' }; Says = 'no usable time' }
        @{ Name = 'nothing'; Line = { @() }; Says = 'no usable time' }
    ) {
        $before = (Get-Date).ToUniversalTime()
        Set-Content -LiteralPath $state -Value (& $Line)
        $failure = & $script @arguments -StatePath $state -WarningVariable warnings -WarningAction SilentlyContinue
        $LASTEXITCODE | Should -Be 2
        $failure.Id | Should -Be $sessions[0].Id
        $warnings.Count | Should -Be 1
        $warnings[0] | Should -BeLike "$state holds*$Says*-Since*"
        $until = [datetime]::ParseExact(@(Get-Content $state)[0], 'o', [cultureinfo]::InvariantCulture, 'RoundtripKind')
        $until | Should -BeGreaterOrEqual $before
        $until | Should -BeLessOrEqual (Get-Date).ToUniversalTime()

        # The next run has nothing to say, and nothing to report.
        & $script @arguments -StatePath $state -WarningVariable warnings | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        $warnings | Should -BeNullOrEmpty
    }

    It 'reports nothing twice, although the time that it remembers lies in the future' {
        Set-Content -LiteralPath $state -Value (Get-Date).ToUniversalTime().AddDays(2).ToString('o'), $sessions[0].Id
        & $script @arguments -StatePath $state -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'refuses a time in the future' {
        { & $script @arguments -Since (Get-Date).AddHours(1) } | Should -Throw '*lies in the future*'
        Should -Invoke Connect-RestoreServer -Times 0 -Exactly
    }

    It 'remembers nothing when the alert could not be sent' {
        { & $script @arguments -StatePath $state -Send { throw 'no mail today' } } | Should -Throw 'no mail today'
        Test-Path $state | Should -BeFalse
    }

    It 'asks for the same time again when a server could not be asked, and does not repeat what it has reported' {
        $before = (Get-Date).ToUniversalTime().AddDays(-2)
        Set-Content -LiteralPath $state -Value $before.ToString('o')
        Mock Connect-RestoreServer { Write-Error 'one is down'; [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        @(& $script @arguments -StatePath $state 2>$null).Count | Should -Be 2
        $LASTEXITCODE | Should -Be 1
        @(Get-Content $state)[0] | Should -Be $before.ToString('o')
        & $script @arguments -StatePath $state 2>$null | Should -BeNullOrEmpty
    }

    It 'sends every failure although the events of one cannot be read, and says which, and does not send them again' {
        $sessions = @(1..12 | ForEach-Object { New-Session Failed $_ })
        Mock Get-RestoreSessionEvent { Write-Error 'vbo failed for this session' -TargetObject $Session[0] } -ParameterFilter { $Session[0].Id -eq $sessions[4].Id }
        $sent = @{}
        $failures = @(& $script @arguments -StatePath $state -Send { param($failures, $missing) $sent.Failures = $failures; $sent.Missing = $missing })
        $LASTEXITCODE | Should -Be 2
        $failures.Id | Should -Be $sessions.Id
        $sent.Failures.Id | Should -Be $sessions.Id
        $sent.Missing | Should -BeNullOrEmpty
        for ($i = 0; $i -lt 12; $i++) {
            $expected = if ($i -eq 4) { 'What failed could not all be read: vbo failed for this session' } else { 'Restore of Inbox: mailbox is full' }
            $failures[$i].FailedItems | Should -BeExactly $expected
        }

        & $script @arguments -StatePath $state -Send { throw 'sent again' } | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'says of each session of a server that it may lack something when the server failed, and of no other' {
        $sessions[3] = New-Session Failed 4
        $sessions[3].Server = 'other'
        Mock Get-RestoreSessionEvent { Write-Error '2 sessions were left out' -TargetObject 'other' } -ParameterFilter { $Session[0].Server -eq 'other' }
        $failures = @(& $script @arguments)
        $failures.FailedItems | Should -Be 'Restore of Inbox: mailbox is full', 'What failed could not all be read: 2 sessions were left out'
    }

    It 'sends what it found and what could not be asked when <Name>' -ForEach @(
        @{ Name = 'one of two servers cannot be reached'; Connects = $true; Lists = $true; Found = 1 }
        @{ Name = 'the list of one of two servers is not whole'; Connects = $true; Lists = $false; Found = 1 }
        @{ Name = 'no server can be reached'; Connects = $false; Lists = $true; Found = 0 }
    ) {
        Mock Connect-RestoreServer {
            if ($Lists) { Write-Error "vbo2`nis down" }
            if ($Connects) { [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        }
        Mock Get-RestoreSession { if (-not $Lists) { Write-Error "vbo2`nis down" }; $sessions[0] }
        $sent = @{ Count = 0 }
        @(& $script @arguments -StatePath $state -Send { param($failures, $missing) $sent.Count++; $sent.Failures = $failures; $sent.Missing = $missing } 2>$null).Count | Should -Be $Found
        $LASTEXITCODE | Should -Be 1
        $sent.Count | Should -Be 1
        @($sent.Failures).Count | Should -Be $Found
        $sent.Missing | Should -BeExactly 'Not everything could be read: vbo2 is down'

        # The next run looks at the same time again.
        [datetime]::Parse(@(Get-Content $state)[0]).ToUniversalTime() | Should -BeLessThan (Get-Date).ToUniversalTime().AddHours(-22)
    }

    It 'makes single, short lines of what comes from a server' {
        $esc = [char]27
        $sessions = @(New-Session Failed 1)
        $sessions[0].Organization = "con$esc[2Jtoso"
        $sessions[0].InitiatedBy = "CONTOSO\j`r`nd$([char]0x202E)"
        $sessions[0].Details = 'd' * 1000000
        $message = "full$esc]0;title$([char]7)"
        $failure = & $script @arguments
        $failure.Organization, $failure.InitiatedBy | Should -BeExactly 'con [2Jtoso', 'CONTOSO\j d '
        $failure.Details | Should -BeExactly ('d' * 500 + '...')
        $failure.FailedItems | Should -BeExactly 'Restore of Inbox: full ]0;title '
        Mock Get-RestoreSessionEvent { 1..1000 | ForEach-Object { [RestoreSessions.RestoreSessionEvent]@{ SessionId = $Session[0].Id; Server = 'vbo'; Type = 'Restore'; ItemName = "$_"; Message = 'm' } } }
        $failure = & $script @arguments
        $failure.FailedItems.Count | Should -Be 51
        $failure.FailedItems[49, 50] | Should -Be 'Restore of 50: m', 'And 950 more.'
    }

    It 'reports a session whose end the server does not tell, and once' {
        $sessions = @(New-Session Failed 2)
        $sessions[0].EndTime = $null
        Mock Get-RestoreSession { $sessions }
        (& $script @arguments -StatePath $state).Id | Should -Be $sessions[0].Id
        & $script @arguments -StatePath $state | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'remembers the same under every culture' {
        $usual = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'th-TH'
            & $script @arguments -StatePath $state | Out-Null
            @(Get-Content $state)[0] | Should -Match "^$([datetime]::UtcNow.ToString('yyyy-MM', [cultureinfo]::InvariantCulture))"
            & $script @arguments -StatePath $state | Should -BeNullOrEmpty
        }
        finally {
            [cultureinfo]::CurrentCulture = $usual
        }
    }
}

Describe 'Send-FailedRestoreAlert against a server' {
    BeforeAll {
        $fake = Start-FakeServer
        $more = @{ Server = $fake.Server; Credential = $fake.Credential; CertificateThumbprint = $fake.Thumbprint }
    }

    AfterAll {
        Stop-FakeServer $fake
    }

    It 'finds what Where-Object finds' {
        Connect-RestoreServer @more
        $expected = @(Get-RestoreSession | Where-Object { $_.Result -in 'Failed', 'Warning' -and $_.State -eq 'Stopped' -and $_.EndTime -gt [datetime]'2026-05-01' })
        Disconnect-RestoreServer
        $expected.Count | Should -BeGreaterThan 0
        $found = @(& $script @more -Since 2026-05-01 -Result Failed, Warning)
        $LASTEXITCODE | Should -Be 2
        $found.Id | Sort-Object | Should -Be ($expected.Id | Sort-Object)
        Get-RestoreConnection | Should -BeNullOrEmpty
    }

    It 'reports what it found although another server is down' {
        $more.Server = $fake.Server, 'no-such-host.invalid'
        @(& $script @more -Since 2026-05-01 -Result Failed, Warning 2>$null).Count | Should -BeGreaterThan 0
        $LASTEXITCODE | Should -Be 1
    }
}
