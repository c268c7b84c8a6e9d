# A run of the trail: the first one, or one that goes on with the trail at the path that the mode is.
param([string] $Server, [string] $Module, [int] $Repeat = 1, [string] $Mode = 'first')

$credential = [pscredential]::new('DOMAIN\admin', [Net.NetworkCredential]::new('', 'benchmark').SecurePassword)
$folder = [IO.Path]::Combine([IO.Path]::GetTempPath(), [guid]::NewGuid())
$path = if ($Mode -eq 'first') { [IO.Path]::Combine([IO.Directory]::CreateDirectory($folder).FullName, 'restores.jsonl') } else { $Mode }
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
$imported = $watch.Elapsed.TotalMilliseconds
Connect-RestoreServer ($Server -split ',') -Credential $credential -SkipCertificateCheck -ApiVersion v5
$connected = $watch.Elapsed.TotalMilliseconds
Export-RestoreSessionAudit $path
$listed = $watch.Elapsed.TotalMilliseconds
if ($Mode -eq 'first') {
    [IO.Directory]::Delete($folder, $true)
}
"import=$imported;list=$($listed - $connected);total=$listed"
'peak={0}' -f [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
