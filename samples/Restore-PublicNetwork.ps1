#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Takes a server or cluster back to its public network: removes the private endpoints to it and what only they use in DNS.

.DESCRIPTION
Run it before the server's public access is turned on again: a record, link or empty zone that stays behind lets clients look for an
address that is gone, which looks like a firewall fault. What others use, or made, stays as it is: a warning names the zones that are left.

Each thing that goes is asked for; -WhatIf only names it, -Confirm:$false asks nothing. After a failure or Ctrl+C, run the same line again.

.EXAMPLE
./Restore-PublicNetwork.ps1 -Target pg-orders -WhatIf

.EXAMPLE
./Restore-PublicNetwork.ps1 -Target $service.Id -HostName p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io -SubscriptionId $development, $test -Confirm:$false

.OUTPUTS
An object for each thing that was removed.
#>
[CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'High')]
param(
    # What the endpoints lead to: a resource id, an alias, or the name of the server or service, also with wildcards.
    [Parameter(Mandatory)]
    [string] $Target,

    # The public host name of the server or cluster: stale records of that name go as well, and what is left of it is an error.
    [string] $HostName,

    # The subscriptions with the endpoints and zones. The default is the context's.
    [guid[]] $SubscriptionId = @(),

    # The context to work under. The default is the session's, or the managed identity.
    [psobject] $DefaultProfile
)

$ErrorActionPreference = 'Stop'
$azure = $DefaultProfile ? @{ DefaultProfile = $DefaultProfile } : @{}
$places = $SubscriptionId ? @{ SubscriptionId = $SubscriptionId } : @{}

Get-PgPrivateEndpoint -Target $Target @places @azure | Remove-PgPrivateEndpoint -IncludeDns -DnsSubscriptionId $SubscriptionId @azure
if (-not $HostName) { return }

# What endpoints of earlier days have left: only stale records, never those of an endpoint that lives.
Get-PgPrivateDnsRecord -Stale @places @azure | Where-Object HostName -EQ $HostName | Remove-PgPrivateDnsRecord -IncludeZone @azure
if ($WhatIfPreference) { return }
$left = Get-PgPrivateDnsRecord @places @azure | Where-Object HostName -EQ $HostName
if ($left) { Write-Error "'$HostName' still leads to $($left.IpAddress -join ', '): $($left.Id -join ', ')" }
