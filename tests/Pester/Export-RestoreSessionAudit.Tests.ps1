BeforeDiscovery {
    $onUnix = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
    $command = 'RestoreSessions.Commands.ExportRestoreSessionAuditCommand'

    # ConvertFrom-Json would make local times of the texts in PowerShell 7.
    function Get-Line($Path) {
        [IO.File]::ReadAllLines($Path) | ForEach-Object { $_ | ConvertFrom-Json }
    }
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Export-RestoreSessionAudit' {
    BeforeEach {
        $trail = Join-Path $TestDrive "$([guid]::NewGuid()).jsonl"
    }

    It 'writes each event once, whether it is run once or three times' {
        1..3 | ForEach-Object { Export-RestoreSessionAudit $trail }
        $lines = @(Get-Line $trail)
        $sessions = @(Get-RestoreSession)
        $final = 'Success', 'Warning', 'Failed', 'Cancelled', 'Skipped'
        $expected = @($sessions | Get-RestoreSessionEvent | Where-Object Status -in $final | ForEach-Object { "$($_.SessionId) $($_.Id)" } | Sort-Object)
        @($lines | Where-Object Record -eq Event | ForEach-Object { "$($_.SessionId) $($_.Id)" } | Sort-Object) | Should -Be $expected
        @($lines | Where-Object Record -eq Session | ForEach-Object SessionId | Sort-Object) |
            Should -Be @($sessions | Where-Object State -eq Stopped | ForEach-Object { "$($_.Id)" } | Sort-Object)
        @($lines.Number) | Should -Be @(1..$lines.Count)
    }

    It 'says what the objects say' {
        Export-RestoreSessionAudit $trail
        $line = Get-Line $trail | Where-Object { $_.Record -eq 'Event' -and $_.Type -eq 'Restore' } | Select-Object -First 1
        $read = Get-RestoreSession -Id $line.SessionId | Get-RestoreSessionEvent -EventId $line.Id
        foreach ($name in 'Server', 'InitiatedBy', 'Organization', 'Workload', 'ClientHost', 'Reason', 'Type', 'Status', 'ItemName', 'ItemType', 'ItemSizeBytes', 'Source', 'Target', 'Title', 'Message', 'Order') {
            "$($line.$name)" | Should -BeExactly "$($read.$name)" -Because $name
        }
    }

    It 'writes to a path that is relative to where the shell is' {
        Push-Location $TestDrive
        try {
            Export-RestoreSessionAudit here.jsonl
        }
        finally {
            Pop-Location
        }

        Join-Path $TestDrive 'here.jsonl' | Should -Exist
        Join-Path $TestDrive 'here.jsonl.state' | Should -Exist
    }

    It 'takes a path with brackets and spaces as it is' {
        $trail = Join-Path $TestDrive 'a [1] & b.jsonl'
        Export-RestoreSessionAudit $trail
        Test-Path -LiteralPath $trail | Should -BeTrue
    }

    It 'says with -WhatIf how many sessions it would read, and makes no file' {
        $script = Join-Path $TestDrive 'whatif.ps1'
        Set-Content $script @"
Import-Module '$(Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')'
`$credential = New-Object System.Management.Automation.PSCredential 'DOMAIN\admin', (ConvertTo-SecureString `$env:TEST_PASSWORD -AsPlainText -Force)
Connect-RestoreServer $($fake.Server) `$credential -CertificateThumbprint $($fake.Thumbprint)
Export-RestoreSessionAudit '$trail' -WhatIf
"@
        $env:TEST_PASSWORD = $fake.Credential.GetNetworkCredential().Password
        $shown = Invoke-Shell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $script | Out-String
        Remove-Item env:TEST_PASSWORD
        $shown -replace '\s+', ' ' | Should -Match 'Read 100 restore sessions and append what is new'
        Get-ChildItem "$trail*" | Should -BeNullOrEmpty
    }

    It 'passes the objects of new lines through, once' {
        $objects = @(Export-RestoreSessionAudit $trail -PassThru)
        $objects.Count | Should -Be @(Get-Line $trail).Count
        $objects | Where-Object { $_ -isnot [RestoreSessions.RestoreSession] -and $_ -isnot [RestoreSessions.RestoreSessionEvent] } | Should -BeNullOrEmpty
        Export-RestoreSessionAudit $trail -PassThru | Should -BeNullOrEmpty
    }

    It 'refuses a second run at the same time, which reads nothing' {
        Export-RestoreSessionAudit $trail
        $before = [IO.File]::ReadAllText($trail)
        $held = [IO.File]::Open("$trail.lock", 'Open', 'ReadWrite', 'None')
        try {
            { Export-RestoreSessionAudit $trail } | Should -Throw -ErrorId "AuditInUse,$command"
        }
        finally {
            $held.Dispose()
        }

        Export-RestoreSessionAudit $trail
        [IO.File]::ReadAllText($trail) | Should -BeExactly $before
    }

    It 'does not touch <Name>' -ForEach @(
        @{ Name = 'a file that is no trail'; Suffix = ''; Text = 'precious'; Id = 'AuditNotRecognized' }
        @{ Name = 'a state of another version'; Suffix = '.state'; Text = '{"Version":99}'; Id = 'AuditVersionNotKnown' }
    ) {
        [IO.File]::WriteAllText("$trail$Suffix", $Text)
        { Export-RestoreSessionAudit $trail } | Should -Throw -ErrorId "$Id,$command"
        [IO.File]::ReadAllText("$trail$Suffix") | Should -BeExactly $Text
    }

    It 'says what is wrong with <Name>' -ForEach @(
        @{ Name = 'a folder'; Path = 'folder'; Id = 'AuditNotWritten'; Message = '*It is a folder*' }
        @{ Name = 'a folder that does not exist'; Path = 'missing/a.jsonl'; Id = 'AuditNotWritten'; Message = '*There is no folder*' }
        @{ Name = 'a file that is read-only'; Path = 'readonly.jsonl'; Id = 'AuditNotWritten'; Message = '*read-only*' }
    ) {
        $null = New-Item (Join-Path $TestDrive 'folder') -ItemType Directory -Force
        if ($Path -like 'readonly*') {
            Export-RestoreSessionAudit (Join-Path $TestDrive $Path)
            Set-ItemProperty (Join-Path $TestDrive $Path) IsReadOnly $true
        }

        $problem = { Export-RestoreSessionAudit (Join-Path $TestDrive $Path) } | Should -Throw -ErrorId "$Id,$command" -PassThru
        "$problem" | Should -BeLike $Message
        if ($Path -like 'readonly*') {
            Set-ItemProperty (Join-Path $TestDrive $Path) IsReadOnly $false
        }
    }

    It 'waits for no reader of <_>, and writes nothing beside it' -ForEach 'pipe.jsonl', '/dev/null' -Skip:(-not $onUnix) {
        $path = [IO.Path]::Combine($TestDrive, $_)
        if ($_ -like 'pipe*') {
            mkfifo $path
        }

        $problem = { Export-RestoreSessionAudit $path } | Should -Throw -ErrorId "AuditNotWritten,$command" -PassThru
        "$problem" | Should -BeLike '*It is a pipe or a device*'
        "$path.lock", "$path.state" | Should -Not -Exist
    }

    It 'refuses a path that is not of a file' {
        { Export-RestoreSessionAudit Env:\a.jsonl } | Should -Throw -ErrorId "InvalidAuditPath,$command"
    }

    It 'offers the connected servers behind -Connection' {
        $line = 'Export-RestoreSessionAudit a.jsonl -Connection '
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $fake.Server
    }

    It 'writes the same under every culture: <_>' -ForEach 'de-DE', 'th-TH', 'ar-SA' {
        Export-RestoreSessionAudit $trail
        $usual = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = $_
            Export-RestoreSessionAudit "$trail.other"
        }
        finally {
            [cultureinfo]::CurrentCulture = $usual
        }

        [IO.File]::ReadAllText("$trail.other") | Should -BeExactly ([IO.File]::ReadAllText($trail))
    }
}

Describe 'Save-RestoreAudit' {
    BeforeAll {
        $script = Join-Path $root 'docs/samples/Save-RestoreAudit.ps1'
        $reader = Join-Path $TestDrive 'reader.xml'
        $fake.Credential | Export-Clixml $reader
        $arguments = @{ CredentialPath = $reader; CertificateThumbprint = $fake.Thumbprint }
    }

    It 'appends what is new, and disconnects what it has connected' {
        $trail = Join-Path $TestDrive 'sample.jsonl'
        & $script @arguments -Server $fake.Server -Path $trail
        $LASTEXITCODE | Should -Be 0
        @(Get-Line $trail | Where-Object Record -eq Session).Count | Should -BeGreaterThan 80
        Get-RestoreConnection | Should -BeNullOrEmpty
    }

    It 'ends with 1 when a server is down, and has what the others said' {
        $trail = Join-Path $TestDrive 'down.jsonl'
        & $script @arguments -Server "$($fake.Server),no-such-host.invalid" -Path $trail 2>$null
        $LASTEXITCODE | Should -Be 1
        @(Get-Line $trail | Where-Object Record -eq Session).Count | Should -BeGreaterThan 80
    }

    It 'ends with 1 when the file cannot be written' {
        & $script @arguments -Server $fake.Server -Path (Join-Path $TestDrive 'missing/a.jsonl') 2>$null
        $LASTEXITCODE | Should -Be 1
        Get-RestoreConnection | Should -BeNullOrEmpty
    }
}
