# The package that ./build.ps1 Package makes, installed from a folder as from the PowerShell Gallery.

BeforeDiscovery {
    $onUnix = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows
}

Describe 'The package' -Skip:(-not (Get-Command Compress-PSResource -ErrorAction SilentlyContinue)) {
    BeforeAll {
        . $PSScriptRoot/FakeServer.ps1
        $built = Join-Path $root out/RestoreSessions
        $manifest = Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)
        $feed = (New-Item -ItemType Directory (Join-Path $TestDrive feed)).FullName
        $release = Join-Path $TestDrive release
        & (Join-Path $root .github/Export-Release.ps1) -Destination $release | Out-Null
        Copy-Item (Join-Path $release *.nupkg) $feed
        $name = "RestoreSessions$PID"
        Register-PSResourceRepository -Name $name -Uri $feed -Trusted
        $modules = (New-Item -ItemType Directory (Join-Path $TestDrive modules)).FullName
        Save-PSResource RestoreSessions -Repository $name -Path $modules
    }

    AfterAll {
        Unregister-PSResourceRepository -Name $name
    }

    It 'is found with the data of the manifest' {
        $found = Find-PSResource RestoreSessions -Repository $name
        $found.Version | Should -Be $manifest.ModuleVersion
        $found.Author | Should -Be $manifest.Author
        $found.Description | Should -Be $manifest.Description
        $found.ReleaseNotes | Should -BeLike '*Get-RestoreSession*'
        $manifest.PrivateData.PSData.Tags | ForEach-Object { $found.Tags | Should -Contain $_ }
    }

    It 'holds the module, byte for byte, and is small' {
        $installed = Join-Path $modules "RestoreSessions/$($manifest.ModuleVersion)"
        $files = Get-ChildItem $built -Recurse -File | ForEach-Object { $_.FullName.Substring($built.Length) }
        Get-ChildItem $installed -Recurse -File | Where-Object Name -ne PSGetModuleInfo.xml | ForEach-Object { $_.FullName.Substring($installed.Length) } |
            Sort-Object | Should -Be ($files | Sort-Object)
        foreach ($file in $files) {
            (Get-FileHash ($installed + $file)).Hash | Should -Be (Get-FileHash ($built + $file)).Hash
        }

        $own = Get-ChildItem $installed -Recurse -File | Where-Object Name -notin PSGetModuleInfo.xml, Newtonsoft.Json.dll | Measure-Object Length -Sum
        $own.Sum | Should -BeLessThan 704KB
    }

    It 'imports by name' {
        $path = $env:PSModulePath
        $env:PSModulePath = $modules + [IO.Path]::PathSeparator + $path
        try {
            $commands = Invoke-Shell -NoProfile -Command '(Import-Module RestoreSessions -PassThru).ExportedCommands.Count'
        }
        finally {
            $env:PSModulePath = $path
        }

        $commands | Should -Be $manifest.CmdletsToExport.Count
    }

    # Only on Unix does a variable say where a user's modules and repositories are.
    Context 'installed for a user' -Skip:(-not $onUnix) {
        BeforeAll {
            $newer = (New-Item -ItemType Directory (Join-Path $TestDrive newer/RestoreSessions)).FullName
            Copy-Item (Join-Path $built *) $newer -Recurse
            $file = Join-Path $newer RestoreSessions.psd1
            [IO.File]::WriteAllText($file, [IO.File]::ReadAllText($file).Replace("'$($manifest.ModuleVersion)'", "'99.0.0'"))
            $user = (New-Item -ItemType Directory (Join-Path $TestDrive user)).FullName
            $null = New-Item -ItemType Directory (Join-Path $user .local/share)
            $runAsUser = {
                param([string] $Command)

                $before = $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath
                $env:HOME = $user
                Remove-Item Env:XDG_DATA_HOME -ErrorAction Ignore
                Remove-Item Env:PSModulePath
                try {
                    $said = Invoke-Shell -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $Command" 2>&1
                    $LASTEXITCODE | Should -Be 0 -Because "$said"
                    $said
                }
                finally {
                    $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath = $before
                }
            }
            $loaded = 'Import-Module RestoreSessions -PassThru | ForEach-Object { "$($_.Version)" }'
            $installed = 'Get-PSResource RestoreSessions | ForEach-Object { "$($_.Version)" }'
            $section = [regex]::Match([IO.File]::ReadAllText((Join-Path $root README.md)), '(?ms)^## Install\r?\n.*?(?=^## )').Value
            $fromZip, $fromGallery = [regex]::Matches($section, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value }
            & $runAsUser "Register-PSResourceRepository Folder -Uri '$feed' -Trusted -Priority 1; Unregister-PSResourceRepository PSGallery"
        }

        It 'is installed from the zip as README says' {
            $said = & $runAsUser "`$PSStyle.OutputRendering = 'PlainText'; Set-Location '$release'; $fromZip; (Get-Module RestoreSessions).Path"
            $folder = Join-Path $user ".local/share/powershell/Modules/RestoreSessions/$($manifest.ModuleVersion)"
            $sum = (Get-FileHash (Join-Path $release "RestoreSessions-$($manifest.ModuleVersion).zip")).Hash.ToLowerInvariant()

            # The shell wraps its lines after 80 columns.
            -join $said | Should -BeExactly "SHA256SUMS:1:$sum  RestoreSessions-$($manifest.ModuleVersion).zip$(Join-Path $folder RestoreSessions.dll)"
            Remove-Item (Join-Path $user .local/share/powershell/Modules/RestoreSessions) -Recurse
        }

        It 'is installed, updated and removed from a repository as README says' {
            $lines = $fromGallery.Trim() -split '\r?\n'
            $lines.Count | Should -Be 3
            & $runAsUser "$($lines[0])`n$loaded" | Should -Be $manifest.ModuleVersion
            & $runAsUser "$($lines[1])`n$installed" | Should -Be $manifest.ModuleVersion
            & $runAsUser "$($lines[2])`n@(Get-Module RestoreSessions -ListAvailable).Count" | Should -Be 0
        }

        It 'shows no line of a zip that is not the one of the sums' {
            $other = (New-Item -ItemType Directory (Join-Path $TestDrive other)).FullName
            Copy-Item (Join-Path $release *) $other
            Add-Content (Join-Path $other "RestoreSessions-$($manifest.ModuleVersion).zip") more
            $verify = ($fromZip -split '\r?\n')[0..1] -join "`n"
            & $runAsUser "Set-Location '$other'; $verify" | Should -BeNullOrEmpty
        }

        It 'is updated to a newer version, which lies beside it, and removed' {
            & $runAsUser "Install-PSResource RestoreSessions; $loaded" | Should -Be $manifest.ModuleVersion
            Compress-PSResource -Path $newer -DestinationPath $feed
            & $runAsUser 'Update-PSResource RestoreSessions'
            & $runAsUser $installed | Sort-Object | Should -Be ($manifest.ModuleVersion, '99.0.0' | Sort-Object)
            & $runAsUser $loaded | Should -Be '99.0.0'
            & $runAsUser "Import-Module RestoreSessions -RequiredVersion $($manifest.ModuleVersion) -PassThru | ForEach-Object { `"`$(`$_.Version)`" }" | Should -Be $manifest.ModuleVersion
            & $runAsUser "Uninstall-PSResource RestoreSessions -Version 99.0.0; $installed" | Should -Be $manifest.ModuleVersion
            & $runAsUser $loaded | Should -Be $manifest.ModuleVersion
            & $runAsUser 'Uninstall-PSResource RestoreSessions; @(Get-Module RestoreSessions -ListAvailable).Count' | Should -Be 0
        }
    }
}
