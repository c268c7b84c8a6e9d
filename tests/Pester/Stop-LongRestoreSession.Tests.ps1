# How a user tests a runbook: no server, only mocks, and session objects made by hand.

BeforeAll {
    Import-Module (Join-Path (Split-Path (Split-Path $PSScriptRoot)) 'out/RestoreSessions/RestoreSessions.psd1')
    $script = Join-Path $PSScriptRoot 'samples/Stop-LongRestoreSession.ps1'
    $credential = New-Object System.Management.Automation.PSCredential 'CONTOSO\runbook', (ConvertTo-SecureString 'secret' -AsPlainText -Force)
}

Describe 'Stop-LongRestoreSession' {
    BeforeEach {
        $long = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); State = 'Working'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-5) }
        $short = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); State = 'Working'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-3) }
        $stopped = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); State = 'Stopped'; Type = 'Vex'; CreationTime = (Get-Date).AddHours(-9) }

        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo' } }
        Mock Get-RestoreSession { $long, $short, $stopped | Where-Object { $_.State -eq $State -and $_.CreationTimeUtc -le $StartTimeTo } }
        Mock Stop-RestoreSession { $Session }
    }

    It 'stops what runs longer than 4 hours, and nothing else' {
        $result = & $script -Server vbo -Credential $credential -Confirm:$false
        $result.Id | Should -Be $long.Id
        Should -Invoke Stop-RestoreSession -Times 1 -Exactly -ParameterFilter { $Session[0].Id -eq $long.Id }
    }

    It 'takes another limit' {
        @(& $script -Server vbo -Credential $credential -LongerThan 02:00:00 -Confirm:$false).Count | Should -Be 2
    }

    It 'stops nothing with -WhatIf' {
        & $script -Server vbo -Credential $credential -WhatIf | Should -BeNullOrEmpty
        Should -Invoke Stop-RestoreSession -Times 0 -Exactly
    }

    It 'connects to every server, and asks no other' {
        & $script -Server vbo, other -Credential $credential -Confirm:$false | Out-Null
        Should -Invoke Connect-RestoreServer -Times 1 -Exactly -ParameterFilter { $Server.Count -eq 2 -and $PassThru }
        Should -Invoke Get-RestoreSession -Times 1 -Exactly -ParameterFilter { $Connection[0].Server -eq 'vbo' }
    }

    It 'stops at a server that refuses the logon' {
        Mock Connect-RestoreServer { throw 'refused' }
        { & $script -Server vbo -Credential $credential -Confirm:$false } | Should -Throw 'refused'
        Should -Invoke Get-RestoreSession -Times 0 -Exactly
    }
}
