#Requires -Version 5.1
#Requires -Modules RestoreSessions

<#
.SYNOPSIS
    Reports the restore sessions that have failed, with what failed in them.
.DESCRIPTION
    Run this every night. It returns an object for each session that ended badly since the last run, and hands them all to a script
    block of yours that sends the alert: a mail, a message, a ticket. Without -StatePath it looks back for a day.

    What can be read is sent, and what cannot be read is named: FailedItems says so of a session whose events could not all be read, and
    the script block gets a second list, with a sentence for each server that could not be asked. It is also called for that list alone.

    With -StatePath it remembers until when it has looked, and what it has reported: nothing is missed because a run was missed or a
    server was down, and nothing is reported twice. The last hour is always looked at again, because the servers' clocks may be slow.
    A file that holds no time, or one in the future because this machine's clock was wrong, is a warning; it then looks back for a day.
    A session whose end the server does not tell, or cannot be, is reported as well; without -StatePath, by every run until it is
    older than -MaximumAge.

    The texts in an alert come from whoever opened a session: they are made single lines without control characters, and long ones end
    with three dots.

    Exit codes: 0 nothing has failed; 2 something has; 1 a server could not be asked or the alert not be sent, whatever was found.
.PARAMETER Server
    The servers to ask.
.PARAMETER Credential
    An account that may read sessions on all of them.
.PARAMETER CertificateThumbprint
    The thumbprint of the only certificate to accept, where the servers' is self-signed.
.PARAMETER Since
    Look at sessions that ended after this moment, whatever -StatePath remembers. It must not lie in the future.
.PARAMETER StatePath
    A file in which to remember until when it has looked. It is made by the first run.
.PARAMETER Result
    Which results are worth an alert: Failed, unless you want Warning as well.
.PARAMETER MaximumAge
    How long a session may have been open when it ended, 30 days. Servers before v8 cannot search by the end.
.PARAMETER Send
    Called once with all failures and with what could not be asked, if there is any of either. When it throws, the next run sends them again.
.EXAMPLE
    ./Send-FailedRestoreAlert.ps1 -Server vbo.contoso.local -Credential (Get-Secret vbo-reader)
    Shows what failed within a day. The credential comes from the Microsoft.PowerShell.SecretManagement module.
