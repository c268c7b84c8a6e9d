# The surroundings that the examples of the help speak of. Whatever server they connect to, it is the stand-in server; vault, account and clock are
# made up. Help.Tests.ps1 dot-sources this, with $standIn: Credential, Token, Tenant, ByTenant, ByOperator, Thumbprint and Proxy of the stand-in server.

# When the stand-in server's newest session is five hours old.
$standIn.Now = [datetime] '2026-06-01T17:00:00Z'

# Nobody is there to answer.
$ConfirmPreference = 'None'

function Get-Date {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '', Justification = 'The clock stands still.')]
    param()

    if ($args.Count -eq 0) {
        return $standIn.Now
    }

    Microsoft.PowerShell.Utility\Get-Date -Date $standIn.Now @args
}

function Get-Credential {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidOverwritingBuiltInCmdlets', '', Justification = 'Nobody types a password.')]
    param([string] $UserName)

    [pscredential]::new($UserName, $standIn.Credential.Password)
}

function Get-Secret {
    param([string] $Name)

    if ($Name -match '-(token|assertion)$') {
        $standIn.Token
    }
    else {
        $standIn.Credential
    }
}

function Connect-RestoreServer {
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUsePSCredentialType', '', Justification = 'A user name is not asked for its password.')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSAvoidUsingPlainTextForPassword', '', Justification = 'A user name is not asked for its password.')]
    [CmdletBinding(DefaultParameterSetName = 'Credential')]
    param(
        [Parameter(Mandatory = $true, Position = 0)]
        [string[]] $Server,

        [Parameter(Mandatory = $true, Position = 1, ParameterSetName = 'Credential')]
        [object] $Credential,

        [Parameter(Mandatory = $true, ParameterSetName = 'AccessToken')]
        [securestring] $AccessToken,

        [Parameter(Mandatory = $true, ParameterSetName = 'Assertion')]
        [string] $ClientId,

        [Parameter(Mandatory = $true, ParameterSetName = 'Assertion')]
        [securestring] $Assertion,

        [Parameter(ParameterSetName = 'Assertion')]
        [switch] $RestoreOperator,

        [ValidatePattern('^[0-9A-F]{64}$')]
        [string] $CertificateThumbprint,

        [switch] $SkipCertificateCheck,

        $ApiVersion,

        [switch] $PassThru
    )

    # The proxy leads every name to the stand-in server.
    $arguments = @{} + $PSBoundParameters
    $arguments.Proxy = $standIn.Proxy
    if ($AccessToken) {
        $arguments.AccessToken = $standIn.Token
    }
    elseif ($Assertion) {
        $account = if ($RestoreOperator) { $standIn.ByOperator } else { $standIn.ByTenant }
        $account.Keys | ForEach-Object { $arguments[$_] = $account[$_] }
    }
    elseif ($Credential -is [string] -and $Credential -like 'backup@*') {
        $arguments.Credential = $standIn.Tenant
    }
    else {
        $arguments.Credential = $standIn.Credential
    }

    if (-not $SkipCertificateCheck) {
        $arguments.CertificateThumbprint = $standIn.Thumbprint
    }

    RestoreSessions\Connect-RestoreServer @arguments
}

function Wait-RestoreSession {
    [CmdletBinding(DefaultParameterSetName = 'Session')]
    param(
        [Parameter(Mandatory = $true, Position = 0, ValueFromPipeline = $true, ParameterSetName = 'Session')]
        $Session,

        [Parameter(Mandatory = $true, Position = 0, ParameterSetName = 'Id')]
        $Id,

        $TimeoutSec,

        $PollingIntervalSec
    )

    begin {
        $sessions = @()
    }
    process {
        $sessions += $Session
    }
    end {
        # Somebody stops the sessions that the example waits for.
        RestoreSessions\Get-RestoreSession -State Working | RestoreSessions\Stop-RestoreSession -Confirm:$false
        $arguments = @{} + $PSBoundParameters
        if ($PSCmdlet.ParameterSetName -eq 'Session') {
            $arguments.Session = $sessions
        }

        RestoreSessions\Wait-RestoreSession @arguments
    }
}

# Connects as an example expects: to the servers that it names, unless it connects by itself.
function Connect-Example {
    param([string] $Command, [string] $Code)

    if ($Code -notmatch 'Connect-RestoreServer [^|]*-(Credential|AccessToken|Assertion)') {
        $named = @([regex]::Matches($Code, 'vbo\d') | ForEach-Object { "$_.contoso.local" })
        $servers = if ($named) { @('vbo1.contoso.local') + $named } else { 'vbo.contoso.local' }
        Connect-RestoreServer -Server $servers -Credential $standIn.Credential
    }
}

# Whether an example ends with what writes no objects.
function Test-Quiet {
    param([string] $Code)

    $last = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref] $null, [ref] $null).EndBlock.Statements[-1]
    if ($last -isnot [System.Management.Automation.Language.PipelineAst]) {
        return $false
    }

    $text = "$($last.PipelineElements[-1])"
    $text -match '-WhatIf' -or ($text -match '^(Connect-|Disconnect-|Stop-|Export-)' -and $text -notmatch '-PassThru')
}
