#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Tests all connections of a list, and fails where one does not work any more, or will not for long.

.DESCRIPTION
For a step of a pipeline, or a schedule in Azure Automation, that notices drift: a record that somebody changed, a connection that was turned
down, a certificate near its end. The list is a CSV file with a row for each connection. Its columns:

HostName          the name that clients connect to; the only column that is needed
EndpointId        the private endpoint behind it
VirtualNetworkId  the clients' network
IpAddress         the address that the name shall lead to
DnsServer         a DNS server of that network, which is asked instead of this machine's
Port              the port; empty for 5432

All are tested, sixteen at once, and Azure is asked about all of them together. What fails is told with its causes; where several attempts
are made, also what comes and goes.

.EXAMPLE
Get-PgPrivateEndpoint | Select-Object HostName, @{ Name = 'EndpointId'; Expression = 'Id' }, VirtualNetworkId | Export-Csv connections.csv
./Watch-PrivateConnections.ps1 -Path connections.csv

.EXAMPLE
./Watch-PrivateConnections.ps1 -Path connections.csv -MinimumValidDays 30 -Count 5 | Export-Clixml "$(Get-Date -Format yyyy-MM-dd).xml"

.OUTPUTS
The results of Test-PgPrivateConnection; then an error where one of them failed.
#>
[CmdletBinding()]
param(
    # The list: a CSV file.
    [Parameter(Mandatory)]
    [string] $Path,

    # For how many days more certificates shall be valid.
    [int] $MinimumValidDays = 14,

    # How often each connection is tested.
    [int] $Count = 1,

    # How long each connection may take, with all attempts and the questions to Azure, in seconds.
    [int] $TimeoutSec = 30,

    # A file with the authorities to trust, where not the public ones.
    [string] $RootCertificate,

    # The context to work under. The default is the session's, or the managed identity.
    [psobject] $DefaultProfile
)

$options = @{ Diagnose = $true; NoSignIn = $true; MinimumValidDays = $MinimumValidDays; Count = $Count; TimeoutSec = $TimeoutSec }
if ($RootCertificate) { $options.RootCertificate = $RootCertificate }
if ($DefaultProfile) { $options.DefaultProfile = $DefaultProfile }

# An empty cell says nothing.
$rows = foreach ($row in Import-Csv -LiteralPath $Path -ErrorAction Stop) {
    $given = @{}
    foreach ($cell in $row.PSObject.Properties) { if ($cell.Value) { $given[$cell.Name] = $cell.Value } }
    [pscustomobject]$given
}
if (-not $rows) { throw "There is no connection in '$Path'." }

$failed = @()
$rows | Test-PgPrivateConnection @options -ErrorVariable refused | ForEach-Object {
    if ($_.Status -ne 'Passed') { $failed += "$($_.HostName): $($_.Message) $($_.Remedy)" }
    $_
}
$failed += $refused | ForEach-Object { "$_" }
if ($failed) { throw "$($failed.Count) of $(@($rows).Count) connections do not work as they should.`n$($failed -join "`n")" }