.EXAMPLE
    ./Send-FailedRestoreAlert.ps1 -Server vbo1, vbo2 -Credential $credential -StatePath /var/lib/restores/alert.txt -Send {
        param($failures, $missing)
        $text = $missing + ($failures | Format-List Server, Organization, Workload, InitiatedBy, Ended, Details, FailedItems) | Out-String
        Invoke-RestMethod $webhook -Method Post -ContentType 'application/json' -Body (@{ text = $text } | ConvertTo-Json)
    }
    Posts what failed since the last run to a channel.
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType([pscustomobject])]
param(
    [Parameter(Mandatory)]
    [string[]] $Server,

    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [string] $CertificateThumbprint,

    [datetime] $Since,

    [string] $StatePath,

    [ValidateSet('Failed', 'Warning')]
    [string[]] $Result = 'Failed',

    [timespan] $MaximumAge = '30.00:00:00',

    [scriptblock] $Send
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function ConvertTo-Line([string] $Text) {
    $line = $Text -replace '[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+', ' '
    if ($line.Length -gt 500) { $line.Substring(0, 500) + '...' } else { $line }
}

# An error names the session that it is about, or else it is about a whole server.
function Test-About($Problem, $Session) {
    $target = $Problem.TargetObject
    if ($target -is [RestoreSessions.RestoreSession]) {
        $target = $target.Id
    }

    if ($target -is [guid]) {
        return $target -eq $Session.Id
    }

    $target -eq $Session.Server -or ($Problem.Exception -is [RestoreSessions.RestoreServerException] -and $Problem.Exception.Server -eq $Session.Server)
}

$now = (Get-Date).ToUniversalTime()
$from = $now.AddDays(-1)
$reported = @()
if ($StatePath -and (Test-Path -LiteralPath $StatePath)) {
    # The first line is a time in UTC, each other one the identifier of a session.
    $first, $reported = @(Get-Content -LiteralPath $StatePath)
    $reported = @($reported)
    $until = [datetime]::MinValue
    $isTime = [datetime]::TryParseExact($first, 'o', [cultureinfo]::InvariantCulture, 'RoundtripKind', [ref] $until)
    if ($isTime -and $until -le $now -and $until.Year -ge 2000) {
        $from = $until.AddHours(-1)
    }
    else {
        $what = if ($isTime -and $until -gt $now) { "the time $first, which lies in the future" } else { 'no usable time' }
        Write-Warning "$StatePath holds ${what}: this looks back for a day. For what failed before that, run it once with -Since."
    }
}

if ($PSBoundParameters.Keys -contains 'Since') {
    $from = $Since.ToUniversalTime()
    if ($from -gt $now) {
        throw "-Since $($Since.ToString('s')) lies in the future: no session can have ended after it."
    }
}

$more = @{}
if ($CertificateThumbprint) {
    $more.CertificateThumbprint = $CertificateThumbprint
}

$connections = @()
$failed = @()
$events = @()
$unread = @()
try {
    # With several servers, one that fails is an error and not the end.
    Connect-RestoreServer -Server $Server -Credential $Credential -PassThru -ErrorAction Continue -ErrorVariable unasked -OutVariable connections @more | Out-Null
    if ($connections.Count -gt 0) {
        $failed = @(Get-RestoreSession -StartTimeFrom ($from - $MaximumAge) -EndTimeFrom $from -State Stopped -Result $Result -Connection $connections -ErrorAction Continue -ErrorVariable +unasked |
            Where-Object { "$($_.Id)" -notin $reported })

        # Events that cannot be read are no reason to be silent about the others.
        $events = @($failed | Get-RestoreSessionEvent -Status Failed, Warning -ErrorAction SilentlyContinue -ErrorVariable unread)
    }
}
finally {
    if ($connections.Count -gt 0) {
        Disconnect-RestoreServer -Connection $connections
    }
}

$eventsOf = @{}
foreach ($group in $events | Group-Object SessionId, Server) {
    $eventsOf[$group.Name] = $group.Group
}

$failures = @(foreach ($session in $failed) {
    $items = @($eventsOf["$($session.Id), $($session.Server)"] | Where-Object { $_ })
    $shown = @($items | Select-Object -First 50 | ForEach-Object { ConvertTo-Line "$($_.Type) of $($_.ItemName): $($_.Message)" })
    if ($items.Count -gt 50) {
        $shown += "And $($items.Count - 50) more."
    }

    $why = $unread | Where-Object { Test-About $_ $session } | Select-Object -First 1
    if ($why) {
        $shown += "What failed could not all be read: $(ConvertTo-Line $why)"
    }

    [pscustomobject]@{
        Server       = $session.Server
        Organization = ConvertTo-Line $session.Organization
        Workload     = ConvertTo-Line $session.Workload
        InitiatedBy  = ConvertTo-Line $session.InitiatedBy
        Result       = ConvertTo-Line $session.Result
        Started      = $session.CreationTime
        Ended        = $session.EndTime
        Details      = ConvertTo-Line $session.Details
        FailedItems  = $shown
        Id           = $session.Id
    }
})
$missing = @($unasked | ForEach-Object { "Not everything could be read: $(ConvertTo-Line $_)" })

$failures
if ($Send -and ($failures.Count -gt 0 -or $missing.Count -gt 0) -and $PSCmdlet.ShouldProcess("$($failures.Count) failed restores", 'Send alert')) {
    & $Send $failures $missing
}

if ($StatePath -and $PSCmdlet.ShouldProcess($StatePath, 'Remember')) {
    # A server that could not be asked is asked for the same time again.
    $until = if ($missing.Count -gt 0) { $from.AddHours(1) } else { $now }
    $reported = @($reported) + @($failures | ForEach-Object { "$($_.Id)" }) | Where-Object { $_ } | Select-Object -Last 1000
    Set-Content -LiteralPath $StatePath -Value (@($until.ToString('o')) + $reported) -Encoding Ascii -WhatIf:$false -Confirm:$false
}

if ($missing.Count -gt 0) {
    exit 1
}

exit $(if ($failures.Count -gt 0) { 2 } else { 0 })
