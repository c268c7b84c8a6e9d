# Makes the modules that importing is compared with: one of a single cmdlet, the least that there is, and one with the manifest, the format file and
# the names of the cmdlets of RestoreSessions, with nothing in them.
param([string] $Module, [string] $Folder)

function New-Assembly([string] $Name, [string[]] $Cmdlets) {
    $classes = $Cmdlets | ForEach-Object {
        $verb, $noun = $_ -split '-'
        "[System.Management.Automation.Cmdlet(`"$verb`", `"$noun`")] public sealed class $verb$noun : System.Management.Automation.PSCmdlet { }"
    }
    $target = New-Item -ItemType Directory (Join-Path $Folder $Name)
    Add-Type -TypeDefinition ($classes -join "`n") -OutputAssembly (Join-Path $target "$Name.dll") -OutputType Library -CompilerOptions '-optimize'
    $target.FullName
}

$ErrorActionPreference = 'Stop'
$one = New-Assembly OneCmdlet Get-Nothing
New-ModuleManifest (Join-Path $one OneCmdlet.psd1) -RootModule OneCmdlet.dll -CmdletsToExport Get-Nothing -FunctionsToExport @() -AliasesToExport @() -VariablesToExport @()

$empty = New-Assembly RestoreSessions (Import-PowerShellDataFile (Join-Path $Module RestoreSessions.psd1)).CmdletsToExport
Copy-Item (Join-Path $Module RestoreSessions.psd1), (Join-Path $Module RestoreSessions.Format.ps1xml) $empty

# Its members are of the assembly that this one stands for.
Set-Content (Join-Path $empty RestoreSessions.Types.ps1xml) '<Types></Types>'
