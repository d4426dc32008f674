BeforeDiscovery {
    # Which arguments are completed, and by what. A command that gains such a parameter must complete it too.
    $kinds = @{
        Target = 'TargetCompleter'; TargetId = 'TargetCompleter'; EndpointId = 'EndpointCompleter'; SubnetId = 'SubnetCompleter'; SubnetName = 'SubnetNameCompleter'
        VirtualNetworkId = 'VirtualNetworkCompleter'; VirtualNetworkName = 'VirtualNetworkNameCompleter'; VirtualNetworkResourceGroupName = 'ResourceGroupCompleter'
        ResourceGroupName = 'ResourceGroupCompleter'; Location = 'LocationCompleter'; GroupId = 'GroupIdCompleter'; ZoneName = 'ZoneNameCompleter'
        PrivateDnsZoneId = 'ZoneCompleter'; ApplicationSecurityGroupId = 'ApplicationSecurityGroupCompleter'; SubscriptionId = 'SubscriptionCompleter'; HostName = 'HostNameCompleter'
    }
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $arguments = foreach ($command in Get-Command -Module PrivateLinkPg) {
        foreach ($name in $command.Parameters.Keys | Where-Object { $kinds[$_] }) { @{ Command = $command.Name; Parameter = $name; Completer = $kinds[$name] } }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    # Listing resource groups takes longer than anybody waits, the first time.
    $plan = Join-Path $TestDrive 'faults.json'
    Set-Content $plan '{ "requests": [ { "path": "*/resourcegroups", "delaySeconds": 4 } ] }'
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres', '--faults', $plan
    $server = $sandbox.resources.flexibleServer
    $subnet = $sandbox.resources.clientSubnet
    $null = Connect-Sandbox $sandbox -Subscription test
    $endpoint = New-PgPrivateEndpoint $server -SubnetId $subnet -ManualRequest

    function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches }

    function Invoke-Fresh([string] $Script) {
        Invoke-Pwsh "Import-Module '$(Get-ModulePath)'; function complete(`$line) { (TabExpansion2 `$line `$line.Length).CompletionMatches }; $Script"
    }
}

AfterAll {
    Disconnect-PgAzure
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
}

Describe 'Every argument that names something of Azure' {
    It '<command> -<parameter> is completed' -ForEach $arguments {
        $attribute = (Get-Command $Command).Parameters[$Parameter].Attributes | Where-Object { $_ -is [ArgumentCompleter] }
        $attribute.Type.Name | Should -Be $Completer
    }
}

