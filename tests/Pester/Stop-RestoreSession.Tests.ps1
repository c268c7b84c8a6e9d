BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Stop-RestoreSession' {
    BeforeEach {
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
    }

    It 'stops sessions from the pipeline' {
        $stopped = Get-RestoreSession -Id $session.Id | Stop-RestoreSession -Confirm:$false -PassThru
        $stopped.State | Should -Be Stopped
        (Get-RestoreSession -Id $session.Id).EndTime | Should -Not -BeNullOrEmpty
    }

    It 'stops nothing with -WhatIf' {
        Stop-RestoreSession -Id $session.Id -WhatIf
        (Get-RestoreSession -Id $session.Id).State | Should -Be Working
    }

    It 'is content with a session that has stopped' {
        Stop-RestoreSession -Id $session.Id -Confirm:$false
        { Stop-RestoreSession -Id $session.Id -Confirm:$false -ErrorAction Stop } | Should -Not -Throw
    }

    It 'does not ask, and so does not stop, where nobody can answer' {
        # The shell of a runbook: ConfirmImpact High makes it an error instead of an act.
        { Get-RestoreSession -Id $session.Id | Stop-RestoreSession } | Should -Throw
        (Get-RestoreSession -Id $session.Id).State | Should -Be Working
    }
}
