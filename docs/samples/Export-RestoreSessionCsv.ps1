#Requires -Version 5.1
#Requires -Modules RestoreSessions

<#
.SYNOPSIS
    Writes who restored what in a period, as a CSV file.
.DESCRIPTION
    For a list to send to somebody. To keep each event for good, or to feed a SIEM, use Export-RestoreSessionAudit.

    Run this every week. The file has a row for each session or, with -RowPer Event, for each thing done in it. It is the same under every
    culture: times are in UTC as 2026-06-01T10:00:00Z, numbers are plain, the encoding is UTF-8 with a byte order mark, which Excel needs.

    Names and reasons come from whoever opened the session, and a spreadsheet takes a cell that begins with = + - or @ for a formula. Such
    a text is given an apostrophe in front. So is the part of a text after a comma, a semicolon or a vertical bar, because a spreadsheet
    that takes this character for the separator begins a new cell there. Line breaks, tabs and other control characters become spaces.

    The file has every session, or it is not there: when one server or its list of sessions fails, nothing is written, and a file from an
    earlier run stays as it was. A session whose events cannot all be read has the reason in the column Missing, and is an error: one such
    session is no reason to have no file. Twelve of them one after the other are: the server has failed.

    Exit codes: 0 the file has been written; 2 it has been, and the column Missing says what is not in it; 1 it has not.
.PARAMETER Server
    The servers to ask.
.PARAMETER Credential
    An account that may read sessions on all of them.
.PARAMETER Path
    The file to write, in a folder that exists. A file that is there is replaced.
.PARAMETER CertificateThumbprint
    The thumbprint of the only certificate to accept, where the servers' is self-signed.
.PARAMETER From
    The first moment of the period, by default seven days before its end. A session belongs to the period in which it was opened.
.PARAMETER To
    The moment at which the period is over, by default the midnight that has passed.
.PARAMETER RowPer
    Session, with the number of things done in it, or Event. A session in which nothing was done has a row, too.
.PARAMETER Delimiter
    What stands between two cells: a comma unless you say otherwise, or a semicolon, a tab or a vertical bar. Excel reads a semicolon where
    the comma is the decimal sign.
.EXAMPLE
    ./Export-RestoreSessionCsv.ps1 -Server vbo.contoso.local -Credential (Get-Secret vbo-reader) -Path restores.csv
    Writes the last seven days. The credential comes from the Microsoft.PowerShell.SecretManagement module.
.EXAMPLE
    ./Export-RestoreSessionCsv.ps1 -Server vbo1, vbo2 -Credential $credential -From 2026-06-01 -To 2026-07-01 -RowPer Event -Path june.csv
    Writes everything done in June.
