# What importing a module costs; and, idle, what a shell is that does nothing.
param([string] $Server, [string] $Module, [int] $Repeat = 1, [string] $Mode = 'all')

$watch = [Diagnostics.Stopwatch]::StartNew()
if ($Mode -ne 'idle') {
    Import-Module $Module
}
"import=$($watch.Elapsed.TotalMilliseconds)"
'peak={0}' -f [Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64
