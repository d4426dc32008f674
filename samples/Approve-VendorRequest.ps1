#Requires -Version 7.4
#Requires -Modules PrivateLinkPg

<#
.SYNOPSIS
Lets a vendor's cloud reach a flexible server of yours by Private Link: dbt Cloud, as it asks for it.

.DESCRIPTION
Writes the request to send to the vendor's support, waits until the vendor has made its endpoint, and approves the connection. The vendor's
endpoint lies in a tenant that you do not see: the approval is yours, the use of it the vendor's.

Azure names the connection after the vendor's endpoint, with a GUID behind it. -ConnectionName says which one to expect; another one, or
several, are not approved. Anybody can give an endpoint that name: ask the vendor's support for the subscription that the endpoint will lie
in, and pass it with -VendorSubscriptionId, so that nobody else's is approved.

.EXAMPLE
./Approve-VendorRequest.ps1 -ServerId $server.Id -Environment EMEA -VendorSubscriptionId $told -WaitSec 259200

Gives the text to send at once, and waits for up to three days.

.OUTPUTS
The request's text, then the approved connection.
#>
[CmdletBinding()]
param(
    # The resource id of the server.
    [Parameter(Mandatory)]
    [string] $ServerId,

    # dbt's multi-tenant environment, such as EMEA.
    [Parameter(Mandatory)]
    [string] $Environment,

    # The name that the vendor's endpoint has, without the GUID.
    [string] $ConnectionName = 'dbt',

    # The subscription of the vendor's endpoint. Without it, the only endpoint of that name is taken for the vendor's.
    [guid] $VendorSubscriptionId,

    # What the vendor reads with the approval.
    [string] $Description = 'Approved',

    # How long to wait for the vendor, in seconds.
    [int] $WaitSec = 86400,

    # The time between two looks, in seconds.
    [int] $PollSec = 30,

    # The context to work under. The default is the session's, or the managed identity.
    [psobject] $DefaultProfile
)

$ErrorActionPreference = 'Stop'
$azure = $DefaultProfile ? @{ DefaultProfile = $DefaultProfile } : @{}
$vendor = $PSBoundParameters.ContainsKey('VendorSubscriptionId') ? @{ EndpointSubscriptionId = $VendorSubscriptionId } : @{}

New-PgPrivateLinkRequest dbt $ServerId -Environment $Environment @azure

# Approved counts too, so that the script can run again.
$wait = @{ State = 'Pending', 'Approved'; TimeoutSec = $WaitSec; PollSec = $PollSec }
Wait-PgEndpointConnection -Target $ServerId -Name $ConnectionName @vendor @wait @azure |
    Approve-PgEndpointConnection -Description $Description @azure
