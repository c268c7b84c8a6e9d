# Runs the *.Tests.ps1 of this folder in this one shell, and writes what Pester says of each as JSON. PesterTests.cs starts it and reads that.
param(
    # The folder of the module Pester.
    [Parameter(Mandatory = $true)]
    [string] $Pester,

    # The file to write.
    [Parameter(Mandatory = $true)]
    [string] $ResultPath,

    # The files to run, with | between their names; all of them where it is empty.
    [string] $Name
)

$ErrorActionPreference = 'Stop'

# First in the path, so that it is found before any other version.
$env:PSModulePath = (Split-Path $Pester) + [IO.Path]::PathSeparator + $env:PSModulePath
Import-Module (Join-Path $Pester 'Pester.psd1')

$configuration = New-PesterConfiguration
$configuration.Run.Path = if ($Name) { $Name -split '\|' | ForEach-Object { Join-Path $PSScriptRoot $_ } } else { $PSScriptRoot }
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Detailed'
$configuration.Output.RenderMode = 'Plaintext'
$ErrorActionPreference = 'Continue'
$run = Invoke-Pester -Configuration $configuration
$ErrorActionPreference = 'Stop'

# Of a test, of a block around tests, or of a whole file.
function Get-Failure($Of, [string] $Name) {
    foreach ($record in $Of.ErrorRecord) {
        '{0}{1}{2}{1}{3}' -f $Name, [Environment]::NewLine, $record.DisplayErrorMessage, $record.DisplayStackTrace
    }
}

$files = foreach ($container in $run.Containers) {
    $isHere = { $_.ScriptBlock.File -eq $container.Item.FullName }
    @{
        Name     = $container.Item.Name
        Result   = "$($container.Result)"
        Passed   = $container.PassedCount
        Failures = @(
            Get-Failure $container 'The file'
            $run.FailedBlocks | Where-Object $isHere | ForEach-Object { Get-Failure $_ $_.ExpandedPath }
            $run.Failed | Where-Object $isHere | ForEach-Object { Get-Failure $_ $_.ExpandedPath }
        )
        Skipped  = @($run.Skipped | Where-Object $isHere | ForEach-Object { $_.ExpandedPath })
    }
}

$json = ConvertTo-Json @{ Shell = "PowerShell $($PSVersionTable.PSVersion), $PSHOME"; Pester = "Pester $((Get-Module Pester).Version)"; Files = @($files) } -Depth 4
[IO.File]::WriteAllText($ResultPath, $json)
