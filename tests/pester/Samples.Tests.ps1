BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $samples = Convert-Path (Join-Path $PSScriptRoot '../../samples')
    $sandbox = Start-Sandbox
    $server = $sandbox.resources.flexibleServer
    $subnet = $sandbox.resources.clientSubnet
    $bigAnimal = $sandbox.hostNames.bigAnimal
    $credential = [pscredential]::new($sandbox.postgres.user, (ConvertTo-SecureString $sandbox.postgres.password -AsPlainText -Force))

    function Get-Context([string] $Principal, [string] $Subscription) {
        $env:IDENTITY_ENDPOINT = $sandbox.identityEndpoint
        $env:IDENTITY_HEADER = $sandbox.identityHeader
        Connect-PgAzure -Identity -AccountId $sandbox.principals.$Principal -ResourceManagerUrl $sandbox.armEndpoint `
            -CaCertificate $sandbox.certificateAuthority -SubscriptionId $sandbox.subscriptions.$Subscription
    }
    # The zones of networks in one resource group need groups of their own.
    function New-SandboxGroup([string] $Name) {
        $token = Invoke-RestMethod "$($sandbox.identityEndpoint)?api-version=2019-08-01&resource=$($sandbox.armEndpoint)" -Headers @{ 'X-IDENTITY-HEADER' = $sandbox.identityHeader }
        Invoke-RestMethod "$($sandbox.armEndpoint)subscriptions/$($sandbox.subscriptions.test)/resourceGroups/${Name}?api-version=2021-04-01" -Method Put -SkipCertificateCheck `
            -Headers @{ Authorization = "Bearer $($token.access_token)" } -ContentType application/json -Body (@{ location = $sandbox.location } | ConvertTo-Json)
    }
    $provider = Get-Context developer development
    $consumer = Get-Context consumer test
    $null = Connect-Sandbox $sandbox -Subscription test
    $null = New-SandboxGroup rg-zones

    function Get-Subnet([int] $Number) { $subnet -replace '/vnet-client/', ('/vnet-client-{0:00}/' -f $Number) }
    function Get-DnsServer([string] $Subnet) {
        $network = $Subnet -replace '/subnets/.*'
        $sandbox.dns.$network
    }
    function Get-Probe([string] $Subnet = $subnet) {
        @{ Credential = $credential; DnsServer = (Get-DnsServer $Subnet); RootCertificate = $sandbox.postgres.rootCertificate }
    }
    function Get-WriteCount { @(Get-Content -LiteralPath $sandbox.log | ConvertFrom-Json | Where-Object method -NotIn GET, HEAD).Count }
    function Restore-Public([string] $Target, [string] $HostName) {
        & "$samples/Restore-PublicNetwork.ps1" -Target $Target -HostName $HostName -SubscriptionId $sandbox.subscriptions.development, $sandbox.subscriptions.test -Confirm:$false
    }
    function Resolve-InNetwork([string] $Name) {
        (Test-PgPrivateConnection $Name -NoSignIn -DnsServer (Get-DnsServer $subnet) -RootCertificate $sandbox.postgres.rootCertificate).ResolvedAddress
    }
    function Assert-Nothing {
        Get-PgPrivateEndpoint -SubscriptionId $sandbox.subscriptions.development, $sandbox.subscriptions.test | Should -BeNullOrEmpty
        Get-PgPrivateDnsRecord -SubscriptionId $sandbox.subscriptions.development, $sandbox.subscriptions.test | Should -BeNullOrEmpty
    }
}

AfterAll {
    Disconnect-PgAzure -ErrorAction Ignore
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
}

