# What is broken in a path to a real server is mended, and psql is the referee; what others would notice is left to people.
BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox
    $null = Connect-Sandbox $sandbox -Subscription test
    $server = $sandbox.resources.flexibleServer
    $name = $sandbox.hostNames.flexibleServer

    function Get-Network([int] $Number) {
        $subnet = $sandbox.resources.clientSubnet -replace '/vnet-client/', ('/vnet-client-{0:00}/' -f $Number)
        $id = $subnet -replace '/subnets/.*'
        @{ Subnet = $subnet; Id = $id; Dns = $sandbox.dns.$id }
    }

    function Test-Network($Network, [string] $HostName = $name) {
        Test-PgPrivateConnection $HostName -DnsServer $Network.Dns -VirtualNetworkId $Network.Id -RootCertificate $sandbox.postgres.rootCertificate -Diagnose -TimeoutSec 6
    }

    # What a client in that network is led to, as dig sees it.
    function Get-Answer($Network) {
        $address, $port = $Network.Dns -split ':'
        (dig "@$address" -p $port +short $name A)[-1]
    }

    function Get-Write { @(Get-Content -LiteralPath $sandbox.log | ConvertFrom-Json | Where-Object method -NotIn GET, HEAD) }
}

AfterAll {
    Disconnect-PgAzure -ErrorAction Ignore
    Stop-Sandbox $sandbox
}

Describe 'Repair-PgPrivateConnection' {
    It 'approves, makes zone, record and link, and psql gets through' {
        $network = Get-Network 1
        $null = New-PgPrivateEndpoint $server -SubnetId $network.Subnet -ManualRequest
        $test = Test-Network $network
        $test.Causes.Code | Should -Be ConnectionPending, ZoneMissing
        $test.Causes[0].Command | Should -Be "Approve-PgEndpointConnection -EndpointId $($test.EndpointId)"

        $writes = @(Get-Write).Count
        ($test | Repair-PgPrivateConnection -WhatIf -TestTimeoutSec 6).Changed | Should -BeFalse
        @(Get-Write).Count | Should -Be $writes

        $repair = $test | Repair-PgPrivateConnection -TestTimeoutSec 6
        $repair.Status | Should -Be Passed
        $repair.Repaired.Code | Should -Be ConnectionPending, ZoneMissing
        $repair.Left.Count | Should -Be 0
        $repair.Test.IpAddress | Should -Be (Get-Answer $network)
        $repair.Test.HostName | Should -Be $name
        ($repair.Test | Repair-PgPrivateConnection).Changed | Should -BeFalse
        $connection = "host=$name hostaddr=$(Get-Answer $network) user=$($sandbox.postgres.user) dbname=postgres sslmode=verify-full"
        $answer = Invoke-PostgresClient "$connection sslrootcert=$($sandbox.postgres.rootCertificate)" -Password $sandbox.postgres.password
        $answer.Rows | Should -Be 1 -Because "psql says: $($answer.Errors)"
    }

    It 'takes a result from a file, as a pipeline of another day left it' {
        $network = Get-Network 2
        $null = New-PgPrivateEndpoint $server -SubnetId $network.Subnet -ManualRequest
        $file = Join-Path $TestDrive test.json
        Test-Network $network | ConvertTo-Json -Depth 5 | Set-Content $file
        # The group has the zone of the network above, and one of a name is all that it may have.
        $repair = Get-Content $file | ConvertFrom-Json | Repair-PgPrivateConnection -TestTimeoutSec 6 -ErrorVariable failed -ErrorAction SilentlyContinue
        $repair.Repaired.Code | Should -Be ConnectionPending
        $repair.Status | Should -Be Failed
        $failed[0].FullyQualifiedErrorId | Should -BeLike 'RecordShared,*'
        $repair.Left[0].Code | Should -Be ZoneMissing
        $repair.Left[0].HeldBack | Should -Be 'It was refused (RecordShared).'
    }

    It 'leaves a zone that another network sees as it is, and says which' {
        $one, $two = (Get-Network 3), (Get-Network 4)
        $endpoint = New-PgPrivateEndpoint $server -SubnetId $one.Subnet | Approve-PgEndpointConnection
        $other = New-PgPrivateEndpoint $server -SubnetId $two.Subnet | Approve-PgEndpointConnection
        $null = $other | Get-PgEndpointIp | New-PgPrivateDnsRecord -ResourceGroupName rg-two -CreateResourceGroup -VirtualNetworkId $one.Id, $two.Id
        $before = Get-Answer $two
        $before | Should -Be ($other | Get-PgEndpointIp).IpAddress

        $repair = Test-PgPrivateConnection $name -DnsServer $one.Dns -VirtualNetworkId $one.Id -EndpointId $endpoint.EndpointId -Diagnose `
            -ExpectedIpAddress ($endpoint | Get-PgEndpointIp).IpAddress -RootCertificate $sandbox.postgres.rootCertificate | Repair-PgPrivateConnection
        $repair.Changed | Should -BeFalse
        $repair.Left.Code | Should -Be RecordStale
        $repair.Left[0].Remedy | Should -BeLike "That endpoint is another network's way*"
        Get-Answer $two | Should -Be $before
    }

    It 'makes the zone of a service that is reached by a name of its own' {
        $network = Get-Network 5
        $null = New-PgPrivateEndpoint $sandbox.resources.privateLinkService -SubnetId $network.Subnet
        $big = $sandbox.hostNames.bigAnimal
        $repair = Test-PgPrivateConnection $big -DnsServer $network.Dns -VirtualNetworkId $network.Id -TargetId $sandbox.resources.privateLinkService `
            -RootCertificate $sandbox.postgres.rootCertificate -Diagnose | Repair-PgPrivateConnection
        $repair.Status | Should -Be Passed
        $repair.Repaired.Code | Should -Be ZoneMissing
    }

    It 'asks for each command under -Confirm, and does nothing where nobody can be asked' {
        $network = Get-Network 6
        $null = New-PgPrivateEndpoint $server -SubnetId $network.Subnet -ManualRequest
        $writes = @(Get-Write).Count
        { Test-Network $network | Repair-PgPrivateConnection -Confirm -TestTimeoutSec 6 } | Should -Throw '*NonInteractive*'
        @(Get-Write).Count | Should -Be $writes
    }
}
