# How a user tests a runbook: no server, only mocks, and session objects made by hand. And the same once against the stand-in server.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $script = Join-Path $root 'docs/samples/Stop-LongRestoreSession.ps1'
    $credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\runbook', (ConvertTo-SecureString 'secret' -AsPlainText -Force)
}

Describe 'Stop-LongRestoreSession' {
    BeforeEach {
        $long = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); State = 'Working'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-5) }
        $short = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); State = 'Working'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-3) }
        $stopped = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); State = 'Stopped'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-9) }

        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        Mock Disconnect-RestoreServer { }
        Mock Get-RestoreSession { $long, $short, $stopped | Where-Object { $_.State -eq $State -and $_.CreationTimeUtc -le $StartTimeTo } }
        Mock Stop-RestoreSession { $Session }
        Mock Wait-RestoreSession { $Session | ForEach-Object { $_.State = 'Stopped'; $_ } }
    }

    It 'stops what runs longer than 4 hours, and nothing else' {
        $result = & $script -Server vbo -Credential $credential -Confirm:$false
        $LASTEXITCODE | Should -Be 0
        $result.Id | Should -Be $long.Id
        Should -Invoke Stop-RestoreSession -Times 1 -Exactly -ParameterFilter { $Session[0].Id -eq $long.Id }
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly -ParameterFilter { $Connection[0].Server -eq 'vbo' }
    }

    It 'takes another limit' {
        @(& $script -Server vbo -Credential $credential -LongerThan 02:00:00 -Confirm:$false).Count | Should -Be 2
    }

    It 'stops nothing with -WhatIf' {
        & $script -Server vbo -Credential $credential -WhatIf | Should -BeNullOrEmpty
        Should -Invoke Stop-RestoreSession -Times 0 -Exactly
    }

    It 'connects to every server, and asks no other' {
        & $script -Server vbo, other -Credential $credential -CertificateThumbprint ('0' * 64) -Confirm:$false | Out-Null
        Should -Invoke Connect-RestoreServer -Times 1 -Exactly -ParameterFilter { $Server.Count -eq 2 -and $PassThru -and $CertificateThumbprint -eq '0' * 64 }
        Should -Invoke Get-RestoreSession -Times 1 -Exactly -ParameterFilter { $Connection[0].Server -eq 'vbo' }
    }

    It 'ends where the only server refuses the logon' {
        Mock Connect-RestoreServer { throw 'refused' }
        { & $script -Server vbo -Credential $credential -Confirm:$false } | Should -Throw 'refused'
        Should -Invoke Get-RestoreSession -Times 0 -Exactly
        Should -Invoke Disconnect-RestoreServer -Times 0 -Exactly
    }

    It 'waits for what it has stopped, for a minute or as long as it is told' {
        & $script -Server vbo -Credential $credential -Confirm:$false | Out-Null
        & $script -Server vbo -Credential $credential -TimeoutSec 5 -LongerThan 02:00:00 -Confirm:$false | Out-Null
        Should -Invoke Wait-RestoreSession -Times 1 -Exactly -ParameterFilter { $Session[0].Id -eq $long.Id -and $TimeoutSec -eq 60 }
        Should -Invoke Wait-RestoreSession -Times 1 -Exactly -ParameterFilter { $Session[0].Id -eq $short.Id -and $TimeoutSec -eq 5 }
        { & $script -Server vbo -Credential $credential -TimeoutSec 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'goes on with the next session when one cannot be stopped, and says so in its exit code' {
        Mock Get-RestoreSession { $long, $short }
        Mock Stop-RestoreSession { if ($Session[0].Id -eq $long.Id) { Write-Error 'no' } else { $Session } }
        $result = & $script -Server vbo -Credential $credential -Confirm:$false 2>$null
        $LASTEXITCODE | Should -Be 1
        $result.Id | Should -Be $short.Id
    }
}

Describe 'Stop-LongRestoreSession against a server' {
    BeforeAll {
        $fake = Start-FakeServer
        $more = @{ Credential = $fake.Credential; CertificateThumbprint = $fake.Thumbprint }
    }

    AfterAll {
        Stop-FakeServer $fake
    }

    # A server that answers 200 to a stop, and does nothing.
    It 'ends with 1 when a session is still working after its stop' {
        Mock Stop-RestoreSession { $Session }
        Connect-RestoreServer $fake.Server @more
        $working = @(Get-RestoreSession -State Working)
        $shown = @(& $script -Server $fake.Server @more -LongerThan 0 -TimeoutSec 1 -Confirm:$false 2>&1)
        $LASTEXITCODE | Should -Be 1
        Should -Invoke Stop-RestoreSession -Times $working.Count -Exactly
        $shown.Count | Should -Be $working.Count
        $shown | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'WaitTimedOut,*' }
        $shown.TargetObject.Id | Sort-Object | Should -Be ($working.Id | Sort-Object)
        Disconnect-RestoreServer
    }

    It 'stops what is working, and goes on when another server is down' {
        Connect-RestoreServer $fake.Server @more
        $working = @(Get-RestoreSession -State Working)
        $working.Count | Should -BeGreaterThan 0
        $result = @(& $script -Server $fake.Server, no-such-host.invalid @more -LongerThan 0 -Confirm:$false -ErrorAction SilentlyContinue 2>$null)
        $LASTEXITCODE | Should -Be 1
        $result.Id | Sort-Object | Should -Be ($working.Id | Sort-Object)
        $result | ForEach-Object { $_.State | Should -Be 'Stopped' }
        Connect-RestoreServer $fake.Server @more
        @(Get-RestoreSession -State Working).Count | Should -Be 0
        Disconnect-RestoreServer
    }

    It 'leaves no connection behind' {
        & $script -Server $fake.Server @more -Confirm:$false | Out-Null
        $LASTEXITCODE | Should -Be 0
        Get-RestoreConnection | Should -BeNullOrEmpty
    }
}
