# What ./build.ps1 Package leaves in out/release, and what .github/workflows/release.yml does with it. The commands of both run here, with folders for
# what is elsewhere: the repository of packages, and a gh that writes down what it is asked for.

BeforeDiscovery {
    $onUnix = $PSVersionTable.PSEdition -eq 'Core' -and -not $IsWindows
}

BeforeAll {
    . $PSScriptRoot/FakeServer.ps1
    $version = (Import-PowerShellDataFile (Join-Path $root RestoreSessions.psd1)).ModuleVersion
    $workflow = [IO.File]::ReadAllText((Join-Path $root .github/workflows/release.yml)) -replace "`r"

    # What a build needs of the repository, without what earlier builds have left.
    function Copy-Source {
        param([string] $To)

        foreach ($part in '.config', '.editorconfig', '.github', 'docs', 'src', 'build.ps1', 'CHANGELOG.md', 'Directory.Build.props', 'RestoreSessions.psd1') {
            Copy-Item (Join-Path $root $part) (Join-Path (New-Item $To -ItemType Directory -Force).FullName $part) -Recurse
        }

        'bin', 'obj' | ForEach-Object { Join-Path $To "src/$_" } | Where-Object { Test-Path $_ } | Remove-Item -Recurse -Force

        # A clone of the project's page: the compiler's tasks read these files without git.
        'objects', 'refs' | ForEach-Object { $null = New-Item (Join-Path $To ".git/$_") -ItemType Directory -Force }
        Set-Content (Join-Path $To .git/HEAD) '0123456789abcdef0123456789abcdef01234567'
        Set-Content (Join-Path $To .git/config) '[remote "origin"]', 'url = https://github.com/example/RestoreSessions.git'

        # What an earlier version has left.
        $null = New-Item (Join-Path $To out/RestoreSessions) -ItemType Directory
        Set-Content (Join-Path $To out/RestoreSessions/Earlier.dll) earlier
    }

    # Runs a task in a shell of its own, as its build.ps1 stands there.
    function Invoke-Build {
        param([string] $In)

        (Invoke-Shell -NoProfile -NonInteractive -ExecutionPolicy Bypass -File (Join-Path $In build.ps1) @args 2>&1 | Out-String) -replace '\s+', ' '
    }

    # The script of the step of that name.
    function Get-Step {
        param([string] $Name)

        $step = [regex]::Match($workflow, "(?m)^ {6}- name: $Name\n(?:^ {8}.*\n|\n)*?^ {8}run: (?:(?<line>[^|\n].*)|\|\n(?<block>(?:(?: {10}.*)?(?:\n|\z))+))")
        $step.Success | Should -BeTrue -Because "the workflow has a step $Name"
        $step.Groups['line'].Value + ($step.Groups['block'].Value -replace '(?m)^ {10}')
    }

    function Read-Archive {
        param([string] $Path)

        Add-Type -AssemblyName System.IO.Compression.FileSystem
        $archive = [IO.Compression.ZipFile]::OpenRead($Path)
        $archive.Entries | ForEach-Object { $_.FullName }
        $archive.Dispose()
    }

    $first, $second = 'first', 'second/in another place, a=b' | ForEach-Object { Join-Path $TestDrive $_ }
    Copy-Source $first
    Copy-Source $second
    $said = Invoke-Build $first Package -Tag "v$version"
    $LASTEXITCODE | Should -Be 0 -Because $said
    $release = Join-Path $first out/release
}

