# How a user tests a runbook: no server, only mocks, and session objects made by hand. And the same once against the stand-in server.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $script = Join-Path $root 'docs/samples/Stop-LongRestoreSession.ps1'
    $credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\runbook', (ConvertTo-SecureString 'secret' -AsPlainText -Force)
}

Describe 'Stop-LongRestoreSession' {
    BeforeEach {
        $long = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); Server = 'vbo'; State = 'Working'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-5) }
        $short = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); Server = 'vbo'; State = 'Working'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-3) }
        $stopped = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); Server = 'vbo'; State = 'Stopped'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-9) }

        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo'; ServerTimeUtc = [datetime]::UtcNow } }
        Mock Disconnect-RestoreServer { }
        Mock Get-RestoreSession { $long, $short, $stopped | Where-Object { $_.State -eq $State -and $_.CreationTime -le $StartTimeTo } }
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

    It 'measures by the clock of the server, five hours <Name>' -ForEach @(@{ Name = 'behind'; Hours = -5 }, @{ Name = 'ahead'; Hours = 5 }) {
        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo'; ServerTimeUtc = [datetime]::UtcNow.AddHours($Hours) } }
        $long.CreationTime = (Get-Date).AddHours($Hours - 5)
        $short.CreationTime = (Get-Date).AddHours($Hours).AddMinutes(-1)
        (& $script -Server vbo -Credential $credential -Confirm:$false).Id | Should -Be $long.Id
        $LASTEXITCODE | Should -Be 0
        Should -Invoke Stop-RestoreSession -Times 1 -Exactly
    }

    It 'measures the sessions of each server by its clock' {
        Mock Connect-RestoreServer {
            [RestoreSessions.RestoreConnection]@{ Server = 'vbo'; ServerTimeUtc = [datetime]::UtcNow }
            [RestoreSessions.RestoreConnection]@{ Server = 'late'; ServerTimeUtc = [datetime]::UtcNow.AddHours(-5) }
        }
        $short.Server = 'late'
        $short.CreationTime = (Get-Date).AddHours(-5)
        (& $script -Server vbo, late -Credential $credential -Confirm:$false).Id | Should -Be $long.Id
        Should -Invoke Stop-RestoreSession -Times 1 -Exactly
    }

    It 'stops nothing on a server that does not tell its time, and says so' {
        Mock Connect-RestoreServer {
            [RestoreSessions.RestoreConnection]@{ Server = 'vbo'; ServerTimeUtc = [datetime]::UtcNow }
            [RestoreSessions.RestoreConnection]@{ Server = 'mute' }
        }
        Mock Get-RestoreSession { $long, $short | Where-Object { $_.Server -in $Connection.Server } }
        $short.Server = 'mute'
        $short.CreationTime = (Get-Date).AddHours(-9)
        $shown = @(& $script -Server vbo, mute -Credential $credential -Confirm:$false 2>&1)
        $LASTEXITCODE | Should -Be 1
        "$($shown[0])" | Should -BeLike 'mute does not tell its time*'
        $shown[1].Id | Should -Be $long.Id
        $shown.Count | Should -Be 2
    }

    It 'refuses a limit of less than a minute: <_>' -ForEach 0, 8, '00:00:59', '-04:00:00' {
        { & $script -Server vbo -Credential $credential -LongerThan $_ -Confirm:$false } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
        Should -Invoke Connect-RestoreServer -Times 0 -Exactly
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

    It 'waits for a session that does not stop at once, for a minute or as long as it is told' {
        Mock Stop-RestoreSession { Write-Error 'still working' -ErrorId RestoreSessionNotStopped -TargetObject $Session[0] }
        $result = & $script -Server vbo -Credential $credential -Confirm:$false
        $LASTEXITCODE | Should -Be 0
        $result.Id | Should -Be $long.Id
        $long.State = 'Working'
        & $script -Server vbo -Credential $credential -TimeoutSec 5 -LongerThan 02:00:00 -Confirm:$false | Out-Null
        Should -Invoke Wait-RestoreSession -Times 1 -Exactly -ParameterFilter { $Session[0].Id -eq $long.Id -and $TimeoutSec -eq 60 }
        Should -Invoke Wait-RestoreSession -Times 1 -Exactly -ParameterFilter { $Session[0].Id -eq $short.Id -and $TimeoutSec -eq 5 }
        { & $script -Server vbo -Credential $credential -TimeoutSec 0 } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'goes on with the next session when one cannot be stopped, and says so in its exit code' {
        Mock Get-RestoreSession { $long, $short }
        Mock Stop-RestoreSession { if ($Session[0].Id -eq $long.Id) { Write-Error 'no' } else { $Session } }
        $result = & $script -Server vbo -Credential $credential -LongerThan 02:00:00 -Confirm:$false 2>$null
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
        Mock Stop-RestoreSession { Write-Error 'still working' -ErrorId RestoreSessionNotStopped -TargetObject $Session[0] }
        Connect-RestoreServer $fake.Server @more
        $working = @(Get-RestoreSession -State Working)
        $shown = @(& $script -Server $fake.Server @more -LongerThan 00:01:00 -TimeoutSec 1 -Confirm:$false 2>&1)
        $LASTEXITCODE | Should -Be 1
        Should -Invoke Stop-RestoreSession -Times $working.Count -Exactly
        $shown.Count | Should -Be $working.Count
        $shown | ForEach-Object { $_.FullyQualifiedErrorId | Should -BeLike 'WaitTimedOut,*' }
        $shown.TargetObject.Id | Sort-Object | Should -Be ($working.Id | Sort-Object)
        Disconnect-RestoreServer
    }

    It 'stops nothing with -WhatIf, and says what it would stop' {
        Connect-RestoreServer $fake.Server @more
        $working = @(Get-RestoreSession -State Working)
        & $script -Server $fake.Server @more -LongerThan 00:01:00 -WhatIf | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
        Connect-RestoreServer $fake.Server @more
        (Get-RestoreSession -State Working).Id | Should -Be $working.Id
        Disconnect-RestoreServer
    }

    It 'stops what is working, and goes on when another server is down' {
        Connect-RestoreServer $fake.Server @more
        $working = @(Get-RestoreSession -State Working)
        $working.Count | Should -BeGreaterThan 0
        $result = @(& $script -Server $fake.Server, no-such-host.invalid @more -LongerThan 00:01:00 -Confirm:$false -ErrorAction SilentlyContinue 2>$null)
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
