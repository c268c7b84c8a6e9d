# This very shell, to be started once more. build.ps1 and tests dot-source this.

# The path of the program, or of pwsh.dll where dotnet runs the shell: as a tool, or from its package.
function Get-ShellPath {
    $program = (Get-Process -Id $PID).Path
    if ([IO.Path]::GetFileNameWithoutExtension($program) -eq 'dotnet') {
        Join-Path $PSHOME 'pwsh.dll'
    }
    else {
        $program
    }
}

# Starts it with the arguments given. What is piped in is what a person types.
function Invoke-Shell {
    $path = Get-ShellPath
    $program, $arguments = if ($path -like '*.dll') { 'dotnet', (@($path) + $args) } else { $path, $args }
    if ($MyInvocation.ExpectingInput) {
        $input | & $program @arguments
    }
    else {
        & $program @arguments
    }
}