Describe 'A release' {
    It 'consists of a package, a zip, their sums and the notes' {
        (Get-ChildItem $release).Name | Sort-Object |
            Should -Be ('ReleaseNotes.md', "RestoreSessions-$version.zip", "RestoreSessions.$version.nupkg", 'SHA256SUMS' | Sort-Object)
        $sums = @(Get-Content (Join-Path $release SHA256SUMS))
        $sums.Count | Should -Be 2
        foreach ($sum in $sums) {
            $hash, $name = $sum -split '  '
            $hash | Should -BeExactly (Get-FileHash (Join-Path $release $name)).Hash.ToLowerInvariant()
        }

        $changelog = [IO.File]::ReadAllText((Join-Path $root CHANGELOG.md)) -replace "`r"
        $section = (($changelog -split "## $([regex]::Escape($version))\n")[1] -split '\n## ')[0]
        [IO.File]::ReadAllText((Join-Path $release ReleaseNotes.md)) | Should -BeExactly "$($section.Trim())`n"
    }

    It 'is the same bytes when another folder is built at another time' {
        $said = Invoke-Build $second Package
        $LASTEXITCODE | Should -Be 0 -Because $said
        foreach ($name in 'out/RestoreSessions/RestoreSessions.dll', "out/release/RestoreSessions.$version.nupkg", "out/release/RestoreSessions-$version.zip", 'out/release/SHA256SUMS') {
            (Get-FileHash (Join-Path $second $name)).Hash | Should -Be (Get-FileHash (Join-Path $first $name)).Hash -Because $name
        }
    }

    It 'has a zip that unfolds into a folder of modules, byte for byte' {
        $modules = Join-Path $TestDrive unfolded
        Expand-Archive (Join-Path $release "RestoreSessions-$version.zip") $modules
        $built = (Get-Item (Join-Path $first out/RestoreSessions)).FullName
        $unfolded = (Get-Item (Join-Path $modules "RestoreSessions/$version")).FullName
        $files = Get-ChildItem $built -Recurse -File | ForEach-Object { $_.FullName.Substring($built.Length) }
        Get-ChildItem $modules -Recurse -File | ForEach-Object { $_.FullName.Substring($unfolded.Length) } | Sort-Object | Should -Be ($files | Sort-Object)
        Join-Path $unfolded Earlier.dll | Should -Not -Exist
        foreach ($file in $files) {
            (Get-FileHash ($unfolded + $file)).Hash | Should -Be (Get-FileHash ($built + $file)).Hash -Because $file
        }
    }

    It 'has a package with a content type for each of its files' {
        $names = Read-Archive (Join-Path $release "RestoreSessions.$version.nupkg")
        $types = [xml] [IO.File]::ReadAllText((Join-Path $root .github/package/types.xml))
        $names | Where-Object { $_ -ne '[Content_Types].xml' } | ForEach-Object { [IO.Path]::GetExtension($_).Substring(1) } | Sort-Object -Unique |
            Should -Be ($types.Types.Default.Extension | Sort-Object)
    }

    It 'is not made for a tag of another version: <_>' -ForEach 'v0.0.1', 'v', '0.2.0' {
        $said = Invoke-Build $first Package -Tag $_
        $LASTEXITCODE | Should -Not -Be 0
        $said | Should -BeLike "*The tag $_ is not v$version*"
    }

    It 'is not made where the changelog has no section' {
        $changelog = Join-Path $second CHANGELOG.md
        Set-Content $changelog '# Changelog', '', "## $version.1", '', '- Something.'
        $said = Invoke-Build $second Package -Tag "v$version"
        $LASTEXITCODE | Should -Not -Be 0
        $said | Should -BeLike "*CHANGELOG.md has no section for version $version*"
    }

    It 'is not made without signatures where a certificate is set' -Skip:(-not $onUnix) {
        $env:SIGNING_CERTIFICATE = 'bm9uZQ=='
        try {
            $said = Invoke-Build $first Package
        }
        finally {
            Remove-Item Env:SIGNING_CERTIFICATE
        }

        $LASTEXITCODE | Should -Not -Be 0
        $said | Should -BeLike '*PowerShell signs only on Windows*'
    }
}

