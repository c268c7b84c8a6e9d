# What sessions turn into on their way to files, tables and other commands.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer -Sessions 200
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
    $sessions = Get-RestoreSession
    $ended = $sessions | Where-Object EndTime | Select-Object -First 1
    $culture = [cultureinfo]::CurrentCulture

    function Get-Rendered($Object, $Rendering) {
        $usual = $PSStyle.OutputRendering
        $PSStyle.OutputRendering = $Rendering
        try {
            $Object | Out-String
        }
        finally {
            $PSStyle.OutputRendering = $usual
        }
    }
}

AfterAll {
    [cultureinfo]::CurrentCulture = $culture
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'The output of Get-RestoreSession' {
    It 'has flat columns in CSV, whose times the same culture reads again: <_>' -ForEach 'en-US', 'de-DE', 'th-TH', 'ar-SA' {
        [cultureinfo]::CurrentCulture = $_
        $row = $ended | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        [datetime]::Parse($row.CreationTime) | Should -Be $ended.CreationTime.AddTicks(-($ended.CreationTime.Ticks % [timespan]::TicksPerSecond))
        [double]::Parse($row.DurationSeconds) | Should -Be $ended.Duration.TotalSeconds
        $row.PSObject.Properties.Value | Where-Object { $_ -like '*System.*' } | Should -BeNullOrEmpty
    }

    It 'has no object and no list in <_>' -ForEach 'ConvertTo-Json', 'ConvertTo-Csv' {
        $happened = @($ended | Get-RestoreSessionEvent)[0]
        foreach ($row in $ended, $happened) {
            $json = $_ -eq 'ConvertTo-Json'
            $back = if ($json) { $row | ConvertTo-Json -Depth 9 | ConvertFrom-Json } else { $row | ConvertTo-Csv | ConvertFrom-Csv }
            $back.PSObject.Properties.Name | Should -Be @($row.GetType().GetProperties().Name) -Because 'hidden properties are no columns'
            $back.PSObject.Properties | Where-Object { $_.Value -is [psobject] -or $_.Value -is [array] } | Should -BeNullOrEmpty
            $(if ($json) { $back.DurationSeconds } else { [double]::Parse($back.DurationSeconds) }) | Should -Be $row.Duration.TotalSeconds
            @($row | Select-Object *)[0].PSObject.Properties.Name | Should -Be $back.PSObject.Properties.Name
            ($row | Get-Member -MemberType Properties).Name | Should -Not -Contain 'Duration'
        }
    }

    It 'knows by name what rows leave out' {
        $happened = @($ended | Get-RestoreSessionEvent)
        $happened.Session.Id | Select-Object -Unique | Should -Be $ended.Id
        @($happened | Where-Object Duration -ge ([timespan]'00:00:02')).Count | Should -Be $happened.Count
        ($happened | Group-Object Duration -NoElement).Count | Should -Be $happened.Count
        ($happened | Group-Object { $_.Session.Organization }).Name | Should -Be $ended.Organization
        ($sessions | Sort-Object Duration | Where-Object EndTime).Id | Should -Be ($sessions | Sort-Object DurationSeconds | Where-Object EndTime).Id
        $mock = [RestoreSessions.RestoreSessionEvent]@{ Session = $ended; StartTimeUtc = '2026-06-01T10:00:00Z'; EndTimeUtc = '2026-06-01T10:00:02.5Z' }
        $mock.Session = $happened[0].Session
        "$($mock.Session.Id) $($mock.Organization) $($mock.Duration) $($mock.DurationSeconds)" | Should -Be "$($ended.Id) $($ended.Organization) 00:00:02.5000000 2.5"
        $happened[0] | Export-Clixml (Join-Path $TestDrive event.xml)
        $kept = Import-Clixml (Join-Path $TestDrive event.xml)
        "$($kept.Session.Id) $($kept.Duration)" | Should -Be "$($ended.Id) $($happened[0].Duration)"
    }

    It 'keeps its times to the tick in JSON' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $back = $ended | ConvertTo-Json | ConvertFrom-Json
        $back.CreationTime.ToUniversalTime().Ticks | Should -Be $ended.CreationTimeUtc.Ticks
        $back.EndTimeUtc.Ticks | Should -Be $ended.EndTimeUtc.Ticks
        $back.PSObject.Properties.Name | Should -Not -Contain 'Connection'
    }

    It 'keeps its times to the tick, and its look, through Export-Clixml' {
        $file = Join-Path $TestDrive sessions.xml
        $ended | Export-Clixml $file
        $back = Import-Clixml $file
        $back.CreationTimeUtc | Should -Be $ended.CreationTimeUtc
        $back | Format-Table | Out-String -Width 120 | Should -Be ($ended | Format-Table | Out-String -Width 120)
    }

    It 'is sorted by its start where no property is named' {
        ($sessions | Sort-Object { $_.Id } | Sort-Object).Id | Should -Be ($sessions | Sort-Object CreationTime).Id
    }

    It 'is not taken for another that started at the same moment' {
        $twins = 1, 2 | ForEach-Object { [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); CreationTime = '2026-06-01' } }
        $twins | Sort-Object -Unique | Should -HaveCount 2
        Compare-Object $twins $twins[0] | Should -HaveCount 1
    }

    It 'is grouped and measured by its properties' {
        ($sessions | Group-Object Result | Measure-Object Count -Sum).Sum | Should -Be 200
        ($sessions | Measure-Object CreationTime -Maximum).Maximum | Should -Be ($sessions | Sort-Object | Select-Object -Last 1).CreationTime
    }

    It 'shows in colour what needs attention: <Word>' -Skip:($PSVersionTable.PSVersion.Major -lt 7) -ForEach @(
        @{ Word = 'Failed'; Colour = '[31;1m'; State = 'Stopped'; Result = 'Failed' }
        @{ Word = 'Warning'; Colour = '[33;1m'; State = 'Stopped'; Result = 'Warning' }
        @{ Word = 'Working'; Colour = '[36m'; State = 'Working'; Result = 'Success' }
    ) {
        $session = [RestoreSessions.RestoreSession]@{ Type = 'Vex'; State = $State; Result = $Result }
        $e = [char]27
        Get-Rendered $session Ansi | Should -BeLike "*$e$([WildcardPattern]::Escape($Colour))$Word$e$([WildcardPattern]::Escape('[0m'))*"
        Get-Rendered $session PlainText | Should -Not -BeLike "*$e*"
    }

    It 'shows what is well without colour, and takes the colours that the user chose' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $session = [RestoreSessions.RestoreSession]@{ State = 'Stopped'; Result = 'Success' }
        (Get-Rendered $session Ansi) -split '\r?\n' -match 'Success' | Should -Not -Match ([char]27)
        $usual = $PSStyle.Formatting.Error
        $PSStyle.Formatting.Error = $PSStyle.Foreground.Magenta
        try {
            $session.Result = 'Failed'
            Get-Rendered $session Ansi | Should -Match ([regex]::Escape("$([char]27)[35mFailed"))
        }
        finally {
            $PSStyle.Formatting.Error = $usual
        }
    }

    It 'can be built for a mock, as it comes from a server' {
        $session = [RestoreSessions.RestoreSession]@{ State = 'Working'; CreationTime = [datetime]::Now.AddHours(-5) }
        $session.CreationTimeUtc | Should -BeGreaterThan ([datetime]::UtcNow.AddHours(-5.1))
        $session.CreationTimeUtc | Should -BeLessThan ([datetime]::UtcNow.AddHours(-4.9))
        $session.Duration | Should -BeNullOrEmpty
        $session.EndTimeUtc = $session.CreationTimeUtc.AddHours(1)
        $session.Duration | Should -Be ([timespan]'01:00:00')
        $session.EndTime.Kind | Should -Be Local
    }

    It 'comes from a mock by a name that is no parameter, as about_RestoreSessions says' {
        $session = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid() }
        $restored = [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid() }
        Mock Get-RestoreSession { $session; $restored }
        (Get-RestoreSession).Id | Should -Be $restored.Id
    }

    It 'has no colours in a file' {
        $file = Join-Path $TestDrive sessions.txt
        $sessions | Out-File $file
        Get-Content $file -Raw | Should -Match 'Failed'
        Get-Content $file -Raw | Should -Not -Match ([char]27)
    }

    It 'has no colours under NO_COLOR' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $module = Join-Path (Get-Module RestoreSessions).ModuleBase RestoreSessions.psd1
        $script = "Import-Module '$module'; [RestoreSessions.RestoreSession]@{ State = 'Stopped'; Result = 'Failed' } | Out-String; `$PSStyle.OutputRendering"
        $env:NO_COLOR = '1'
        try {
            $text = Invoke-Shell -NoProfile -Command $script | Out-String
        }
        finally {
            $env:NO_COLOR = $null
        }
        $text | Should -Match 'PlainText'
        $text | Should -Not -Match ([char]27)
    }
}

Describe 'The output of Get-RestoreSessionEvent' {
    It 'shows in colour what failed' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        Get-Rendered ([RestoreSessions.RestoreSessionEvent]@{ Status = 'Failed' }) Ansi | Should -Match ([regex]::Escape("$([char]27)[31;1mFailed$([char]27)[0m"))
    }

    It 'shows in a list what a person asks for' {
        $list = $ended | Get-RestoreSessionEvent | Select-Object -First 1 | Format-List | Out-String
        $list -split '\r?\n' -match ' : ' -replace ' *:.*' |
            Should -Be 'StartTime', 'Duration', 'InitiatedBy', 'Organization', 'Workload', 'Status', 'Type', 'ItemName', 'ItemType', 'ItemSizeBytes', 'Source', 'Target', 'Message', 'ClientHost', 'Reason', 'Server'
        $list | Should -Not -Match 'BackedUpOrganizationId'
    }
}
