# Scripts that use the module are tested with mocks, which keep the types of parameters and drop their attributes; so do proxy functions.

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module (Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')
    $commands = (Get-Command -Module RestoreSessions).Name
    $forms = @(
        '$restored', '$restored.Id', '"$($restored.Id)"', '$restored | Select-Object *', '$restored | Select-Object Id, Server', '$happened', '$happened | Select-Object *'
        '$restored | ConvertTo-Csv | ConvertFrom-Csv', '$restored | ConvertTo-Json | ConvertFrom-Json'
        '[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($restored))', '$happened | ConvertTo-Csv | ConvertFrom-Csv'
        '$happened | ConvertTo-Json | ConvertFrom-Json', '[pscustomobject]@{ SessionId = "$($restored.Id)"; Id = [guid]::NewGuid() }', '@{ Id = $restored.Id }'
    )

    # What is shown to users: the examples of the help, and the code of README and of the topic. Mocks reach no other runspace, and `exit` would end this one.
    $blocks = @(
        foreach ($command in $commands) {
            foreach ($example in (Get-Help $command).examples.example) {
                @{ Where = "$command, $($example.title.Trim(' -'))"; Code = $example.code }
            }
        }
        foreach ($match in [regex]::Matches([IO.File]::ReadAllText((Join-Path $root README.md)), '(?s)```powershell\r?\n(.+?)```')) {
            @{ Where = 'README'; Code = $match.Groups[1].Value }
        }
        foreach ($match in [regex]::Matches(([IO.File]::ReadAllText((Join-Path $root docs/en-US/about_RestoreSessions.help.txt)) -replace '(?s)TROUBLESHOOTING.*'), '(?m)(^ {8,}\S.*\r?\n|^\r?\n(?= {8}))+')) {
            @{ Where = 'about_RestoreSessions'; Code = $match.Value }
        }
    )
    $shown = @($blocks | Where-Object { $_.Code -match '(?m)^[^#]*\b(\w+-Restore\w+)' -and $_.Code -notmatch '-Parallel|Start-Job|Import-Module|Mock |exit ' })
}