#>
[CmdletBinding(SupportsShouldProcess)]
[OutputType([System.IO.FileInfo])]
param(
    [Parameter(Mandatory)]
    [string[]] $Server,

    [Parameter(Mandatory)]
    [pscredential] $Credential,

    [Parameter(Mandatory)]
    [ValidateNotNullOrEmpty()]
    [string] $Path,

    [string] $CertificateThumbprint,

    [datetime] $From,

    [datetime] $To = (Get-Date).Date,

    [ValidateSet('Session', 'Event')]
    [string] $RowPer = 'Session',

    [ValidateSet(',', ';', "`t", '|')]
    [char] $Delimiter = ','
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function ConvertTo-Cell([string] $Text) {
    $line = $Text -replace '\r\n|[\p{Cc}\p{Zl}\p{Zp}]', ' '

    # Full-width signs count as well. Spaces, invisible characters and quotation marks before a sign do not hide it from every spreadsheet.
    $line -replace '(^|[,;|])(?=[\s\p{C}"]*[=+\-@\uFF0B\uFF0D\uFF1D\uFF20])', '$1'''
}

function ConvertTo-UtcText($Time) {
    if ($null -ne $Time) { $Time.ToString('s') + 'Z' }
}

function New-Row($Session, $Events, $One, $Missing) {
    $row = [ordered]@{
        Server       = ConvertTo-Cell $Session.Server
        Organization = ConvertTo-Cell $Session.Organization
        Workload     = ConvertTo-Cell $Session.Workload
        InitiatedBy  = ConvertTo-Cell $Session.InitiatedBy
        ClientHost   = ConvertTo-Cell $Session.ClientHost
        Reason       = ConvertTo-Cell $Session.Reason
        Started      = ConvertTo-UtcText $Session.CreationTimeUtc
        Ended        = ConvertTo-UtcText $Session.EndTimeUtc
        State        = ConvertTo-Cell $Session.State
        Result       = ConvertTo-Cell $Session.Result
        SessionId    = "$($Session.Id)"
        Missing      = ConvertTo-Cell $Missing
    }
    if ($RowPer -eq 'Session') {
        $row.Events = $Events.Count
        $row.Restored = @($Events | Where-Object { $_.Type -eq 'Restore' -and $_.Status -eq 'Success' }).Count
        $row.Failed = @($Events | Where-Object Status -eq 'Failed').Count
    }
    else {
        $row.EventStarted = if ($One) { ConvertTo-UtcText $One.StartTimeUtc }
        $row.EventType = if ($One) { ConvertTo-Cell $One.Type }
        $row.EventStatus = if ($One) { ConvertTo-Cell $One.Status }
        $row.Item = if ($One) { ConvertTo-Cell $One.ItemName }
        $row.Source = if ($One) { ConvertTo-Cell $One.Source }
        $row.Target = if ($One) { ConvertTo-Cell $One.Target }
        $row.SizeBytes = if ($One) { $One.ItemSizeBytes }
        $row.Message = if ($One) { ConvertTo-Cell $One.Message }
    }

    [pscustomobject]$row
}

if ($PSBoundParameters.Keys -notcontains 'From') {
    $From = $To.AddDays(-7)
}

$more = @{}
if ($CertificateThumbprint) {
    $more.CertificateThumbprint = $CertificateThumbprint
}

$file = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
if ([System.IO.Directory]::Exists($file) -or [System.IO.Path]::GetFileName($file) -eq '') {
    throw "$Path is a folder. Name the file to write."
}

# Nobody can foresee this name, and it is made only where nothing of that name is there: no link of somebody else's is followed.
$unfinished = "$file.$([guid]::NewGuid().ToString('N')).unfinished"
$writer = $null
$unread = 0
$unreadInARow = 0
$connections = @()
try {
    # Every server is waited for, so that all connections that were made are known when one fails.
    Connect-RestoreServer -Server $Server -Credential $Credential -PassThru -ErrorAction SilentlyContinue -ErrorVariable problems -OutVariable connections @more | Out-Null
    if ($problems.Count -gt 0) {
        throw $problems[0]
    }

    if ($PSCmdlet.ShouldProcess($Path, "Write the restore sessions from $($From.ToString('s')) to $($To.ToString('s'))")) {
        # Excel needs the byte order mark to know UTF-8.
        $stream = [System.IO.FileStream]::new($unfinished, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write)
        $writer = [System.IO.StreamWriter]::new($stream, [System.Text.UTF8Encoding]::new($true))

        # A session that starts at the very first moment is in: the server's comparison leaves it out.
        $count = 0
        Get-RestoreSession -StartTimeFrom $From.AddTicks(-1) -StartTimeTo $To -Connection $connections | ForEach-Object {
            $count++
            $session = $_
            $events = @($session | Get-RestoreSessionEvent -ErrorAction Continue -ErrorVariable why)
            if ($why.Count -gt 0) {
                $unread++
                $unreadInARow++
                if ($unreadInARow -ge 12) {
                    throw "The events of $unreadInARow sessions, one after the other, could not be read. The last error: $($why[0])"
                }
            }
            else {
                $unreadInARow = 0
            }

            $missing = $why | Select-Object -First 1
            if ($RowPer -eq 'Session' -or $events.Count -eq 0) {
                New-Row $session $events -Missing $missing
            }
            else {
                $events | ForEach-Object { New-Row $session $events $_ $missing }
            }
        } | ConvertTo-Csv -NoTypeInformation -Delimiter $Delimiter | ForEach-Object { $writer.WriteLine($_) }

        # Nothing happened: the names of the columns say that it was looked at.
        if ($count -eq 0) {
            New-Row ([RestoreSessions.RestoreSession]@{}) @() | ConvertTo-Csv -NoTypeInformation -Delimiter $Delimiter |
                Select-Object -First 1 | ForEach-Object { $writer.WriteLine($_) }
        }

        $writer.Dispose()
        Move-Item -LiteralPath $unfinished -Destination $file -Force
        Get-Item -LiteralPath $file
    }
}
finally {
    if ($connections.Count -gt 0) {
        Disconnect-RestoreServer -Connection $connections
    }

    if ($writer) {
        $writer.Dispose()
        Remove-Item -LiteralPath $unfinished -ErrorAction Ignore
    }
}

exit $(if ($unread -gt 0) { 2 } else { 0 })
