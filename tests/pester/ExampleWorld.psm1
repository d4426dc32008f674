<#
    What the examples of the help may name: a sandbox with links in every state, and a session with the variables, the Az commands and
    the defaults that the examples take for granted.
#>
$ErrorActionPreference = 'Stop'

# Who runs the commands of the server's side works in the server's subscription; everybody else in that of the client networks.
$serversSide = 'Get-PgPrivateLinkTarget', 'Get-PgEndpointConnection', 'New-PgPrivateLinkRequest'

# Texts in examples that only a real network has.
$places = [ordered] @{ '10.0.0.4' = 'DnsServer'; '10.0.1.4' = 'EndpointIp' }

function New-ExampleWorld {
    <#
    .SYNOPSIS
    Furnishes a sandbox, and gives what the examples name.
    #>
    [CmdletBinding(SupportsShouldProcess)]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory)] [psobject] $Sandbox,

        # Leaves the sandbox as it is.
        [switch] $Empty
    )
    if (-not $PSCmdlet.ShouldProcess('the sandbox', 'Furnish')) { return }
    if ($Empty) { return [pscustomobject] @{ Sandbox = $Sandbox; DnsServer = $Sandbox.dns.($Sandbox.resources.clientNetwork); EndpointIp = $null; Variables = @{} } }

    $null = Connect-Sandbox $Sandbox -Subscription test
    $server = $Sandbox.resources.flexibleServer
    $service = $Sandbox.resources.privateLinkService
    $subnet = $Sandbox.resources.clientSubnet

    $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet
    $ip = $endpoint | Approve-PgEndpointConnection | Get-PgEndpointIp
    $record = $ip | New-PgPrivateDnsRecord
    $asked = @(
        @{ Target = $server; Name = 'dbt' }
        @{ Target = $server; Name = 'unknown-pe' }
        @{ Target = $server; Name = 'turned-down-pe' }
        @{ Target = $server; Name = 'cut-off-pe' }
        @{ Target = $service; Name = 'ticket-pe' }
        @{ Target = $Sandbox.resources.privateLinkServiceAlias; Name = 'edb-orders-pe' }
    )
    foreach ($one in $asked) { $null = New-PgPrivateEndpoint @one -SubnetId $subnet -ManualRequest -RequestMessage 'Orders team, ticket 4711' }
    $null = Deny-PgEndpointConnection -Target $server -Name turned-down-pe -Confirm:$false
    Remove-PgEndpointConnection -Target $server -Name cut-off-pe -Confirm:$false
    $null = Approve-PgEndpointConnection -Target $service -Name edb-orders-pe
    Add-Database -Sandbox $Sandbox -Address $ip.IpAddress -Name orders
    Add-ClientCertificate $Sandbox
    # Two addresses that no interface has.
    $null = New-PgPrivateDnsRecord -HostName p-old.org1.biganimal.io -IpAddress 10.0.1.8, 10.0.1.9 -VirtualNetworkId $Sandbox.resources.clientNetwork -ResourceGroupName rg-client

    [pscustomobject] @{
        Sandbox    = $Sandbox
        DnsServer  = $Sandbox.dns.($Sandbox.resources.clientNetwork)
        EndpointIp = $ip.IpAddress
        Variables  = @{
            server        = [pscustomobject] @{ Id = $server }
            service       = [pscustomobject] @{ Id = $service }
            network       = [pscustomobject] @{ Id = $Sandbox.resources.clientNetwork }
            hub           = [pscustomobject] @{ Id = $Sandbox.resources.clientNetwork }
            spoke         = [pscustomobject] @{ Id = $Sandbox.resources.clientNetwork + '-01' }
            subnet        = [pscustomobject] @{ Id = $subnet }
            endpoint      = $endpoint
            record        = $record
            dbt           = $Sandbox.subscriptions.test
            orders        = $Sandbox.subscriptions.test
            alias         = $Sandbox.resources.privateLinkServiceAlias
            networks      = @('', '-01', '-02' | ForEach-Object {
                    [pscustomobject] @{ Name = "vnet-client$_"; ResourceGroupName = 'rg-client'; Location = $Sandbox.location; Id = $Sandbox.resources.clientNetwork + $_ }
                })
            serverIds     = @($server, $server)
            endpointIds   = @($endpoint.Id, $endpoint.Id)
            production    = $Sandbox.subscriptions.development
            name          = $Sandbox.hostNames.flexibleServer
            development   = $Sandbox.subscriptions.development
            test          = $Sandbox.subscriptions.test
            connectivity  = $Sandbox.subscriptions.test
            tenant        = $Sandbox.tenantId
            id            = $Sandbox.principals.owner
            token         = 'a token of the build service'
            credential    = [pscredential]::new($Sandbox.postgres.user, (ConvertTo-SecureString $Sandbox.postgres.password -AsPlainText -Force))
            databaseAdmin = Get-PgAzureContext
        }
    }
}