BeforeAll {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module (Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')
    $takesSessions = @(Get-Command -Module RestoreSessions -ParameterName Session).Name
    $takesConnections = @(Get-Command -Module RestoreSessions -ParameterName Connection).Name
    $restored = [RestoreSessions.RestoreSession]@{
        Id = [guid]::NewGuid(); Type = 'Vex'; State = 'Stopped'; Result = 'Success'; Organization = 'contoso.onmicrosoft.com'; InitiatedBy = 'CONTOSO\j.doe'
        CreationTimeUtc = '2026-06-01T10:00:00Z'; EndTimeUtc = '2026-06-01T11:00:00Z'; Server = 'vbo1.contoso.local'
    }
    $happened = [RestoreSessions.RestoreSessionEvent]@{ Id = [guid]::NewGuid(); SessionId = $restored.Id; Session = $restored; Type = 'Restore'; Status = 'Success'; Server = 'vbo1.contoso.local' }
    $known = $restored.Id

    # What a command needs beside what a test gives it.
    $more = @{
        'Export-RestoreSessionAudit'  = '-Path restores.jsonl'
        'Export-RestoreSessionReport' = '-Path report.html'
        'Start-RestoreSession'        = 'contoso.onmicrosoft.com -Type Exchange'
    }
    $needsSession = 'Get-RestoreSessionEvent', 'Get-RestoreSessionStatistics', 'Stop-RestoreSession', 'Wait-RestoreSession', 'Export-RestoreSessionReport'

    # An input that cannot be bound is an error that does not end a pipeline.
    function Invoke-Code([string] $Code) {
        $ErrorActionPreference = 'Stop'
        & ([scriptblock]::Create($Code))
    }
}

Describe 'A mock' {
    It 'takes a session, piped or given: <_>' -ForEach $forms {
        foreach ($command in $takesSessions) {
            Mock $command { }
            Invoke-Code "$_ | $command $($more[$command])"
            Invoke-Code "$command -Session ($_) $($more[$command])"
            Should -Invoke $command -Times 2 -Exactly -ParameterFilter { $Session.Count -eq 1 -and $Session.Id -eq $known }
        }
    }

    It 'takes several sessions at once' {
        foreach ($command in $takesSessions) {
            Mock $command { }
            Invoke-Code "$command -Session `$restored, `$restored.Id, `$happened $($more[$command])"
            Should -Invoke $command -Times 1 -Exactly -ParameterFilter { $Session.Count -eq 3 -and @($Session.Id | Select-Object -Unique) -eq $known }
        }
    }

    It 'takes a row with all that it says, and not only its identifier' {
        Mock Export-RestoreSessionReport { }
        $restored | ConvertTo-Csv | ConvertFrom-Csv | Export-RestoreSessionReport report.html
        Should -Invoke Export-RestoreSessionReport -Times 1 -Exactly -ParameterFilter {
            $Session.Organization -eq 'contoso.onmicrosoft.com' -and $Session.InitiatedBy -eq 'CONTOSO\j.doe' -and $Session.CreationTimeUtc -eq [datetime]::SpecifyKind('2026-06-01T10:00:00', 'Utc')
        }
    }

    It 'takes the names of servers for connections, with wildcards' {
        foreach ($command in $takesConnections) {
            Mock $command { }
            $session = if ($command -in $needsSession) { '-Session $restored' }
            Invoke-Code "$command $($more[$command]) $session -Connection vbo1*, vbo2.contoso.local"
            Should -Invoke $command -Times 1 -Exactly -ParameterFilter { "$Connection" -eq 'vbo1* vbo2.contoso.local' -and $Connection.Server -contains 'vbo1*' }
        }

        'vbo3', 'vbo4' | Disconnect-RestoreServer
        Disconnect-RestoreServer vbo5
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly -ParameterFilter { $Connection.Server -eq 'vbo4' }
        Should -Invoke Disconnect-RestoreServer -Times 1 -Exactly -ParameterFilter { $Connection.Server -eq 'vbo5' }
    }

    It 'takes organizations from the pipeline' {
        Mock Get-RestoreSession { }
        [RestoreSessions.RestoreOrganization]@{ Name = 'contoso.com' } | Get-RestoreSession -From 2026-06-01
        Should -Invoke Get-RestoreSession -Times 1 -Exactly -ParameterFilter { $InputObject.Name -eq 'contoso.com' -and $StartTimeFrom -eq [datetime]'2026-06-01' }
    }

    It 'takes the identifiers of sessions, as Guid or as text' {
        foreach ($command in Get-Command -Module RestoreSessions -ParameterName Id) {
            Mock $command.Name { }
            Invoke-Code "$command -Id `$known, '$known'"
            Should -Invoke $command.Name -Times 1 -Exactly -ParameterFilter { $Id.Count -eq 2 -and $Id[1] -eq $known }
        }
    }

    It 'takes what cannot be a session for none: <_>' -ForEach '5', '"text"', '[guid]::Empty', '[RestoreSessions.RestoreOrganization]@{ Id = [guid]::NewGuid() }', '[RestoreSessions.RestoreConnection]@{ Server = "a" }' {
        Mock Get-RestoreSessionEvent { }
        { Invoke-Code "$_ | Get-RestoreSessionEvent" } | Should -Throw -ErrorId 'InputObjectNotBound*'
        Should -Invoke Get-RestoreSessionEvent -Times 0 -Exactly
    }
}

Describe 'A mock, as about_RestoreSessions says,' {
    It 'refuses <Code>, and takes <Instead>' -ForEach @(
        @{ Command = 'Get-RestoreSession'; Code = 'Get-RestoreSession "$known"'; Instead = 'Get-RestoreSession -Id "$known"' }
        @{ Command = 'Get-RestoreSession'; Code = 'Get-RestoreSession ([DateTimeOffset]::Now)'; Instead = 'Get-RestoreSession ([DateTimeOffset]::Now).UtcDateTime' }
        @{ Command = 'Stop-RestoreSession'; Code = '@{ Id = $known; Workload = "Exchange" } | Stop-RestoreSession'; Instead = '@{ Id = $known; Type = "Vex" } | Stop-RestoreSession' }
        @{ Command = 'Start-RestoreSession'; Code = 'Start-RestoreSession -Type Teams -Scope ([pscustomobject]@{ id = "x" })'; Instead = 'Start-RestoreSession -Type Teams -Scope @{ id = "x" }' }
    ) {
        Mock $Command { }
        { Invoke-Code $Code } | Should -Throw
        Invoke-Code $Instead
        Should -Invoke $Command -Times 1 -Exactly
    }

    It 'takes a time that the cmdlet refuses' {
        { Get-RestoreSession 6/12/2026 } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
        Mock Get-RestoreSession { }
        Get-RestoreSession 6/12/2026
        Should -Invoke Get-RestoreSession -Times 1 -Exactly
    }
}

Describe 'What tests build' {
    It 'is a session of any properties: <_>' -ForEach '[pscustomobject]@{ State = "Working" }', '@{ State = "Working" }' {
        $built = Invoke-Code "[RestoreSessions.RestoreSession]($_)"
        $built.State | Should -BeExactly 'Working'
        $built.Id | Should -Be ([guid]::Empty)
    }

    It 'is a connection' {
        ([RestoreSessions.RestoreConnection]@{ Server = 'a' }).Server | Should -BeExactly 'a'
        ([RestoreSessions.RestoreConnection][pscustomobject]@{ Server = 'a'; ApiVersion = 'v8' }).ApiVersion | Should -Be v8
    }
}

Describe 'What is shown to users runs with mocks' {
    BeforeAll {
        $id, $userId, $text = 'client', [guid]::NewGuid(), (ConvertTo-SecureString 'text' -AsPlainText -Force)
        Mock Connect-RestoreServer { [RestoreSessions.RestoreConnection]@{ Server = 'vbo1.contoso.local' } }
        Mock Get-RestoreConnection { [RestoreSessions.RestoreConnection]@{ Server = 'vbo1.contoso.local' } }
        Mock Get-RestoreOrganization { [RestoreSessions.RestoreOrganization]@{ Name = 'contoso.onmicrosoft.com'; Id = [guid]::NewGuid() } }
        Mock Get-RestoreSession { $restored }
        Mock Get-RestoreSessionEvent { $happened }
        Mock Get-RestoreSessionStatistics { [RestoreSessions.RestoreSessionStatistics]@{ SessionId = $known } }
        Mock Start-RestoreSession { $restored }
        Mock Export-RestoreSessionAudit { Set-Content restores.jsonl '{"Record":"Event","Time":"2026-06-01T10:00:00Z","Type":"Restore"}' }
        'Disconnect-RestoreServer', 'Export-RestoreSessionReport', 'Stop-RestoreSession', 'Wait-RestoreSession' | ForEach-Object { Mock $_ { } }

        function Get-Credential { New-Object System.Management.Automation.PSCredential 'reader', (ConvertTo-SecureString 'text' -AsPlainText -Force) }
        function Get-Secret([string] $Name) { if ($Name -match 'token|assertion') { ConvertTo-SecureString 'text' -AsPlainText -Force } else { Get-Credential } }
        Push-Location $TestDrive
    }

    AfterAll {
        Pop-Location
    }

    It '<Where>' -ForEach $shown {
        # A user name alone asks for the password, which only the real attribute does in words; nobody is there to type it.
        $code = $Code -replace '-Credential ([A-Z]\w+\\[\w.]+|\w+@[\w.]+)', '-Credential (Get-Credential)'
        { Invoke-Code $code } | Should -Not -Throw
        $first = [regex]::Match($code, '\w+-Restore\w+').Value
        Should -Invoke $first
    }
}

Describe 'A proxy function' {
    BeforeAll {
        . $PSScriptRoot/FakeServer.ps1
        $fake = Start-FakeServer -Sessions 20
        Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
        $real = Get-RestoreSession -State Stopped -Last 1
        $happened = @($real | Get-RestoreSessionEvent)[0]
        foreach ($command in Get-Command -Module RestoreSessions) {
            $body = [System.Management.Automation.ProxyCommand]::Create((New-Object System.Management.Automation.CommandMetadata $command))
            Set-Item "function:$($command.Verb)-Proxy$($command.Noun)" ([scriptblock]::Create($body))
        }
    }

    AfterAll {
        Disconnect-RestoreServer
        Stop-FakeServer $fake
    }

    It 'gives what the cmdlet gives: <_>' -ForEach @(
        'Get-RestoreSession -Connection 127*', 'Get-RestoreSession -Connection $fake.Server -Last 5', 'Get-RestoreOrganization -Connection 127.*', 'Get-RestoreConnection 127*'
        '$real.Id | Get-RestoreSession', '"$($real.Id)" | Get-RestoreSessionEvent', 'Get-RestoreSessionEvent $real', '$happened | Get-RestoreSession', '$real | Get-RestoreSessionStatistics'
        '$real | ConvertTo-Csv | ConvertFrom-Csv | Get-RestoreSession', '$real | ConvertTo-Json | ConvertFrom-Json | Get-RestoreOrganization', '$real | Wait-RestoreSession'
        'Get-RestoreSession -Id $real.Id, $real.Id'
    ) {
        # The time on the server goes on from one call to the next.
        $expected = Invoke-Code $_ | Select-Object * -ExcludeProperty ServerTimeUtc | ConvertTo-Json -Depth 5
        $expected | Should -Not -BeNullOrEmpty
        $got = Invoke-Code ($_ -replace '\b(\w+)-(Restore\w+)', '$1-Proxy$2') | Select-Object * -ExcludeProperty ServerTimeUtc | ConvertTo-Json -Depth 5
        $got | Should -BeExactly $expected
    }

    It 'refuses a server that this runspace is not connected to, as the cmdlet does' {
        { Invoke-Code 'Get-ProxyRestoreSession -Connection elsewhere' } | Should -Throw '*There is no connection to ''elsewhere''. This runspace is connected to 127.0.0.1*'
    }

    It 'of the report refuses what only has the identifier of a session, as the cmdlet does' {
        { Invoke-Code '$happened | Export-ProxyRestoreSessionReport (Join-Path $TestDrive report.html)' } | Should -Throw -ErrorId 'InvalidReportInput,*'
    }
}
