#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Connects the virtual networks of a plan to a server, all at once, and tells how each went.

.DESCRIPTION
The plan is a CSV file with a row for each network that gets a private endpoint; networks.csv beside this script is one. Its columns:

SubnetId                   where the endpoint's address comes from; the only column that is needed
Target                     what the endpoint leads to, where not all rows lead to -Target
EndpointName               the endpoint's name; empty for <network>-<target>-pe
EndpointResourceGroupName  its resource group; empty for the network's
IpAddress                  its address; empty for the next free one
EndpointTag                its tags: env=prod;team=orders
HostName, ZoneName         the name that clients connect to and its zone, where Azure does not tell them, as for EDB BigAnimal
ZoneResourceGroupName      the zone's resource group, or a pattern for it: rg-dns-{VirtualNetworkName}
LinkedVirtualNetworkId     more networks that use this endpoint, such as the spokes of a hub, with semicolons between them
DnsServer                  a DNS server of the network, which the test asks instead of this machine's
Port                       the port that the test connects to; empty for 5432

Other parameters of New-PgPrivateEndpoint that bind by name can be columns too, such as NetworkInterfaceName or RequestMessage.

A network with an endpoint of its own needs a zone of its own, in a resource group of its own; networks that are peered share an endpoint
and a zone, and stand in LinkedVirtualNetworkId. Both kinds go into one plan.

Run it again after a failure, or with more rows: what is already so is left alone. A connection that somebody else has to approve is left
Pending, and its name public, until a later run finds it approved.

.EXAMPLE
./Connect-ManyNetworks.ps1 -Path networks.csv -Target $server.Id -CreateResourceGroup -Credential (Get-Credential) | Format-Table

.EXAMPLE
./Connect-ManyNetworks.ps1 -Path networks.csv -Target $server.Id -SkipTest | Where-Object Error | Export-Csv failed.csv

.OUTPUTS
One object for each row: Network, State, IpAddress, HostName, ZoneId, Proof, Changed, Error.
#>
[CmdletBinding()]
param(
    # The plan: a CSV file.
    [Parameter(Mandatory)]
    [string] $Path,

    # What the endpoints of rows without a Target lead to: the resource id of a server, or the id or alias of a Private Link service.
    [string] $Target,

    # Creates resource groups of zones that are not there yet.
    [switch] $CreateResourceGroup,

    # Signs in to PostgreSQL with it; without, the test ends at the certificate.
    [pscredential] $Credential,

    # A file with the authorities to trust, where not the public ones.
    [string] $RootCertificate,

    # Leaves out the test, where this machine reaches none of the networks.
    [switch] $SkipTest,

    # The context to work under. The default is the session's, or the managed identity.
    [psobject] $DefaultProfile
)

$rows = @(Import-Csv -LiteralPath $Path -ErrorAction Stop)
$azure = $DefaultProfile ? @{ DefaultProfile = $DefaultProfile } : @{}
# An error becomes a column of its row, and the other rows go on.
$quiet = @{ ErrorAction = 'SilentlyContinue' }

foreach ($row in $rows) {
    if (-not $row.Target) { $row | Add-Member Target $Target -Force }
    $row | Add-Member Result ([pscustomobject]@{
            Network = ($row.SubnetId -split '/')[8]; State = 'NotMade'; IpAddress = $null; HostName = $null; ZoneId = $null
            Proof = $null; Changed = $false; Error = $null
        })
    foreach ($needed in 'Target', 'SubnetId') { if (-not $row.$needed) { $row.Result.Error = "The row has no $needed." } }
}
$rowsFor = $rows | Group-Object { "$($_.SubnetId) $($_.Target) $($_.EndpointName)" } -AsHashTable -AsString
$rowsOf = @{}    # by the endpoint's id

# An error tells what was piped: a row, or an object with its endpoint's id.
function Add-Failure([object[]] $Failure) {
    foreach ($each in $Failure) {
        $piped = $each.Exception.Data['InputObject'] ?? $each.TargetObject
        $failed = $piped.Result ? $piped : $rowsOf["$($piped.EndpointId ?? $piped.Id ?? $piped)"]
        if (-not $failed) { Write-Error -ErrorRecord $each }
        foreach ($row in $failed) { $row.Result.Error ??= "$each" }
    }
}

# An endpoint for each row.
$endpoints = @($rows | Where-Object { -not $_.Result.Error } | New-PgPrivateEndpoint @azure @quiet -ErrorVariable failure)
foreach ($endpoint in $endpoints) {
    $where = "$($endpoint.SubnetId) $($endpoint.TargetId)"
    $rowsOf[$endpoint.Id] = $rowsFor["$where $($endpoint.Name)"] ?? $rowsFor["$where "]
    foreach ($row in $rowsOf[$endpoint.Id]) { $row.Result.State, $row.Result.Changed = $endpoint.ConnectionStatus, $endpoint.Changed }
}
Add-Failure $failure

# Its approval, where that is ours to give.
$approved = @($endpoints | Where-Object ConnectionStatus -NE Approved | Approve-PgEndpointConnection @azure @quiet -ErrorVariable failure)
foreach ($connection in $approved) {
    foreach ($row in $rowsOf[$connection.EndpointId]) { $row.Result.State, $row.Result.Changed = $connection.Status, $true }
}
Add-Failure $failure

# Its record: only once the endpoint carries traffic, for the name leads there from then on.
$ready = @($endpoints | Where-Object ConnectionStatus -EQ Approved) + $approved
$addresses = @($ready | Get-PgEndpointIp @azure @quiet -ErrorVariable failure)
Add-Failure $failure
$records = @($addresses | New-PgPrivateDnsRecord -CreateResourceGroup:$CreateResourceGroup @azure @quiet -ErrorVariable failure)
foreach ($record in $records) {
    foreach ($result in $rowsOf[$record.EndpointId].Result) {
        $result.HostName, $result.IpAddress, $result.ZoneId = $record.HostName, "$($record.IpAddress)", $record.ZoneId
        $result.Changed = $result.Changed -or $record.Changed
    }
}
Add-Failure $failure

# And the proof.
if (-not $SkipTest) {
    $probe = $Credential ? @{ Credential = $Credential } : @{ NoSignIn = $true }
    if ($RootCertificate) { $probe.RootCertificate = $RootCertificate }
    $tests = foreach ($record in $records) {
        $row = $rowsOf[$record.EndpointId][0]
        $test = @{ HostName = $record.HostName; IpAddress = $record.IpAddress; EndpointId = $record.EndpointId }
        foreach ($column in 'DnsServer', 'Port') { if ($row.$column) { $test.$column = $row.$column } }
        [pscustomobject]$test
    }
    foreach ($test in $tests | Test-PgPrivateConnection @probe @azure @quiet -ErrorVariable failure) {
        foreach ($result in $rowsOf[$test.EndpointId].Result) {
            $result.Proof = $test.Cause ?? $test.Status
            if ($test.Cause) { $result.Error ??= "$($test.Message) $($test.Remedy)" }
        }
    }
    Add-Failure $failure
}

$rows.Result