# Files that examples name, beside the session.
function Add-ClientCertificate([psobject] $sandbox) {
    Copy-Item -LiteralPath $sandbox.postgres.rootCertificate (Join-Path $sandbox.Folder 'root.crt')
    $key = [Security.Cryptography.ECDsa]::Create([Security.Cryptography.ECCurve+NamedCurves]::nistP256)
    $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=app', $key, 'SHA256')
    $request.CreateSelfSigned([datetimeoffset]::UtcNow.AddDays(-1), [datetimeoffset]::UtcNow.AddDays(1)).ExportCertificatePem() |
        Set-Content (Join-Path $sandbox.Folder 'app.crt')
    $key.ExportPkcs8PrivateKeyPem() | Set-Content (Join-Path $sandbox.Folder 'app.key')
}

function Add-Database([psobject] $sandbox, [string] $address, [string] $name) {
    $answer = Invoke-PostgresClient "hostaddr=$address user=$($sandbox.postgres.user) dbname=postgres sslmode=require" `
        -Password $sandbox.postgres.password -Query "create database $name"
    if ($answer.Errors) { throw "The database could not be created: $($answer.Errors)" }
}

function Invoke-Example {
    <#
    .SYNOPSIS
    Runs the code of an example in a session of its own, and gives its output, its failures and where its context would come from then.
    #>
    [CmdletBinding()]
    [OutputType([pscustomobject])]
    param(
        [Parameter(Mandatory)] [psobject] $World,
        [Parameter(Mandatory)] [string] $Code,
        [string] $Command
    )
    foreach ($text in $places.Keys.Where{ $World.($places[$_]) }) { $Code = $Code.Replace($text, $World.($places[$text])) }
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule((Get-ModulePath), (Join-Path $PSScriptRoot 'Support.psm1'), (Join-Path $PSScriptRoot 'AzStandIn/Secure/Az.Accounts/Az.Accounts.psd1'))
    foreach ($name in $World.Variables.Keys) { $state.Variables.Add([Management.Automation.Runspaces.SessionStateVariableEntry]::new($name, $World.Variables[$name], '')) }
    $session = [powershell]::Create($state)
    try {
        $null = $session.AddScript($prepareSession).AddParameters(@{
            World = $World; Subscription = $Command -in $serversSide ? 'development' : 'test'; Folder = $World.Sandbox.Folder
        }).Invoke()
        if ($session.HadErrors) { throw $session.Streams.Error[0] }
        $session.Commands.Clear()
        $failures = [Collections.Generic.List[string]]::new()
        $output = try { $session.AddScript($Code).Invoke() } catch { $failures.Add("$_") }
        foreach ($failure in $session.Streams.Error) { $failures.Add("$($failure.FullyQualifiedErrorId): $failure") }
        $session.Commands.Clear()
        $session.Streams.ClearStreams()
        [pscustomobject] @{ Output = @($output); Failures = @($failures); ContextSource = $session.AddScript('(Get-PgAzureContext -ErrorAction Ignore).Source').Invoke() }
    }
    finally {
        $session.Runspace.Dispose()
        $session.Dispose()
    }
}

# What a user has set up before the first example: a sign-in, the network's DNS server, the organization's own root certificate.
$prepareSession = {
    param($World, $Subscription, $Folder)
    $ErrorActionPreference = 'Continue'
    $null = Connect-Sandbox $World.Sandbox -Subscription $Subscription
    Connect-AzStandIn -Sandbox $World.Sandbox -AccountId $World.Sandbox.principals.owner -Subscription test -Name production
    Set-Location $Folder
    $global:PSDefaultParameterValues = @{
        'Test-PgPrivateConnection:DnsServer'       = $World.DnsServer
        'Test-PgPrivateConnection:RootCertificate' = $World.Sandbox.postgres.rootCertificate
        'Connect-PgAzure:ResourceManagerUrl'       = $World.Sandbox.armEndpoint
        'Connect-PgAzure:CaCertificate'            = $World.Sandbox.certificateAuthority
    }
    $global:ConfirmPreference = 'None' # The user says yes.

    function global:Get-Credential { $global:credential }
    function global:Set-Clipboard { process { $_ } }
    function global:Invoke-Item { process { Get-Item -LiteralPath $_ } }
    function global:Get-AzVirtualNetwork { $global:networks }
    function global:Get-AzPrivateEndpoint { $global:endpoint | Select-Object Name, ResourceGroupName, Location, Id, ProvisioningState }

    # The sandbox has no Entra: every other way to sign in binds its parameters as they are, and ends as the managed identity.
    $cmdlet = [Management.Automation.CommandMetadata] (Get-Command PrivateLinkPg\Connect-PgAzure)
    $global:realConnect = Get-Command PrivateLinkPg\Connect-PgAzure
    Set-Item function:global:Connect-PgAzure "
        $([Management.Automation.ProxyCommand]::GetCmdletBindingAttribute($cmdlet))
        param($([Management.Automation.ProxyCommand]::GetParamBlock($cmdlet)))
        & `$global:realConnect -Identity -ResourceManagerUrl `$ResourceManagerUrl -CaCertificate `$CaCertificate -Subscription (
            `$Subscription -in 'development', 'test' ? `$Subscription : 'test')"
}

Export-ModuleMember -Function New-ExampleWorld, Invoke-Example
