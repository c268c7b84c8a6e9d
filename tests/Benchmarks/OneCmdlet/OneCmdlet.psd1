@{
    RootModule        = 'OneCmdlet.dll'
    ModuleVersion     = '0.1.0'
    GUID              = '2b8c1b46-6f0b-4f0e-9d5c-0d6a4f6c2f11'
    Author            = 'RestoreSessions maintainers'
    PowerShellVersion = '5.1'
    CmdletsToExport   = @('Get-Nothing')
    FunctionsToExport = @()
    VariablesToExport = @()
    AliasesToExport   = @()
}
