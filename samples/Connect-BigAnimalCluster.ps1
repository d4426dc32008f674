#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Connects a virtual network to an EDB BigAnimal cluster in your own cloud account, and proves it.

.DESCRIPTION
Finds the cluster's Private Link service by the cluster's id, in whatever subscription it lies, makes an endpoint to it, and lets the
cluster's public host name lead to the endpoint: by a private DNS zone that holds no more of the domain than needed, so that verify-full
works and no other name is hidden. Run it for each network; each has an endpoint and a zone of its own, the zones of networks in the same
resource group in groups of their own (-ZoneResourceGroupName).

.EXAMPLE
./Connect-BigAnimalCluster.ps1 -ClusterId p-mckwlbakq5 -HostName p-mckwlbakq5.brcxzr08qr7rbei1.biganimal.io -SubnetId $subnet.Id -Credential (Get-Credential)

.OUTPUTS
The test of the connection; with -SkipTest, the DNS record.
#>
[CmdletBinding()]
param(
    # The cluster's id.
    [Parameter(Mandatory)]
    [string] $ClusterId,

    # The public host name that the BigAnimal portal shows for the cluster.
    [Parameter(Mandatory)]
    [string] $HostName,

    # The subnet that the endpoint's address comes from.
    [Parameter(Mandatory)]
    [string] $SubnetId,

    # The resource group of the private DNS zone. The default is the network's.
    [string] $ZoneResourceGroupName,

    # More networks that reach the subnet, as by peering, and find the cluster there.
    [string[]] $AlsoVirtualNetworkId = @(),

    # Signs in to PostgreSQL with it; without, the test ends at the certificate.
    [pscredential] $Credential,

    # A DNS server of the network, where this machine does not use it: address:port.
    [string] $DnsServer,

    # A file with the authorities to trust, where not the public ones.
    [string] $RootCertificate,

    # Leaves out the test, where this machine does not reach the network.
    [switch] $SkipTest,

    # The context to work under. The default is the session's, or the managed identity.
    [psobject] $DefaultProfile
)

$ErrorActionPreference = 'Stop'
$azure = $DefaultProfile ? @{ DefaultProfile = $DefaultProfile } : @{}
$zone = $ZoneResourceGroupName ? @{ ResourceGroupName = $ZoneResourceGroupName } : @{}
$probe = $Credential ? @{ Credential = $Credential } : @{ NoSignIn = $true }
if ($DnsServer) { $probe.DnsServer = $DnsServer }
if ($RootCertificate) { $probe.RootCertificate = $RootCertificate }

$address = Get-PgPrivateLinkTarget -ClusterId $ClusterId @azure | New-PgPrivateEndpoint -SubnetId $SubnetId @azure |
    Approve-PgEndpointConnection @azure | Get-PgEndpointIp @azure
$record = $address | New-PgPrivateDnsRecord -HostName $HostName @zone @azure
if ($AlsoVirtualNetworkId) { $record = $address | New-PgPrivateDnsRecord -HostName $HostName -VirtualNetworkId $AlsoVirtualNetworkId @zone @azure }
if ($SkipTest) { $record } else { $record | Test-PgPrivateConnection @probe @azure }
