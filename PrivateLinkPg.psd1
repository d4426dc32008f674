@{
    RootModule             = 'PrivateLinkPg.Cmdlets.dll'
    # Comes before the root module: it opens the load context in bin/, where all that the cmdlets need is found.
    NestedModules          = @('PrivateLinkPg.Init.dll')
    ModuleVersion          = '0.1.0'
    GUID                   = '6d0f7c52-3c0e-4a64-9c1f-2a7a4a1f0b7e'
    Author                 = 'PrivateLinkPg contributors'
    CompanyName            = 'PrivateLinkPg contributors'
    Copyright              = '(c) PrivateLinkPg contributors. MIT License.'
    Description            = 'Sets up and proves Azure Private Link connectivity to PostgreSQL: private endpoint, approval, address, private DNS and a connection verified over verify-full TLS.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')
    FormatsToProcess       = @('PrivateLinkPg.format.ps1xml')
    TypesToProcess         = @('PrivateLinkPg.types.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Approve-PgEndpointConnection'
        'Connect-PgAzure'
        'Deny-PgEndpointConnection'
        'Disconnect-PgAzure'
        'Get-PgAzureContext'
        'Get-PgEndpointConnection'
        'Get-PgEndpointIp'
        'Get-PgPrivateDnsRecord'
        'Get-PgPrivateEndpoint'
        'Get-PgPrivateLinkTarget'
        'New-PgPrivateDnsRecord'
        'New-PgPrivateEndpoint'
        'New-PgPrivateLinkRequest'
        'Remove-PgEndpointConnection'
        'Remove-PgPrivateDnsRecord'
        'Remove-PgPrivateEndpoint'
        'Repair-PgPrivateConnection'
        'Show-PgPrivateLink'
        'Test-PgPrivateConnection'
        'Wait-PgEndpointConnection'
    )
    VariablesToExport      = @()
    AliasesToExport        = @()
    PrivateData            = @{
        PSData = @{
            Tags       = @('Azure', 'PrivateLink', 'PrivateEndpoint', 'PostgreSQL', 'DNS', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS')
            Prerelease = 'preview'
        }
    }
}
