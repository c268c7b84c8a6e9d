# The commands of README, as somebody types them. Those of Install run in Package.Tests.ps1; what it shows of who restored what is in WhoRestoredWhat.Tests.ps1, the demo in DemoTests.cs.

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $readme = [IO.File]::ReadAllText((Join-Path $root README.md))
    $code = @{}
    foreach ($block in [regex]::Matches($readme, '(?ms)^## (?<section>[^\r\n]+)(?:(?!^## ).)*?^```powershell\r?\n(?<code>.*?)^```')) {
        $code[$block.Groups['section'].Value] = $block.Groups['code'].Value
    }
}

Describe 'README' {
    It 'has commands to start, to find out who restored what, and to install' {
        'Quick start', 'Who restored what', 'Install' | ForEach-Object { $code.Keys | Should -Contain $_ }
    }

    It 'tells in the quick start which account sees what' {
        $at = $readme.IndexOf('administrators see the sessions of all users, other users their own')
        $at | Should -BeGreaterThan $readme.IndexOf('## Quick start')
        $at | Should -BeLessThan $readme.IndexOf('## Who restored what')
    }

    It 'says what each cmdlet does' {
        $rows = [regex]::Matches($readme, '(?m)^\| `(?<name>\w+-\w+)` \|') | ForEach-Object { $_.Groups['name'].Value }
        $rows | Sort-Object | Should -Be (Get-Command -Module RestoreSessions).Name
    }

    It 'names the files of this version' {
        $version = (Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)).ModuleVersion
        $named = [regex]::Matches($readme, 'RestoreSessions[-.](?<version>\d+\.\d+\.\d+)|Version (?<version>\d+\.\d+\.\d+)') | ForEach-Object { $_.Groups['version'].Value }
        $named.Count | Should -BeGreaterThan 3
        $named | Sort-Object -Unique | Should -Be $version
    }

    It 'and CONTRIBUTING name tasks that build.ps1 has' {
        $tasks = (Get-Command (Join-Path $root build.ps1)).Parameters.Task.Attributes.ValidValues
        $pages = $readme + [IO.File]::ReadAllText((Join-Path $root CONTRIBUTING.md))
        $named = [regex]::Matches($pages, '\./build\.ps1 (?<task>\w+)') | ForEach-Object { $_.Groups['task'].Value }
        $named | Should -Not -BeNullOrEmpty
        $named | Should -BeIn $tasks
    }
}

Describe 'The quick start of README' {
    BeforeAll {
        $fake = Start-FakeServer -Sessions 1000 -Proxy
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive quickstart)
        $runspace = [runspacefactory]::CreateRunspace()
        $runspace.Open()
        $runspace.SessionStateProxy.SetVariable('standIn', @{ Credential = $fake.Credential; Thumbprint = $fake.Thumbprint; Proxy = $fake.Proxy })
        $run = {
            param([string] $Script)

            $powershell = [powershell]::Create()
            $powershell.Runspace = $runspace
            $output = @($powershell.AddScript($Script).Invoke())
            $powershell.Streams.Error | Should -BeNullOrEmpty -Because $Script
            $powershell.Dispose()
            , $output
        }
        & $run "Set-Location '$($folder.FullName)'; Import-Module '$(Join-Path $root 'out/RestoreSessions/RestoreSessions.psd1')'; . '$PSScriptRoot/Examples.ps1'" | Out-Null
        $typed = [System.Management.Automation.Language.Parser]::ParseInput($code['Quick start'], [ref] $null, [ref] $null).EndBlock.Statements
        $wrote = @{}
        foreach ($statement in $typed) {
            $wrote["$statement"] = @((& $run "$statement").Id)
            if ("$statement" -like 'Connect-*') {
                $all = & $run 'RestoreSessions\Get-RestoreSession'
                $now = & $run '(Get-Date).ToUniversalTime()'
            }
        }
    }

    AfterAll {
        $runspace.Dispose()
        Stop-FakeServer $fake
    }

    It 'lists what each comment says' {
        $yesterday = $all | Where-Object CreationTimeUtc -gt $now[0].AddDays(-1)
        $day = $all | Where-Object { $_.CreationTime -gt '2026-06-01' -and $_.CreationTime -lt '2026-06-02' -and $_.Result -ne 'Success' }
        $open = $all | Where-Object State -eq Working
        $lists = @($typed | Where-Object { "$_" -like 'Get-*' })
        $lists.Count | Should -Be 3
        foreach ($pair in @($lists[0], $yesterday), @($lists[1], $day), @($lists[2], $open)) {
            $pair[1] | Should -Not -BeNullOrEmpty
            $wrote["$($pair[0])"] | Should -Be @($pair[1].Id)
        }
    }

    It 'writes a report of the week with all its sessions and the account' {
        $page = Get-Content (Join-Path $folder audit.html) -Raw
        $week = @($all | Where-Object CreationTimeUtc -gt $now[0].AddDays(-7))
        [regex]::Matches($page, '<dd class="id">([0-9a-f-]+)</dd>') | ForEach-Object { $_.Groups[1].Value } | Should -Be $week.Id
        $page | Should -BeLike '*vbo.contoso.local (API v8 as DOMAIN\admin)*'
        $page | Should -BeLike '*Item 0 was processed*'
    }

    It 'ends without a connection' {
        & $run 'Get-RestoreConnection' | Should -BeNullOrEmpty
    }
}