Describe 'Completion from the subscription of the context' {
    It '<line> gives <text>' -ForEach @(
        @{ Line = 'New-PgPrivateEndpoint ord'; Text = '/flexibleServers/pg-orders$' }
        @{ Line = 'New-PgPrivateEndpoint -Target internal-lb'; Text = '/privateLinkServices/p-mckwlbakq5-rw-internal-lb$' }
        @{ Line = 'New-PgPrivateEndpoint x -SubnetId vnet-client-03'; Text = '/virtualNetworks/vnet-client-03/subnets/snet-client$' }
        @{ Line = 'New-PgPrivateEndpoint x -VirtualNetworkName vnet-client-04'; Text = '^vnet-client-04$' }
        @{ Line = 'New-PgPrivateEndpoint x -VirtualNetworkName vnet-client -SubnetName '; Text = '^snet-client$' }
        @{ Line = 'New-PgPrivateEndpoint x -Location japane'; Text = '^japaneast$' }
        @{ Line = 'New-PgPrivateEndpoint x -GroupId post'; Text = '^postgresqlServer$' }
        @{ Line = 'New-PgPrivateEndpoint x -SubscriptionId dev'; Text = '^3c1f6a0e-' }
        @{ Line = 'New-PgPrivateDnsRecord -VirtualNetworkId vnet-client-05'; Text = '/virtualNetworks/vnet-client-05$' }
        @{ Line = 'Test-PgPrivateConnection pg-or'; Text = '^pg-orders\.postgres\.database\.azure\.com$' }
        @{ Line = 'Get-PgEndpointIp '; Text = '/privateEndpoints/vnet-client-pg-orders-pe$' }
        @{ Line = 'Get-PgEndpointIp -ResourceGroupName rg-client -Name '; Text = '^vnet-client-pg-orders-pe$' }
        @{ Line = 'Show-PgPrivateLink '; Text = '/privateEndpoints/vnet-client-pg-orders-pe$' }
        @{ Line = 'Get-PgEndpointConnection -State Pen'; Text = '^Pending$' }
        @{ Line = 'Show-PgPrivateLink x -Format H'; Text = '^Html$' }
    ) {
        $found = @(Get-Completion $Line)
        $found.Count | Should -Be 1
        $found[0].CompletionText | Should -Match $Text
    }

    It 'completes the connections of the target before it, by id or by variable' {
        (Get-Completion "Approve-PgEndpointConnection -Target $server -Name vnet").CompletionText | Should -BeLike 'vnet-client-pg-orders-pe.*'
        $global:chosen = $server
        (Get-Completion 'Approve-PgEndpointConnection -Target $chosen -Name vnet').ToolTip | Should -Be 'Connection, Pending'
        Remove-Variable chosen -Scope Global
    }

    It 'tells kind, resource group and region, and shows the name' {
        $one = Get-Completion 'New-PgPrivateEndpoint ord'
        $one.ToolTip | Should -Be 'Flexible server, rg-data, japaneast'
        $one.ListItemText | Should -Be 'pg-orders'
    }

    It 'keeps the quotes that were begun' {
        (Get-Completion "New-PgPrivateEndpoint 'ord").CompletionText | Should -Be "'$server'"
        (Get-Completion 'New-PgPrivateEndpoint "ord').CompletionText | Should -Be "`"$server`""
    }

    It 'gives what the command takes as it is' {
        $line = "Get-PgEndpointIp $((Get-Completion 'Get-PgEndpointIp vnet').CompletionText)"
        (& ([scriptblock]::Create($line))).EndpointId | Should -Be $endpoint.Id
    }

    It 'looks where -SubscriptionId says' {
        (Get-Completion "New-PgPrivateEndpoint x -SubscriptionId $($sandbox.subscriptions.development) -VirtualNetworkName ").CompletionText | Should -Be 'vnet-data', 'vnet-japaneast'
    }

    It 'uses the context that -DefaultProfile gives' {
        $global:other = Connect-Sandbox $sandbox -Subscription development
        $null = Connect-Sandbox $sandbox -Subscription test
        (Get-Completion 'New-PgPrivateEndpoint x -DefaultProfile $other -VirtualNetworkName vnet-d').CompletionText | Should -Be 'vnet-data'
        Remove-Variable other -Scope Global
    }

    It 'asks Azure once for several words' {
        $requests = { @(Get-Content $sandbox.log | Where-Object { $_ -match 'privateDnsZones' }).Count }
        $null = Get-Completion 'New-PgPrivateDnsRecord -ZoneName a'
        $before = & $requests
        $null = Get-Completion 'New-PgPrivateDnsRecord -ZoneName b'
        & $requests | Should -Be $before
    }

    It 'waits two seconds at most, and has the answer at the next word' {
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-Completion 'New-PgPrivateEndpoint x -ResourceGroupName rg' | Should -BeNullOrEmpty
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 3.8
        do { $found = Get-Completion 'New-PgPrivateEndpoint x -ResourceGroupName rg' } until ($found -or $clock.Elapsed.TotalSeconds -gt 30)
        $found.CompletionText | Should -Be 'rg-client'
    }

    It 'leaves no error behind, whatever is wrong' {
        $Error.Clear()
        Get-Completion 'Get-PgEndpointIp -DefaultProfile 5 -Name ' | Should -BeNullOrEmpty
        Get-Completion 'Approve-PgEndpointConnection -Target rubbish -Name ' | Should -BeNullOrEmpty
        Get-Completion 'New-PgPrivateEndpoint x -SubscriptionId 00000000-0000-0000-0000-000000000001 -VirtualNetworkName ' | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}

Describe 'Completion where nobody is signed in' {
    It 'gives nothing, at once, and loads neither Az.Accounts nor the Azure libraries'' sign-in' {
        $standIn = Join-Path $PSScriptRoot 'AzStandIn/Secure'
        $output = Invoke-Fresh "
            `$env:PSModulePath = '$standIn' + [IO.Path]::PathSeparator + `$env:PSModulePath
            `$env:AZURE_SUBSCRIPTION_ID = `$null
            `$null = complete 'Get-PgEndpointIp -Name '
            `$clock = [Diagnostics.Stopwatch]::StartNew()
            @(complete 'Get-PgEndpointIp -Name ').Count
            `$clock.Elapsed.TotalMilliseconds -lt 1000
            @(Get-Module Az.Accounts).Count
            `$Error.Count"
        $output | Should -Be 0, 'True', 0, 0
    }

    It 'uses Az PowerShell where it is loaded and signed in' {
        $standIn = Join-Path $PSScriptRoot 'AzStandIn/Secure'
        $env:SSL_CERT_FILE = $sandbox.certificateAuthority
        try {
            Invoke-Fresh "
                `$env:PSModulePath = '$standIn' + [IO.Path]::PathSeparator + `$env:PSModulePath
                `$sandbox = Get-Content '$($sandbox.Folder)/ready.json' -Raw | ConvertFrom-Json
                Import-Module Az.Accounts; Connect-AzStandIn -Sandbox `$sandbox -AccountId $($sandbox.principals.owner) -Subscription test
                # A first try of a new session that took too long is tried anew after 20 seconds.
                foreach (`$wait in 0, 21, 21) {
                    Start-Sleep `$wait
                    if (`$text = (complete 'Get-PgEndpointIp -Name vnet').CompletionText) { break }
                }
                `$text" | Should -Be $endpoint.Name
        }
        finally { $env:SSL_CERT_FILE = $null }
    }

    It 'costs the import nothing: no assembly of Azure is loaded for the completers'' sake' {
        Invoke-Fresh '$null = (Get-Command -Module PrivateLinkPg).Parameters.Values.Attributes.Count; [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name.Where{ $_ -match "^(Azure|Npgsql|Microsoft\.Identity)" }.Count' | Should -Be 0
    }
}
