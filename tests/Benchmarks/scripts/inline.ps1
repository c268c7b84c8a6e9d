# The module's own reader on the pipeline's thread: what reading on a second thread is compared with.
param([string] $Server, [string] $Module, [int] $Repeat = 1, [string] $Mode = 'all')

Import-Module $Module
for ($i = 0; $i -lt $Repeat; $i++) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    switch ($Mode) {
        'all' { Get-SessionInline $Server | Out-Null }
        'where' { Get-SessionInline $Server | Where-Object Result -eq Failed | Out-Null }
        'block' { Get-SessionInline $Server | Where-Object { $_.Result -eq 'Failed' } | Out-Null }
    }
    "list=$($watch.Elapsed.TotalMilliseconds)"
}
'peak={0}' -f [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
