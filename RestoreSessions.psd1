@{
    RootModule           = 'RestoreSessions.dll'
    ModuleVersion        = '0.2.0'
    GUID                 = '5b0c1c9e-7f0e-4f0a-9d5e-3c8a4b7d2f61'
    Author               = 'RestoreSessions contributors'
    CompanyName          = 'RestoreSessions contributors'
    Copyright            = '(c) RestoreSessions contributors'
    Description          = 'Lists the restore sessions of Veeam Backup for Microsoft 365 servers through their REST API: what was restored, when, by whom, and did it work.'
    PowerShellVersion    = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    CompatiblePSEditions = @('Desktop', 'Core')
    TypesToProcess       = @('RestoreSessions.Types.ps1xml')
    FormatsToProcess     = @('RestoreSessions.Format.ps1xml')
    CmdletsToExport      = @(
        'Connect-RestoreServer'
        'Disconnect-RestoreServer'
        'Export-RestoreSessionAudit'
        'Export-RestoreSessionReport'
        'Get-RestoreConnection'
        'Get-RestoreOrganization'
        'Get-RestoreSession'
        'Get-RestoreSessionEvent'
        'Get-RestoreSessionStatistics'
        'Start-RestoreSession'
        'Stop-RestoreSession'
        'Wait-RestoreSession'
    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            # LicenseUri, ProjectUri and IconUri are the owner's to add.
            Tags = @('Veeam', 'Microsoft365', 'Backup', 'Restore', 'REST', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')

            # The build fills in this version's section of CHANGELOG.md.
            ReleaseNotes = ''
        }
    }
}
