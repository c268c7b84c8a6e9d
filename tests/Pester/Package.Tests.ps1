# The package that ./build.ps1 Package makes, installed from a folder as from the PowerShell Gallery.

Describe 'The package' -Skip:(-not (Get-Module Microsoft.PowerShell.PSResourceGet -ListAvailable)) {
    BeforeAll {
        $root = Split-Path (Split-Path $PSScriptRoot)
        $feed = New-Item -ItemType Directory (Join-Path $TestDrive feed)
        & dotnet pack (Join-Path $root src) -c Release -o $feed "-p:ModuleOutput=$TestDrive/module/"
        $LASTEXITCODE | Should -Be 0
        $name = "RestoreSessions$PID"
        Register-PSResourceRepository -Name $name -Uri $feed.FullName -Trusted
    }

    AfterAll {
        Unregister-PSResourceRepository -Name $name
    }

    It 'is found with its author, tags and version' {
        $found = Find-PSResource RestoreSessions -Repository $name
        $manifest = Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)
        $found.Version | Should -Be $manifest.ModuleVersion
        $found.Author | Should -Be $manifest.Author
        $manifest.PrivateData.PSData.Tags | ForEach-Object { $found.Tags | Should -Contain $_ }
    }

    It 'is installed and imports by name' {
        $modules = New-Item -ItemType Directory (Join-Path $TestDrive modules)
        Save-PSResource RestoreSessions -Repository $name -Path $modules.FullName
        $path = $env:PSModulePath
        $env:PSModulePath = $modules.FullName + [IO.Path]::PathSeparator + $path
        try {
            $commands = & (Get-Process -Id $PID).Path -NoProfile -Command '(Import-Module RestoreSessions -PassThru).ExportedCommands.Count'
        }
        finally {
            $env:PSModulePath = $path
        }

        $commands | Should -Be (Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)).CmdletsToExport.Count
    }
}