Describe 'The workflow of a release' {
    BeforeAll {
        $downloads = Join-Path $TestDrive downloads
        Copy-Item $release $downloads -Recurse
        Push-Location $downloads
    }

    AfterAll {
        Pop-Location
    }

    It 'names each action by its commit' {
        foreach ($file in Get-ChildItem (Join-Path $root .github/workflows)) {
            $uses = @(Select-String -Path $file.FullName -Pattern '^\s+(?:- )?uses: (\S+)' | ForEach-Object { $_.Matches[0].Groups[1].Value } | Where-Object { $_ -notlike './*' })
            $uses | Should -Not -BeNullOrEmpty
            $uses | Should -Match '^[\w-]+/[\w-]+@[0-9a-f]{40}$'
        }
    }

    It 'compares the tag with the manifest before it tests anything' {
        $compare = [scriptblock]::Create((Get-Step 'Compare the tag with the manifest and the changelog'))
        Push-Location $first
        $env:GITHUB_REF_NAME = "v$version"
        try {
            & $compare | Should -BeExactly ([IO.File]::ReadAllText((Join-Path $release ReleaseNotes.md))).TrimEnd()
            $env:GITHUB_REF_NAME = 'v0.0.1'
            $compare | Should -Throw 'The tag v0.0.1 is not*'
        }
        finally {
            Remove-Item Env:GITHUB_REF_NAME
            Pop-Location
        }
    }

    It 'packs as build.ps1 does' {
        Get-Step Package | Should -Be './build.ps1 Package -Tag $env:GITHUB_REF_NAME'
    }

    Context 'where bash runs' -Skip:(-not $onUnix) {
        BeforeAll {
            $tools = (New-Item (Join-Path $TestDrive tools) -ItemType Directory).FullName
            Set-Content (Join-Path $tools gh) '#!/bin/bash', 'printf "%s\n" "$@" > "$GH_ASKED"'
            chmod +x (Join-Path $tools gh)
            $asked = Join-Path $TestDrive asked
            $runBash = {
                param([string] $Step)

                $script = Join-Path $TestDrive step.sh
                [IO.File]::WriteAllText($script, (Get-Step $Step))
                env "PATH=${tools}:$env:PATH" "GH_ASKED=$asked" "GITHUB_REF_NAME=v$version" bash -e $script 2>&1
            }
        }

        It 'releases what it has tested, with the notes' {
            & $runBash Release | Out-Null
            $LASTEXITCODE | Should -Be 0
            Get-Content $asked | Should -Be @(
                'release', 'create', "v$version", '--verify-tag', '--title', "v$version", '--notes-file', 'ReleaseNotes.md'
                "RestoreSessions-$version.zip", "RestoreSessions.$version.nupkg", 'SHA256SUMS'
            )
        }

        It 'neither attests nor releases what is not of these sums' {
            & $runBash 'Verify the sums' | Out-Null
            $LASTEXITCODE | Should -Be 0
            Remove-Item $asked -ErrorAction Ignore
            $zip = Join-Path $downloads "RestoreSessions-$version.zip"
            Add-Content $zip more
            foreach ($step in 'Verify the sums', 'Release') {
                (& $runBash $step | Out-String) | Should -BeLike "*RestoreSessions-$version.zip: FAILED*"
                $LASTEXITCODE | Should -Not -Be 0
            }

            $asked | Should -Not -Exist
            Copy-Item (Join-Path $release "RestoreSessions-$version.zip") $zip
        }
    }

    Context 'at the Gallery' -Skip:(-not (Get-Command Compress-PSResource -ErrorAction SilentlyContinue)) {
        BeforeAll {
            $publish = [scriptblock]::Create((Get-Step 'Publish to the PowerShell Gallery'))
            $feed = (New-Item (Join-Path $TestDrive gallery) -ItemType Directory).FullName
            $env:REPOSITORY = "Gallery$PID"
            Register-PSResourceRepository -Name $env:REPOSITORY -Uri $feed -Trusted
        }

        AfterAll {
            Unregister-PSResourceRepository -Name $env:REPOSITORY
            Remove-Item Env:REPOSITORY
            Remove-Item Env:GALLERY_KEY -ErrorAction Ignore
        }

        It 'says so and passes where no key is set' {
            & $publish | Should -Be '::notice::Not published to the PowerShell Gallery: the secret GALLERY_KEY is not set.'
            Get-ChildItem $feed | Should -BeNullOrEmpty
        }

        It 'publishes the very package of the release' {
            $env:GALLERY_KEY = 'a key'
            & $publish | Should -Be "::notice::Published RestoreSessions.$version.nupkg to $env:REPOSITORY."
            (Get-FileHash (Join-Path $feed "RestoreSessions.$version.nupkg")).Hash | Should -Be (Get-FileHash (Join-Path $release "RestoreSessions.$version.nupkg")).Hash
        }
    }
}
