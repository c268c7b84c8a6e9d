# What a user types: import, connect, list. One line of figures, in milliseconds, for each repetition.
param([string] $Server, [string] $Module, [int] $Repeat = 1, [string] $Mode = 'all')

$credential = [pscredential]::new('DOMAIN\admin', [Net.NetworkCredential]::new('', 'benchmark').SecurePassword)
for ($i = 0; $i -lt $Repeat; $i++) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    Import-Module $Module
    $imported = $watch.Elapsed.TotalMilliseconds
    Connect-RestoreServer ($Server -split ',') -Credential $credential -SkipCertificateCheck -ApiVersion v5
    $connected = $watch.Elapsed.TotalMilliseconds
    switch ($Mode) {
        'all' { Get-RestoreSession | Out-Null }
        'first' { do { Get-RestoreSession | ForEach-Object { break } } while ($false) }
        'events' { Get-RestoreSession | Get-RestoreSessionEvent | Out-Null }
        'event' { do { Get-RestoreSession | Get-RestoreSessionEvent | ForEach-Object { break } } while ($false) }
        'day' { Get-RestoreSession -StartTimeFrom 2026-05-31T12:00:00Z | Out-Null }
        'report' { Export-RestoreSessionReport ([IO.Path]::GetTempFileName()) -StartTimeFrom 2000-01-01 -IncludeEvent -PassThru | Remove-Item }
    }
    $listed = $watch.Elapsed.TotalMilliseconds
    "import=$imported;list=$($listed - $connected);total=$listed"
}
'peak={0}' -f [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
