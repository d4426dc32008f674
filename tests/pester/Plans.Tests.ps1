# A row says everything about one network, and what is piped says nothing by accident.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $null = Connect-Sandbox $sandbox -Subscription test
    $server = $sandbox.resources.flexibleServer
    $service = $sandbox.resources.privateLinkService
    function Get-Subnet([int] $number) { $sandbox.resources.clientSubnet -replace '/vnet-client/', ('/vnet-client-{0:00}/' -f $number) }
    function Get-Network([int] $number) { (Get-Subnet $number) -replace '/subnets/.*' }
    function Get-Write { @(Get-Content $sandbox.log | ConvertFrom-Json | Where-Object method -in 'PUT', 'PATCH', 'DELETE', 'POST') }
    $free = @((Get-Subnet 8), (Get-Subnet 9))
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'A plan of many networks' {
    BeforeAll {
        $plan = Join-Path $TestDrive plan.csv
        @"
"Target","SubnetId","VirtualNetworkName","EndpointName","EndpointResourceGroupName","EndpointLocation","NetworkInterfaceName","EndpointTag","ManualRequest","IpVersion","GroupId","HostName","ZoneName","ZoneResourceGroupName","LinkedVirtualNetworkId","Owner"
"$server","$(Get-Subnet 1)","","pe-one","rg-client","$($sandbox.location)","nic-one","env=prod; team=orders=eu","","IPv4","","","","rg-dns-one","","somebody"
"$server","$(Get-Subnet 2)","","","","","","","false","","","","","rg-dns-{VirtualNetworkName}","$(Get-Network 3);$(Get-Network 4)",""
"$service","$(Get-Subnet 5)","","","","","","","","","","p-abc.org9.biganimal.io","org9.biganimal.io","rg-dns-five","",""
"@ | Set-Content $plan
        $records = Import-Csv $plan | New-PgPrivateEndpoint -Tag @{ owner = 'network team' } -OutVariable endpoints |
            Approve-PgEndpointConnection | Get-PgEndpointIp | New-PgPrivateDnsRecord -CreateResourceGroup
    }

    It 'makes each endpoint as its row says, and leaves empty cells to the defaults' {
        $one = $endpoints | Where-Object Name -EQ pe-one
        $one.NetworkInterfaceId | Should -BeLike '*/nic-one'
        $one.Tag.Keys | Sort-Object | Should -Be 'env', 'owner', 'team'
        $one.Tag['team'] | Should -Be 'orders=eu'
        ($endpoints | Where-Object SubnetId -EQ (Get-Subnet 2)).Name | Should -BeLike 'vnet-client-02-*-pe'
        @($endpoints).Count | Should -Be 3
    }

    It 'writes each record where its row says' {
        $records.ResourceGroupName | Sort-Object | Should -Be 'rg-dns-five', 'rg-dns-one', 'rg-dns-vnet-client-02'
        $five = $records | Where-Object ResourceGroupName -EQ rg-dns-five
        $five.HostName, $five.ZoneName | Should -Be 'p-abc.org9.biganimal.io', 'org9.biganimal.io'
        ($records | Where-Object ResourceGroupName -EQ rg-dns-one).VirtualNetworkId | Should -Be (Get-Network 1)
        ($records | Where-Object ResourceGroupName -EQ rg-dns-vnet-client-02).VirtualNetworkId | Sort-Object |
            Should -Be (Get-Network 2), (Get-Network 3), (Get-Network 4)
    }

    It 'writes nothing the second time, also from objects that were stored or came from a job' {
        $before = (Get-Write).Count
        $again = Import-Csv $plan | New-PgPrivateEndpoint | ForEach-Object { $_ } | Approve-PgEndpointConnection | ForEach-Object {
            [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($_))
        } | Get-PgEndpointIp | New-PgPrivateDnsRecord -CreateResourceGroup
        $again.Changed | Should -Be $false, $false, $false
        $again.ZoneId | Sort-Object | Should -Be ($records.ZoneId | Sort-Object)
        (Get-Write).Count | Should -Be $before
    }

    It 'says of a cell what is wrong with it, and does the other rows' {
        $rows = @{ EndpointTag = 'prod' }, @{ EndpointTag = 'a=1;a=2' }, @{ ManualRequest = 'maybe' }, @{ IpVersion = 'v4' },
            @{ EndpointLocation = 'nowhere'; EndpointName = 'elsewhere' }, @{} |
            ForEach-Object { [pscustomobject](@{ Target = $server; SubnetId = (Get-Subnet 6) } + $_) }
        $made = $rows | New-PgPrivateEndpoint -ErrorVariable wrong -ErrorAction SilentlyContinue
        @($made).Count | Should -Be 1
        $words = "'prod' is not a tag", "'a' is there twice", "'maybe' is neither true nor false", 'IPv4, IPv6 or DualStack', 'nowhere'
        $wrong.Count | Should -Be $words.Count
        foreach ($word in $words) { "$wrong" | Should -BeLike "*$word*" }
    }
}

