#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Connects virtual networks of yours to a flexible server, and proves it.

.DESCRIPTION
Makes one private endpoint for each network, approves it where that is needed, lets the server's public host name lead to it within that
network, and tests the connection. Run it again after a failure, or to see that all is still as wished: nothing is done twice.

A zone gives one answer to all networks linked to it. So with several networks each needs a zone of its own, in a resource group of its
own. Networks that are peered can share one endpoint instead: give one subnet, and the other networks by -AlsoVirtualNetworkId.

.EXAMPLE
./Connect-OwnNetwork.ps1 -ServerId $server.Id -SubnetId $subnet.Id -Credential (Get-Credential)

.EXAMPLE
./Connect-OwnNetwork.ps1 -ServerId $server.Id -SubnetId $east.Id, $west.Id -ZoneResourceGroupName rg-east, rg-west -SkipTest

.OUTPUTS
The test of each network's connection; with -SkipTest, its DNS record.
#>
[CmdletBinding()]
param(
    # The resource id of the server.
    [Parameter(Mandatory)]
    [string] $ServerId,

    # The subnets that the endpoints' addresses come from, one for each network.
    [Parameter(Mandatory)]
    [string[]] $SubnetId,

    # The resource groups of the private DNS zones: none, or one for each subnet.
    [string[]] $ZoneResourceGroupName = @(),

    # More networks that reach the first subnet, as by peering, and find the server there.
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
if ($ZoneResourceGroupName.Count -notin 0, $SubnetId.Count) {
    throw "Give no -ZoneResourceGroupName or one for each of the $($SubnetId.Count) subnets."
}
$azure = $DefaultProfile ? @{ DefaultProfile = $DefaultProfile } : @{}
$probe = $Credential ? @{ Credential = $Credential } : @{ NoSignIn = $true }
if ($DnsServer) { $probe.DnsServer = $DnsServer }
if ($RootCertificate) { $probe.RootCertificate = $RootCertificate }

for ($i = 0; $i -lt $SubnetId.Count; $i++) {
    $zone = $ZoneResourceGroupName ? @{ ResourceGroupName = $ZoneResourceGroupName[$i] } : @{}
    $address = New-PgPrivateEndpoint $ServerId $SubnetId[$i] @azure | Approve-PgEndpointConnection @azure | Get-PgEndpointIp @azure
    $record = $address | New-PgPrivateDnsRecord @zone @azure
    if ($i -eq 0 -and $AlsoVirtualNetworkId) { $record = $address | New-PgPrivateDnsRecord -VirtualNetworkId $AlsoVirtualNetworkId @zone @azure }
    if ($SkipTest) { $record } else { $record | Test-PgPrivateConnection @probe @azure }
}
