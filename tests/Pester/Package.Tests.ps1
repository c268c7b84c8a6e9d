# The package that ./build.ps1 Package makes, installed from a folder as from the PowerShell Gallery.

Describe 'The package' -Skip:(-not (Get-Command Compress-PSResource -ErrorAction SilentlyContinue)) {
    BeforeAll {
        . $PSScriptRoot/FakeServer.ps1
        $built = Join-Path $root out/RestoreSessions
        $manifest = Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)
        $feed = (New-Item -ItemType Directory (Join-Path $TestDrive feed)).FullName
        Compress-PSResource -Path $built -DestinationPath $feed
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
        $own.Sum | Should -BeLessThan 600KB
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
}
