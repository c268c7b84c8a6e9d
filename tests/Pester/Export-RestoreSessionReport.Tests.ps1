BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $fake = Start-FakeServer
    Connect-RestoreServer $fake.Server -Credential $fake.Credential -CertificateThumbprint $fake.Thumbprint
}

AfterAll {
    Disconnect-RestoreServer
    Stop-FakeServer $fake
}

Describe 'Export-RestoreSessionReport' {
    It 'writes sessions with their events into one page' {
        $file = Get-RestoreSession -Last 20 | Export-RestoreSessionReport TestDrive:/audit.html -IncludeEvent -PassThru
        $file | Should -BeOfType System.IO.FileInfo
        $file.FullName | Should -Be (Join-Path $TestDrive 'audit.html')
        $page = Get-Content $file.FullName -Raw
        ([regex]::Matches($page, '<tbody id="[^"]+" data-is="[^"]*"><tr><td class="start">')).Count | Should -Be 20
        $page | Should -Match 'Item 0 was processed'
        $page | Should -Not -Match 'https?://'
    }

    It 'starts from where the user is' {
        Push-Location $TestDrive
        try {
            Get-RestoreSession -Last 1 | Export-RestoreSessionReport here.html
        }
        finally {
            Pop-Location
        }
        Join-Path $TestDrive 'here.html' | Should -Exist
    }

    It 'replaces a file, unless it shall not' {
        'old' | Set-Content TestDrive:/kept.html
        { Get-RestoreSession -Last 1 | Export-RestoreSessionReport TestDrive:/kept.html -NoClobber } |
            Should -Throw -ErrorId 'ReportExists,RestoreSessions.Commands.ExportRestoreSessionReportCommand'
        Get-Content TestDrive:/kept.html | Should -Be 'old'
        Get-RestoreSession -Last 1 | Export-RestoreSessionReport TestDrive:/kept.html
        Get-Content TestDrive:/kept.html -TotalCount 1 | Should -Be '<!DOCTYPE html>'
    }

    It 'writes nothing under -WhatIf' {
        Get-RestoreSession -Last 1 | Export-RestoreSessionReport TestDrive:/whatif.html -WhatIf
        'TestDrive:/whatif.html' | Should -Not -Exist
    }

    It 'takes sessions from a file' {
        $sessions = Get-RestoreSession -Last 5
        $sessions | Export-Clixml TestDrive:/sessions.xml
        Import-Clixml TestDrive:/sessions.xml | Export-RestoreSessionReport TestDrive:/file.html
        $page = Get-Content TestDrive:/file.html -Raw
        foreach ($session in $sessions) {
            $page | Should -BeLike "*$($session.Id)*"
        }
    }

    It 'takes sessions from a job' {
        $job = Start-Job {
            Import-Module $using:root/out/RestoreSessions/RestoreSessions.psd1
            [RestoreSessions.RestoreSession]@{ Id = [guid]::NewGuid(); Name = 'from a job'; State = 'Stopped'; Result = 'Failed' }
        }
        $job | Receive-Job -Wait -AutoRemoveJob | Export-RestoreSessionReport TestDrive:/job.html
        Get-Content TestDrive:/job.html -Raw | Should -BeLike '*<dd class="name">from a job</dd>*'
    }

    It 'reports nothing, too' {
        Get-RestoreSession | Where-Object Result -eq Never | Export-RestoreSessionReport TestDrive:/nothing.html
        Get-Content TestDrive:/nothing.html -Raw | Should -BeLike '*There was no session to report.*'
    }

    It 'leaves a report alone when nothing that is piped is a session' {
        'old' | Set-Content TestDrive:/good.html
        { 'Name', 'x' | ConvertFrom-Csv | Export-RestoreSessionReport TestDrive:/good.html } |
            Should -Throw -ErrorId 'InvalidReportInput,RestoreSessions.Commands.ExportRestoreSessionReportCommand'
        Get-Content TestDrive:/good.html | Should -Be 'old'
    }

    It 'names the server, and a character that cannot be seen' {
        $session = Get-RestoreSession -Last 1
        $session.InitiatedBy = "admin$([char]0x200B)"
        $session | Export-RestoreSessionReport TestDrive:/head.html
        $page = Get-Content TestDrive:/head.html -Raw
        $page | Should -BeLike "*<dt>Server</dt><dd>$($fake.Server) (API v8 as DOMAIN\admin)</dd>*"
        $page | Should -BeLike '*<td class="who">admin`[U+200B`]</td>*'
    }

    It 'refuses the name of a device: <_>' -Skip:([Environment]::OSVersion.Platform -ne 'Win32NT') -ForEach 'NUL', 'C:\windows\temp\COM1' {
        { Get-RestoreSession -Last 1 | Export-RestoreSessionReport $_ } | Should -Throw -ErrorId 'InvalidReportPath,*'
    }
}
