<#
    The public contract of Az.Accounts 2.12: as that of 5, but Get-AzAccessToken has no -AsSecureString and gives text.
#>
. ([scriptblock]::Create((Get-Content -Raw "$PSScriptRoot/../../Secure/Az.Accounts/Az.Accounts.psm1").Replace('[switch] $AsSecureString,', '')))

function ConvertTo-StandInToken([string] $text) { $text }

Export-ModuleMember -Function Connect-AzStandIn, Get-AzContext, Get-AzEnvironment, Import-AzContext, Get-AzAccessToken
