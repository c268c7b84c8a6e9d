# The help, and every example in it. Examples.ps1 makes the surroundings that the examples speak of.

BeforeDiscovery {
    $root = Split-Path (Split-Path $PSScriptRoot)
    Import-Module (Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')
    $examples = foreach ($command in (Get-Command -Module RestoreSessions).Name) {
        foreach ($example in (Get-Help $command).examples.example) {
            @{ Command = $command; Title = $example.title.Trim(' -'); Code = $example.code }
        }
    }

    $hasPlatyPS = [bool] (Get-Module Microsoft.PowerShell.PlatyPS -ListAvailable)
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $module = Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1'
}

Describe 'The examples' {
    BeforeAll {
        # What a cmdlet asks the server for: method and path.
        $requests = @{
            'Connect-RestoreServer'        = '^(POST /v./token|GET /v./ServiceInstance)$'
            'Disconnect-RestoreServer'     = '^POST /v./token$'
            'Export-RestoreSessionAudit'   = '^GET /v./RestoreSessions/.+/Events$'
            'Export-RestoreSessionReport'  = '^GET /v./RestoreSessions'
            'Get-RestoreConnection'        = '^POST /v./token$'
            'Get-RestoreOrganization'      = '^GET /v./(Organizations|RestoreSessions/.+/organization)$'
            'Get-RestoreSession'           = '^GET /v./RestoreSessions'
            'Get-RestoreSessionEvent'      = '^GET /v./RestoreSessions/.+/Events$'
            'Get-RestoreSessionStatistics' = '^GET /v8/RestoreSessions/.+/Statistics$'
            'Start-RestoreSession'         = '^POST /v./(Organizations?|Jobs)/(.+/)?(action|(Operator)?[Ee]xplore)$'
            'Stop-RestoreSession'          = '^POST /v./RestoreSessions/.+/(Action|Stop)$'
            'Wait-RestoreSession'          = '^GET /v./RestoreSessions/[^/]+$'
        }
    }

    BeforeEach {
        $requestFile = Join-Path $TestDrive "$([guid]::NewGuid()).txt"
        $fake = Start-FakeServer -Sessions 1000 -Proxy -RequestFile $requestFile
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $runspace.SessionStateProxy.SetVariable('standIn', @{ Credential = $fake.Credential; Token = $fake.Token; Tenant = $fake.Tenant; ByTenant = $fake.ByTenant; ByOperator = $fake.ByOperator; Thumbprint = $fake.Thumbprint; Proxy = $fake.Proxy })
        $run = {
            param([string] $Script)

            $powershell = [powershell]::Create()
            $powershell.Runspace = $runspace
            $output = @($powershell.AddScript($Script).Invoke())
            $powershell.Streams.Error | Should -BeNullOrEmpty
            $powershell.Dispose()
            , $output
        }
        & $run "Set-Location '$($folder.FullName)'; Import-Module '$module'; . '$PSScriptRoot/Examples.ps1'" | Out-Null
    }

    AfterEach {
        $runspace.Dispose()
        Stop-FakeServer $fake
    }

    It '<Command>, <Title>' -ForEach $examples {
        $text = "'" + $Code.Replace("'", "''") + "'"
        & $run "Connect-Example $Command $text" | Out-Null
        $isQuiet = & $run "Test-Quiet $text"
        $before = (& $run '@(Get-RestoreConnection).Count')[0]
        $output = & $run $Code
        ($output.Count -eq 0) | Should -Be $isQuiet[0] -Because "it wrote $($output.Count) objects"
        (& $run '$Error.Count')[0] | Should -Be 0
        # A trail keeps what it knows of its file beside it.
        $files = @(Get-ChildItem $folder.FullName | Where-Object Extension -notin '.state', '.lock')
        $files.Count | Should -Be $(if ($Code -match '-WhatIf') { 0 } else { [regex]::Matches($Code, 'Export-').Count })
        $files | ForEach-Object { $_.Length | Should -BeGreaterThan 100 }

        # One that only says what it would do sends nothing of it.
        $sent = @(Get-Content -LiteralPath $requestFile | Where-Object { $_ -match $requests[$Command] })
        ($sent.Count -gt 0) | Should -Be ($Code -notmatch '-WhatIf') -Because "it sent $(Get-Content -LiteralPath $requestFile)"
        $after = (& $run '@(Get-RestoreConnection).Count')[0]
        switch ($Command) {
            'Connect-RestoreServer' { $after | Should -BeGreaterThan 0 }
            'Disconnect-RestoreServer' { $after | Should -BeLessThan ([Math]::Max(1, $before)) }
        }
    }
}

Describe 'The name of the page for each day' {
    It 'is the same under <_>' -ForEach 'de-DE', 'th-TH', 'ar-SA' {
        $code = (Get-Help Export-RestoreSessionReport).examples.example.code | Where-Object { $_ -match 'NoClobber' }
        function Get-RestoreSession { }
        function Export-RestoreSessionReport { param($Path, [switch] $NoClobber, [switch] $PassThru) $Path }
        $thread = [System.Threading.Thread]::CurrentThread
        $before = $thread.CurrentCulture
        try {
            $thread.CurrentCulture = $_
            $name = & ([scriptblock]::Create($code))
        }
        finally {
            $thread.CurrentCulture = $before
        }

        $name | Should -BeExactly "restores-$((Get-Date).Date.AddDays(-1).ToString('yyyy-MM-dd', [cultureinfo]::InvariantCulture)).html"
    }
}

Describe 'The runbook of about_RestoreSessions' {
    BeforeAll {
        $fake = Start-FakeServer -Sessions 1000 -Proxy
        $about = Get-Content (Join-Path $root 'docs/en-US/about_RestoreSessions.help.txt') -Raw
        $code = [regex]::Match($about, '(?s)#requires -Modules.*?exit \[int\][^\r\n]*').Value
        Set-Content (Join-Path $TestDrive runbook.ps1) $code

        # Runs it as a scheduler would, and returns how it ended.
        function Invoke-Runbook {
            param([pscredential] $Credential, [string] $Now = '2026-06-01T17:00:00Z')

            Set-Content (Join-Path $TestDrive start.ps1) @"
`$env:PSModulePath = '$(Split-Path (Split-Path $module))' + [IO.Path]::PathSeparator + `$env:PSModulePath
`$standIn = @{
    Credential = New-Object System.Management.Automation.PSCredential '$($Credential.UserName)', (ConvertTo-SecureString '$($Credential.GetNetworkCredential().Password)' -AsPlainText -Force)
    Thumbprint = '$($fake.Thumbprint)'
    Proxy      = '$($fake.Proxy)'
}
. '$PSScriptRoot/Examples.ps1'
`$standIn.Now = [datetime] '$Now'
& '$TestDrive/runbook.ps1'
exit `$LASTEXITCODE
"@
            Invoke-Shell -NoProfile -NonInteractive -File (Join-Path $TestDrive start.ps1) 2>&1
        }
    }

    AfterAll {
        Stop-FakeServer $fake
    }

    It 'ends with 1, and says what failed' {
        Invoke-Runbook $fake.Credential | Out-String | Should -Match 'Failed'
        $LASTEXITCODE | Should -Be 1
    }

    It 'ends with 0 when nothing failed' {
        Invoke-Runbook $fake.Credential -Now 2026-07-01T00:00:00Z | Should -BeNullOrEmpty
        $LASTEXITCODE | Should -Be 0
    }

    It 'ends with 2 when it cannot find out' {
        $wrong = New-Object System.Management.Automation.PSCredential $fake.Credential.UserName, (ConvertTo-SecureString 'wrong' -AsPlainText -Force)
        Invoke-Runbook $wrong | Out-String | Should -Match 'refused the logon'
        $LASTEXITCODE | Should -Be 2
    }
}

Describe 'Get-Help' {
    It 'shows about_RestoreSessions' {
        Get-Help about_RestoreSessions | Out-String | Should -Match 'TROUBLESHOOTING'
    }

    It 'shows the code of an example on lines of its own' {
        Get-Help Disconnect-RestoreServer -Examples | Out-String | Should -Match '(?m)^ *Disconnect-RestoreServer *\r?$'
    }
}

Describe 'The Markdown' -Skip:(-not $hasPlatyPS) {
    BeforeAll {
        Import-Module Microsoft.PowerShell.PlatyPS
        $pages = @(Get-ChildItem (Join-Path $root docs/en-US) -Filter '*-*.md')
    }

    It 'is what PlatyPS takes' {
        $pages | ForEach-Object { Test-MarkdownCommandHelp -Path $_.FullName | Should -BeTrue -Because $_.Name }
        $problems = @(Import-MarkdownCommandHelp -Path $pages.FullName -WarningVariable warnings -WarningAction SilentlyContinue |
            ForEach-Object { $_.Diagnostics.Messages } | Where-Object { $_.Severity -ne 'Information' -and $_.Identifier -notmatch 'ms\.date' })
        $warnings | Should -BeNullOrEmpty
        $problems | Should -BeNullOrEmpty
    }

    It 'makes the help that is shipped, byte for byte' {
        $made = & (Join-Path $root docs/Export-Help.ps1) -OutputFolder $TestDrive
        [IO.File]::ReadAllText($made.FullName) | Should -BeExactly ([IO.File]::ReadAllText((Join-Path $root docs/en-US/RestoreSessions.dll-Help.xml)))
    }
}
