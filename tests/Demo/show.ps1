# Runs demo.ps1 as if somebody typed it: each statement after a prompt, with its comment above it and what the shell shows of it below. The first error
# is the end.
param([string] $Module, [string] $Server, [string] $Thumbprint, [string] $UserName, [string] $Report)

$credential = [pscredential]::new($UserName, (ConvertTo-SecureString $env:DEMO_PASSWORD -AsPlainText -Force))
$script = (Get-Command (Join-Path $PSScriptRoot demo.ps1)).ScriptBlock.Ast
Import-Module $Module -ErrorAction Stop
$Error.Clear()
$end = 0
foreach ($statement in $script.EndBlock.Statements) {
    $before = $script.Extent.Text.Substring($end, $statement.Extent.StartOffset - $end)
    $end = $statement.Extent.EndOffset
    Out-Default -InputObject ([regex]::Match($before, '(\n#[^\n]*)*\n\z').Value + "PS> $statement")
    . ([scriptblock]::Create($statement)) | Out-Default
    if ($Error.Count -gt 0) {
        exit 1
    }
}
