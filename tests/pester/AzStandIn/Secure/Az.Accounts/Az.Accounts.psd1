@{
    RootModule        = 'Az.Accounts.psm1'
    ModuleVersion     = '5.3.0'
    GUID              = '1f3c1c0a-5c8b-4d8e-9a43-0c6d0ac6a001'
    FunctionsToExport = @('Connect-AzStandIn', 'Get-AzContext', 'Get-AzEnvironment', 'Import-AzContext', 'Get-AzAccessToken')
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