Describe 'Each runbook' {
    It 'has help and no parse error: <_>' -ForEach @(Get-ChildItem (Join-Path $PSScriptRoot '../../samples') -Filter *.ps1 | ForEach-Object Name) {
        $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseFile("$samples/$_", [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
        (Get-Help "$samples/$_").Synopsis | Should -Not -BeLike '*.ps1*'
        Get-Content "$samples/README.md" -Raw | Should -Match ([regex]::Escape("``$_``"))
    }
}

Describe 'Watch-PrivateConnections.ps1' {
    BeforeAll {
        $two = Get-Subnet 7
        $endpoints = @($subnet, $two | New-PgPrivateEndpoint -Target $server -SubnetId { $_ } | Approve-PgEndpointConnection | Get-PgEndpointIp |
            New-PgPrivateDnsRecord -ResourceGroupName 'rg-watch-{VirtualNetworkName}' -CreateResourceGroup)
        $list = Join-Path $TestDrive connections.csv
        $endpoints | Select-Object HostName, EndpointId, @{ Name = 'DnsServer'; Expression = { Get-DnsServer "$($_.VirtualNetworkId)/subnets/x" } }, Port | Export-Csv $list
        $watch = @{ Path = $list; RootCertificate = $sandbox.postgres.rootCertificate }
        function Invoke-Watch { & "$samples/Watch-PrivateConnections.ps1" @watch @args }
    }
    AfterAll { Restore-Public $server $sandbox.hostNames.flexibleServer }

    It 'passes while all is well, and tells the latencies' {
        $tests = @(Invoke-Watch -Count 3)
        $tests.Status | Should -Be Passed, Passed
        $tests.Attempts | Should -Be 3, 3
        $tests[0].LatencyMedian | Should -BeLessOrEqual $tests[0].LatencyMax
        $tests[0].Finding | Should -Not -BeNullOrEmpty
        ($tests[0] | Format-Custom | Out-String) | Should -Match 'Latency +\d.* median, .* of 3 attempts that passed'
    }

    It 'fails when a certificate ends sooner than wished' {
        { Invoke-Watch -MinimumValidDays 3000 } | Should -Throw '*2 of 2 connections*The certificate of*3000 were asked for*'
    }

    It 'fails when a record has gone, with the cause and the line that mends it' {
        $record = Get-PgPrivateDnsRecord -HostName $endpoints[1].HostName | Where-Object { $_.ZoneId -eq $endpoints[1].ZoneId }
        $null = $record | Remove-PgPrivateDnsRecord -Confirm:$false
        $failure = { Invoke-Watch -TimeoutSec 60 } | Should -Throw '*1 of 2 connections*' -PassThru
        "$failure" | Should -Match 'has no record of .*New-PgPrivateDnsRecord -HostName'
    }
}

Describe 'Connect-ManyNetworks.ps1' {
    BeforeAll {
        $columns = ((Get-Content "$samples/networks.csv" -TotalCount 1) -split ',') + 'Target', 'HostName', 'ZoneName'
        function Save-Plan([hashtable[]] $Rows) {
            $file = Join-Path $TestDrive plan.csv
            $Rows | ForEach-Object { [pscustomobject]$_ } | Select-Object $columns | Export-Csv $file
            $file
        }
        function Get-Row([int] $Number, [hashtable] $More = @{}) {
            $row = @{ SubnetId = (Get-Subnet $Number); ZoneResourceGroupName = 'rg-dns-{VirtualNetworkName}'; DnsServer = (Get-DnsServer (Get-Subnet $Number)) }
            foreach ($each in $More.Keys) { $row[$each] = $More[$each] }
            $row
        }
        function Connect-Plan([string] $Plan) {
            & "$samples/Connect-ManyNetworks.ps1" -Path $Plan -Target $server -CreateResourceGroup -Credential $credential -RootCertificate $sandbox.postgres.rootCertificate
        }
    }

    It 'makes what can be made of a plan and tells of each row, in the rows'' order' {
        $plan = Save-Plan (Get-Row 1), (Get-Row 2 @{ LinkedVirtualNetworkId = (Get-Subnet 3) -replace '/subnets/.*'; EndpointName = 'pe-shared'; EndpointTag = 'env=prod' }),
            (Get-Row 4 @{ SubnetId = '' }), (Get-Row 5 @{ IpAddress = '192.0.2.1' }), (Get-Row 6 @{ ZoneResourceGroupName = 'rg-{Nothing}' }),
            (Get-Row 7 @{ Target = $sandbox.resources.privateLinkService; HostName = $bigAnimal }), (Get-Row 1), (Get-Row 8 @{ Target = "$server-none" })
        $results = Connect-Plan $plan

        $results.Network | Should -Be (1, 2, $null, 5, 6, 7, 1, 8).ForEach{ $_ ? ('vnet-client-{0:00}' -f $_) : $null }
        $results.State | Should -Be Approved, Approved, NotMade, NotMade, Approved, Approved, Approved, NotMade
        $results.Proof | Should -Be Passed, Passed, $null, $null, $null, Passed, Passed, $null
        $results[7].Error | Should -BeLike '*-none*'
        $results[2].Error | Should -Be 'The row has no SubnetId.'
        $results[3].Error | Should -BeLike '*192.0.2.1*'
        $results[4].Error | Should -BeLike '*{Nothing}*'
        @($results[0, 1, 5, 6].Error).Where{ $_ } | Should -BeNullOrEmpty
        $results[5].ZoneId | Should -BeLike "*/rg-dns-vnet-client-07/*/$($bigAnimal -replace '^[^.]+\.')"
        $results.Changed | Should -Be $true, $true, $false, $false, $true, $true, $true, $false
        (Get-PgPrivateEndpoint -Name pe-shared -SubscriptionId $sandbox.subscriptions.test).Tag['env'] | Should -Be prod
        # The spoke, by the hub's endpoint.
        $probe = Get-Probe (Get-Subnet 3)
        (Test-PgPrivateConnection $sandbox.hostNames.flexibleServer @probe).Status | Should -Be Passed
    }

    It 'does nothing twice, and makes what is mended' {
        $plan = Save-Plan (Get-Row 1), (Get-Row 2 @{ EndpointName = 'pe-shared' }), (Get-Row 6)
        $before = Get-WriteCount
        $results = Connect-Plan $plan
        $results.Changed | Should -Be $false, $false, $true
        $results.Proof | Should -Be Passed, Passed, Passed
        # Group, zone, record, link.
        Get-WriteCount | Should -Be ($before + 4)
    }

    It 'leaves a name public while the connection is somebody else''s to approve' {
        $plan = Save-Plan (Get-Row 9 @{ Target = $sandbox.resources.privateLinkServiceAlias; HostName = $bigAnimal })
        $result = & "$samples/Connect-ManyNetworks.ps1" -Path $plan -DefaultProfile $consumer
        $result.State, $result.Proof, $result.ZoneId | Should -Be Pending, $null, $null
        $result.Error | Should -Not -BeNullOrEmpty
    }

    AfterAll {
        Get-PgPrivateEndpoint -SubscriptionId $sandbox.subscriptions.test | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false
        Assert-Nothing
    }
}

Describe 'Connect-OwnNetwork.ps1' {
    It 'connects a network and proves it, and does nothing twice' {
        $probe = Get-Probe
        $test = & "$samples/Connect-OwnNetwork.ps1" -ServerId $server -SubnetId $subnet @probe
        $test.Status | Should -Be Passed -Because $test.Message
        $test.SslMode | Should -Be VerifyFull
        $before = Get-WriteCount
        (& "$samples/Connect-OwnNetwork.ps1" -ServerId $server -SubnetId $subnet @probe).Status | Should -Be Passed
        Get-WriteCount | Should -Be $before
    }

    It 'gives another network an endpoint and a zone of its own' {
        $second = Get-Subnet 1
        $records = & "$samples/Connect-OwnNetwork.ps1" -ServerId $server -SubnetId $subnet, $second -ZoneResourceGroupName rg-client, rg-zones -SkipTest
        $records.IpAddress | Select-Object -Unique | Should -HaveCount 2
        $records.ZoneId | Select-Object -Unique | Should -HaveCount 2
        $probe = Get-Probe $second
        (Test-PgPrivateConnection $sandbox.hostNames.flexibleServer -ExpectedIpAddress $records[1].IpAddress @probe).Status | Should -Be Passed
        { & "$samples/Connect-OwnNetwork.ps1" -ServerId $server -SubnetId $subnet, $second -ZoneResourceGroupName rg-client } | Should -Throw '*one for each*'
    }

    It 'goes back to nothing: named by -WhatIf, then done, then nothing more' {
        $before = Get-WriteCount
        & "$samples/Restore-PublicNetwork.ps1" -Target pg-orders -HostName $sandbox.hostNames.flexibleServer -WhatIf | Should -BeNullOrEmpty
        Get-WriteCount | Should -Be $before
        $removed = Restore-Public pg-orders $sandbox.hostNames.flexibleServer
        ($removed | Group-Object Kind -NoElement | ForEach-Object { "$($_.Count) $($_.Name)" }) | Sort-Object |
            Should -Be '2 ARecord', '2 PrivateDnsZone', '2 PrivateEndpoint', '2 VirtualNetworkLink'
        Assert-Nothing
        Restore-Public pg-orders $sandbox.hostNames.flexibleServer | Should -BeNullOrEmpty
        # The name is public again in the network that was linked.
        (Resolve-InNetwork $sandbox.hostNames.flexibleServer) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Approve-VendorRequest.ps1' {
    It 'gives the letter, and approves what the vendor made from a side that it does not see' {
        $null = New-PgPrivateEndpoint $server (Get-Subnet 2) -Name dbt -ManualRequest -RequestMessage 'dbt Cloud' -DefaultProfile $consumer
        $told = $sandbox.subscriptions.test
        { & "$samples/Approve-VendorRequest.ps1" -ServerId $server -Environment EMEA -VendorSubscriptionId (New-Guid) -WaitSec 2 -PollSec 1 -DefaultProfile $provider } |
            Should -Throw '*no such connection yet*'
        $output = & "$samples/Approve-VendorRequest.ps1" -ServerId $server -Environment EMEA -VendorSubscriptionId $told -WaitSec 60 -PollSec 1 -DefaultProfile $provider
        $output[0] | Should -BeLike "Subject: New Azure Multi-Tenant Private Link Request*$server*"
        $output[1].Status | Should -Be Approved
        $output[1].Name | Should -BeLike 'dbt.*'
        (& "$samples/Approve-VendorRequest.ps1" -ServerId $server -Environment EMEA -WaitSec 60 -PollSec 1 -DefaultProfile $provider)[1].Changed | Should -BeFalse
    }

    It 'approves none of two that look alike' {
        $null = New-PgPrivateEndpoint $server (Get-Subnet 3) -Name dbt -ResourceGroupName rg-zones -ManualRequest -DefaultProfile $consumer
        { & "$samples/Approve-VendorRequest.ps1" -ServerId $server -Environment EMEA -WaitSec 5 -PollSec 1 -DefaultProfile $provider } | Should -Throw '*dbt.*'
        $null = Restore-Public pg-orders
        Assert-Nothing
    }
}

Describe 'Connect-BigAnimalCluster.ps1' {
    It 'finds the cluster in another subscription, connects and proves it, for two networks' {
        $probe = Get-Probe
        $test = & "$samples/Connect-BigAnimalCluster.ps1" -ClusterId p-mckwlbakq5 -HostName $bigAnimal -SubnetId $subnet @probe
        $test.Status | Should -Be Passed -Because $test.Message
        $record = & "$samples/Connect-BigAnimalCluster.ps1" -ClusterId p-mckwlbakq5 -HostName $bigAnimal -SubnetId (Get-Subnet 4) -ZoneResourceGroupName rg-zones -SkipTest
        $record.ZoneName | Should -Be 'brcxzr08qr7rbei1.biganimal.io'
        (Get-PgPrivateEndpoint -Target p-mckwlbakq5-*).Count | Should -Be 2
    }

    It 'goes back to nothing' {
        (Restore-Public p-mckwlbakq5-* $bigAnimal | Where-Object Kind -EQ PrivateDnsZone).Count | Should -Be 2
        Assert-Nothing
    }
}

Describe 'Connect-BigAnimalAlias.ps1' {
    It 'asks as the consumer, approves as the provider, and proves it' {
        $probe = Get-Probe
        $sides = @{ ConsumerProfile = $consumer; ProviderProfile = $provider; ServiceId = $sandbox.resources.privateLinkService }
        $test = & "$samples/Connect-BigAnimalAlias.ps1" -Alias $sandbox.resources.privateLinkServiceAlias -HostName $bigAnimal -SubnetId $subnet -PollSec 1 -WaitSec 60 @sides @probe
        $test.Status | Should -Be Passed -Because $test.Message
        $before = Get-WriteCount
        $again = & "$samples/Connect-BigAnimalAlias.ps1" -Alias $sandbox.resources.privateLinkServiceAlias -HostName $bigAnimal -SubnetId $subnet -PollSec 1 -WaitSec 60 @sides @probe
        $again.Status | Should -Be Passed
        Get-WriteCount | Should -Be $before
    }

    It 'tells when the provider has not answered in time' {
        { & "$samples/Connect-BigAnimalAlias.ps1" -Alias $sandbox.resources.privateLinkServiceAlias -HostName $bigAnimal -SubnetId (Get-Subnet 5) -PollSec 1 -WaitSec 1 -ConsumerProfile $consumer -SkipTest } |
            Should -Throw '*Pending*'
    }

    It 'goes back to nothing under the consumer alone' {
        $null = & "$samples/Restore-PublicNetwork.ps1" -Target $sandbox.resources.privateLinkServiceAlias -HostName $bigAnimal -DefaultProfile $consumer -Confirm:$false
        Assert-Nothing
    }
}