Describe 'What is piped' {
    It 'names no endpoint by its own name, group, region and tags: <What>' -ForEach @(
        @{ What = 'networks'; Object = { [pscustomobject]@{ Id = (Get-Network 7); Name = 'vnet'; ResourceGroupName = 'rg-other'; Location = 'mars'; Tag = @{ a = 'b' } } }
            Command = { $object | New-PgPrivateEndpoint -Target $server -SubnetId { "$($_.Id)/subnets/$(Split-Path -Leaf $free[0])" } } }
        @{ What = 'targets'; Object = { Get-PgPrivateLinkTarget -Target $server }; Command = { $object | New-PgPrivateEndpoint -SubnetId (Get-Subnet 7) } }
    ) {
        $object = & $Object
        $made = & $Command -WarningVariable told
        $made.Name, $made.ResourceGroupName, $made.Location, $made.Tag.Count | Should -Be "vnet-client-07-$(Split-Path -Leaf $server)-pe", 'rg-client', $sandbox.location, 0
        $told | Should -BeNullOrEmpty
    }

    It 'is told where a row has a column <Column> that is not read' -ForEach @{ Column = 'Name'; Value = 'meant' }, @{ Column = 'ResourceGroupName'; Value = 'rg-client' }, @{ Column = 'Location'; Value = 'x' } {
        $rows = 1..3 | ForEach-Object { [pscustomobject]@{ Target = $server; SubnetId = $free[0]; $Column = $Value } }
        $null = $rows | New-PgPrivateEndpoint -WhatIf -WarningVariable told -WarningAction SilentlyContinue
        @($told).Count | Should -Be 1
        "$told" | Should -BeLike "*column $Column *Endpoint$Column*-$Column { *"
        # Where it is said otherwise, or is empty, there is nothing to tell.
        $null = $rows | New-PgPrivateEndpoint -WhatIf -Name pe-n -ResourceGroupName rg-client -Location $sandbox.location -WarningVariable told
        $null = [pscustomobject]@{ Target = $server; SubnetId = $free[0]; $Column = '' } | New-PgPrivateEndpoint -WhatIf -WarningVariable +told
        $told | Should -BeNullOrEmpty
    }

    It 'gives each input a name, a group and a region by script blocks' {
        $rows = 1..2 | ForEach-Object { [pscustomobject]@{ Target = $server; SubnetId = $free[$_ - 1]; Name = "pe-$_"; Group = 'rg-client' } }
        # A row in between that cannot be bound takes nothing away from the next.
        $made = @($rows[0]; [pscustomobject]@{ Target = $server; Name = 'lost' }; $rows[1]) | New-PgPrivateEndpoint `
            -Name { "$($_.Name)-x" } -ResourceGroupName { $_.Group } -Location { $sandbox.location } -ErrorVariable wrong -ErrorAction SilentlyContinue
        $made.Name | Sort-Object | Should -Be 'pe-1-x', 'pe-2-x'
        $wrong.Count | Should -Be 1

        $records = $made | Get-PgEndpointIp | New-PgPrivateDnsRecord -CreateResourceGroup -ResourceGroupName { "rg-of-$($_.EndpointName)" }
        $records.ResourceGroupName | Sort-Object | Should -Be 'rg-of-pe-1-x', 'rg-of-pe-2-x'
    }

    It 'may be the subnets alone' {
        (Get-Subnet 1), (Get-Subnet 2) | New-PgPrivateEndpoint -Target $server -SubnetId { $_ } -Name { "pe-$(($_ -split '/')[8])" } -WhatIf:$false |
            ForEach-Object Name | Sort-Object | Should -Be 'pe-vnet-client-01', 'pe-vnet-client-02'
    }

    It 'yields to what is given once for all' {
        $row = [pscustomobject]@{ Target = $server; SubnetId = $free[0]; EndpointName = 'of-the-row'; EndpointTag = 'env=row'; ZoneResourceGroupName = 'rg-of-the-row' }
        $made = $row | New-PgPrivateEndpoint -Name given -NetworkInterfaceName given-nic -Tag @{ env = 'given'; team = 'x' }
        $made.Name, $made.Tag['env'], $made.Tag['team'] | Should -Be 'given', 'row', 'x'
        ($made | Get-PgEndpointIp | New-PgPrivateDnsRecord -ResourceGroupName rg-client -NoLink).ResourceGroupName | Should -Be 'rg-client'
    }
}

Describe 'A row about a record' {
    It 'gives each record its own time to live and each link its own policy, and takes an empty cell for none' {
        $rows = @"
HostName,IpAddress,VirtualNetworkId,ZoneResourceGroupName,TimeToLive,ResolutionPolicy
a.privatelink.test.example,10.1.1.4,$(Get-Network 8),rg-client,60,
b.privatelink.test.example,10.1.1.5,$(Get-Network 8),rg-client,,nxdomainredirect
c.privatelink.test.example,10.1.1.6,$(Get-Network 8),rg-client,0,
d.privatelink.test.example,10.1.1.7,$(Get-Network 8),rg-client,,Sometimes
e.privatelink.test.example,10.1.1.8,$(Get-Network 8),rg-client,,Default
a.privatelink.test.example,10.1.1.4,$(Get-Network 8),rg-client,61,
"@ | ConvertFrom-Csv
        $records = $rows | New-PgPrivateDnsRecord -ErrorVariable failed -ErrorAction SilentlyContinue
        $records | ForEach-Object { "$($_.RecordName) $($_.TimeToLive)" } | Sort-Object | Should -Be 'a 60', 'b 300'
        $failed | ForEach-Object { $_.FullyQualifiedErrorId -replace ',.*' } | Should -Be 'ParameterArgumentTransformationError', 'InvalidName', 'SettingClaimedTwice', 'SettingClaimedTwice'
        "$($failed[0])" | Should -BeLike "*'0' is not a whole number from 1 to 2147483647*"
        "$($failed[2])" | Should -BeLike "*has the ResolutionPolicy 'NxDomainRedirect' for the link of */privatelink.test.example to *, so 'Default' was not written*"
        "$($failed[3])" | Should -BeLike "*has the TimeToLive '60' for the A record, so '61' was not written*"
        $link = Get-Content $sandbox.log | ConvertFrom-Json | Where-Object { $_.method -eq 'PUT' -and $_.path -like '*/privatelink.test.example/virtualNetworkLinks/*' }
        $link.body.properties.resolutionPolicy | Should -Be 'NxDomainRedirect'
    }
}
