# What a shell asks a person, what it does with the answer, and what it says that it would do. The tests' own shell asks nobody; this starts another.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
    $env:TEST_SERVER, $env:TEST_THUMBPRINT, $env:TEST_PASSWORD = $fake.Server, $fake.Thumbprint, $fake.Credential.GetNetworkCredential().Password
    $import = "Import-Module '$(Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')'"
    $begin = @"
$import
`$credential = New-Object System.Management.Automation.PSCredential 'DOMAIN\admin', (ConvertTo-SecureString `$env:TEST_PASSWORD -AsPlainText -Force)
Connect-RestoreServer `$env:TEST_SERVER `$credential -CertificateThumbprint `$env:TEST_THUMBPRINT

"@
}

AfterAll {
    Remove-Item env:TEST_SERVER, env:TEST_THUMBPRINT, env:TEST_PASSWORD
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'A person' {
    It 'is asked before a session is stopped: <Answer>' -ForEach @(
        @{ Answer = 'Y'; State = 'Stopped' }
        @{ Answer = 'N'; State = 'Working' }
    ) {
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
        $shown = $Answer | Invoke-Shell -NoProfile -Command "$begin; Get-RestoreSession -Id $($session.Id) | Stop-RestoreSession" 2>&1 | Out-String
        $shown -replace '\s+', ' ' | Should -Match 'Performing the operation "Stop restore session" on target "Exchange of contoso\.onmicrosoft\.com'
        (Get-RestoreSession -Id $session.Id).State | Should -Be $State -Because $shown
    }

    It 'is asked before a report is written with -Confirm, and says no' {
        $file = Join-Path $TestDrive 'asked.html'
        $shown = 'N' | Invoke-Shell -NoProfile -Command "$import; [RestoreSessions.RestoreSession]@{} | Export-RestoreSessionReport '$file' -Confirm" 2>&1 | Out-String
        $shown | Should -Match 'Write report of restore sessions'
        $file | Should -Not -Exist
    }

    # A password is read from a terminal alone, and `script` of Linux is one. It answers no question about its cursor, which .NET asks at each
    # character: so user and password are short.
    It 'is asked for what is missing of the credential: <Name>' -Skip:(-not $IsLinux -or -not (Get-Command script -CommandType Application -ErrorAction SilentlyContinue)) -ForEach @(
        @{ Name = 'all of it'; Typed = 'u', 'p'; Arguments = '' }
        @{ Name = 'the password'; Typed = @('p'); Arguments = '-Credential u' }
    ) {
        $own = Start-FakeServer -User u -Password p
        try {
            $connected = Join-Path $TestDrive 'connected.txt'
            $file = Join-Path $TestDrive 'connect.ps1'
            Set-Content $file "$import; (Connect-RestoreServer $($own.Server) -CertificateThumbprint $($own.Thumbprint) -PassThru $Arguments).UserName | Set-Content '$connected'"
            $path = Get-ShellPath
            $shown = $Typed | & script -qec "$(if ($path -like '*.dll') { 'dotnet ' })'$path' -NoProfile -File '$file'" /dev/null | Out-String
        }
        finally {
            Stop-FakeServer $own
        }

        $shown | Should -Match 'Password for user u:'
        Get-Content $connected | Should -Be u -Because $shown
    }
}

Describe '-WhatIf' {
    It 'says <Text>, and does nothing' -ForEach @(
        @{ Command = 'Get-RestoreSession -Last 1 | Stop-RestoreSession -WhatIf'; Text = 'Stop restore session' }
        @{ Command = 'Start-RestoreSession contoso.onmicrosoft.com -Type Teams -WhatIf'; Text = 'Start restore session' }
        @{ Command = '[RestoreSessions.RestoreSession]@{} | Export-RestoreSessionReport whatif.html -WhatIf -PassThru'; Text = 'Write report of restore sessions' }
    ) {
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
        $before = @(Get-RestoreSession).Count
        Push-Location $TestDrive
        try {
            $shown = Invoke-Shell -NoProfile -NonInteractive -Command ($begin + $Command) | Out-String
        }
        finally {
            Pop-Location
        }

        $shown | Should -Match "^What if: Performing the operation `"$Text`" on target `"[^`"]+`"\.\s*$"
        @(Get-RestoreSession).Count | Should -Be $before
        (Get-RestoreSession -Id $session.Id).State | Should -Be Working
        Join-Path $TestDrive 'whatif.html' | Should -Not -Exist
    }
}

Describe 'The question of Stop-RestoreSession' {
    It 'shows what the server says of an identifier' {
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
        $shown = Invoke-Shell -NoProfile -NonInteractive -Command "$begin; Stop-RestoreSession -Id $($session.Id) -WhatIf" | Out-String
        $what = "Exchange of contoso.onmicrosoft.com, opened by VBO\Administrator at $($session.CreationTime.ToString('s')) on $($fake.Server) ($($session.Id))"
        $shown | Should -Match ([regex]::Escape($what))
    }

    It 'shows what the server says now, and not what was once read' {
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
        $old = "[RestoreSessions.RestoreSession]@{ Id = '$($session.Id)'; Organization = 'old.example'; Server = '$($fake.Server)' }"
        $shown = Invoke-Shell -NoProfile -NonInteractive -Command "$begin; $old | Stop-RestoreSession -WhatIf" | Out-String
        $shown | Should -Match 'Exchange of contoso\.onmicrosoft\.com'
        $shown | Should -Not -Match 'old\.example'
    }

    It 'is not asked for a session that is not there' {
        $shown = 'Y' | Invoke-Shell -NoProfile -Command "$begin; Stop-RestoreSession -Id 00000000-1111-2222-3333-444444444444" 2>&1 | Out-String
        $shown | Should -Not -Match 'Performing the operation'
        $shown -replace '\s+', ' ' | Should -Match 'has no restore session 00000000-1111-2222-3333-444444444444'
    }
}

Describe 'Tab' {
    It 'completes servers and sessions' {
        # A busy machine may take longer than a person waits.
        [RestoreSessions.RestoreSession].Assembly.GetType('RestoreSessions.Completion.AskingCompleter').GetProperty('Patience').SetValue($null, [timespan]'00:01:00')
        $line = 'Get-RestoreConnection -Server '
        (TabExpansion2 $line $line.Length).CompletionMatches[0].CompletionText | Should -Be $fake.Server
        $session = Start-RestoreSession contoso.onmicrosoft.com -Type Exchange
        $line = 'Stop-RestoreSession -Id '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain "$($session.Id)"
    }
}
