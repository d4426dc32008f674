#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Connects a virtual network to an EDB BigAnimal cluster in EDB's account, by the alias that EDB gives, and proves it.

.DESCRIPTION
Asks for a connection by the alias, waits until the provider has approved it, and lets the cluster's public host name lead to the endpoint.
The provider approves under a context of its own, which never sees this side: elsewhere, or here where both are given
(-ProviderProfile and -ServiceId).

.EXAMPLE
./Connect-BigAnimalAlias.ps1 -Alias $alias -HostName p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io -SubnetId $subnet.Id -RequestMessage 'Orders team'

Asks, waits for EDB for up to a day, and goes on.

.EXAMPLE
./Connect-BigAnimalAlias.ps1 -Alias $alias -HostName $name -SubnetId $subnet.Id -ProviderProfile $provider -ServiceId $service.Id

Approves as well, for who has both sides.

.OUTPUTS
The test of the connection; with -SkipTest, the DNS record.
#>
[CmdletBinding()]
param(
    # The alias of the cluster's Private Link service.
    [Parameter(Mandatory)]
    [string] $Alias,

    # The public host name that the BigAnimal portal shows for the cluster.
    [Parameter(Mandatory)]
    [string] $HostName,

    # The subnet that the endpoint's address comes from.
    [Parameter(Mandatory)]
    [string] $SubnetId,

    # What the provider reads with the request, at most 140 characters.
    [string] $RequestMessage = 'Private connection to our cluster',

    # The resource group of the private DNS zone. The default is the network's.
    [string] $ZoneResourceGroupName,

    # How long to wait for the provider, in seconds.
    [int] $WaitSec = 86400,

    # The time between two looks, in seconds.
    [int] $PollSec = 30,

    # The context of this side. The default is the session's, or the managed identity.
    [psobject] $ConsumerProfile,

    # The provider's context, where it is at hand.
    [psobject] $ProviderProfile,

    # The resource id of the service, which only the provider sees.
    [string] $ServiceId,

    # Signs in to PostgreSQL with it; without, the test ends at the certificate.
    [pscredential] $Credential,

    # A DNS server of the network, where this machine does not use it: address:port.
    [string] $DnsServer,

    # A file with the authorities to trust, where not the public ones.
    [string] $RootCertificate,

    # Leaves out the test, where this machine does not reach the network.
    [switch] $SkipTest
)

$ErrorActionPreference = 'Stop'
if ([bool] $ProviderProfile -ne [bool] $ServiceId) { throw 'Give both -ProviderProfile and -ServiceId, or none of them.' }
$consumer = $ConsumerProfile ? @{ DefaultProfile = $ConsumerProfile } : @{}
$zone = $ZoneResourceGroupName ? @{ ResourceGroupName = $ZoneResourceGroupName } : @{}
$probe = $Credential ? @{ Credential = $Credential } : @{ NoSignIn = $true }
if ($DnsServer) { $probe.DnsServer = $DnsServer }
if ($RootCertificate) { $probe.RootCertificate = $RootCertificate }

$endpoint = New-PgPrivateEndpoint $Alias $SubnetId -RequestMessage $RequestMessage @consumer
if ($ProviderProfile) {
    # By the endpoint's id, which the provider sees in the request, so that no other request is approved by mistake.
    $null = Approve-PgEndpointConnection -Target $ServiceId -EndpointId $endpoint.Id -DefaultProfile $ProviderProfile
}
$record = $endpoint | Wait-PgEndpointConnection -TimeoutSec $WaitSec -PollSec $PollSec @consumer | Get-PgEndpointIp @consumer |
    New-PgPrivateDnsRecord -HostName $HostName @zone @consumer
if ($SkipTest) { $record } else { $record | Test-PgPrivateConnection @probe @consumer }
