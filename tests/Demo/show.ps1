# Runs demo.ps1 as if somebody typed it: each statement after a prompt, and below it what the shell shows of it. The first error is the end.
param([string] $Module, [string] $Server, [string] $Thumbprint, [string] $UserName)

$credential = [pscredential]::new($UserName, (ConvertTo-SecureString $env:DEMO_PASSWORD -AsPlainText -Force))
$statements = (Get-Command (Join-Path $PSScriptRoot demo.ps1)).ScriptBlock.Ast.EndBlock.Statements
Import-Module $Module -ErrorAction Stop
$Error.Clear()
foreach ($statement in $statements) {
    Out-Default -InputObject "PS> $statement"
    . ([scriptblock]::Create($statement)) | Out-Default
    if ($Error.Count -gt 0) {
        exit 1
    }
}
