<#
    The public contract of Az.Accounts 5: contexts by property name, and Get-AzAccessToken that gives a SecureString.
    The account is the managed identity of IDENTITY_ENDPOINT; its tokens are real ones of that endpoint.
#>
$script:current = $null

# What a test looks at: each call, with what it was asked.
$global:AzStandInCalls = [Collections.Generic.List[object]]::new()

# As Az's: what a shallow serialisation leaves of it is its id or name.
class Named {
    [string] $Id
    [string] $Name
    [string] $Type
    [string] $ResourceManagerUrl
    [string] $ActiveDirectoryAuthority
    [string] $ActiveDirectoryServiceEndpointResourceId
    [string] ToString() { return $this.Id ? $this.Id : $this.Name }
}

class PSAzureContext {
    [string] $Name
    [Named] $Account
    [Named] $Environment
    [Named] $Subscription
    [Named] $Tenant
}

class PSAzureProfile {
    [PSAzureContext] $Context
}

function Connect-AzStandIn {
    <#
    .SYNOPSIS
    Makes a context of the sandbox the current one.
    #>
    param($Sandbox, [string] $AccountId, [string] $Subscription, [string] $Name = 'standin')
    $script:current = [PSAzureContext] @{
        Name         = $Name
        Account      = [Named] @{ Id = $AccountId; Type = 'ManagedService' }
        Environment  = [Named] @{
            Name = 'sandbox'; ResourceManagerUrl = $Sandbox.armEndpoint; ActiveDirectoryAuthority = $Sandbox.armEndpoint
            ActiveDirectoryServiceEndpointResourceId = $Sandbox.armEndpoint
        }
        Subscription = if ($Subscription) { [Named] @{ Id = $Sandbox.subscriptions.$Subscription; Name = $Subscription } }
        Tenant       = [Named] @{ Id = $Sandbox.tenantId }
    }
}

function Get-AzContext {
    <#
    .SYNOPSIS
    Gives the current context.
    #>
    [CmdletBinding()]
    param([string] $Name)
    $global:AzStandInCalls.Add([pscustomobject] @{ Command = 'Get-AzContext' })
    if (-not $Name -or $script:current.Name -eq $Name) { $script:current }
}

function Get-AzEnvironment {
    <#
    .SYNOPSIS
    Gives the environment of the current context.
    #>
    [CmdletBinding()]
    param([string] $Name)
    if ($script:current -and $script:current.Environment.Name -eq $Name) { $script:current.Environment }
}

function Import-AzContext {
    <#
    .SYNOPSIS
    Gives a profile that holds the current context.
    #>
    [CmdletBinding()]
    [OutputType([PSAzureProfile])]
    param()
    [PSAzureProfile] @{ Context = $script:current }
}

function Get-AzAccessToken {
    <#
    .SYNOPSIS
    Gives a token of the identity endpoint.
    #>
    [CmdletBinding()]
    param(
        [Alias('Resource', 'ResourceUri')] [string] $ResourceUrl,
        [string] $TenantId,
        [switch] $AsSecureString,
        [Alias('AzContext')] [psobject] $DefaultProfile
    )
    $global:AzStandInCalls.Add([pscustomobject] @{ Command = 'Get-AzAccessToken'; Bound = $PSBoundParameters;
        Thread = [Threading.Thread]::CurrentThread.ManagedThreadId; Context = [Threading.SynchronizationContext]::Current })
    Write-Warning 'Upcoming breaking changes in the cmdlet Get-AzAccessToken.'
    $account = $DefaultProfile.Account.Id ?? $DefaultProfile.Account
    if ($account -eq 'expired') { throw 'Your Azure credentials have not been set up or have expired, please run Connect-AzAccount.' }
    $answer = Invoke-RestMethod -Uri "$env:IDENTITY_ENDPOINT`?api-version=2019-08-01&client_id=$account&resource=$([uri]::EscapeDataString($ResourceUrl))" -Headers @{
        'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER
    }
    Write-Debug "token $($answer.access_token)"
    [pscustomobject] @{
        Token     = ConvertTo-StandInToken $answer.access_token
        # A test of renewals wants them short-lived.
        ExpiresOn = $env:AZSTANDIN_TOKEN_SECONDS ? [DateTimeOffset]::UtcNow.AddSeconds($env:AZSTANDIN_TOKEN_SECONDS) : [DateTimeOffset]::FromUnixTimeSeconds($answer.expires_on)
        TenantId  = $TenantId
        UserId    = $account
        Type      = 'Bearer'
    }
}

function ConvertTo-StandInToken([string] $text) {
    [Net.NetworkCredential]::new('', $text).SecurePassword
}

Export-ModuleMember -Function Connect-AzStandIn, Get-AzContext, Get-AzEnvironment, Import-AzContext, Get-AzAccessToken
