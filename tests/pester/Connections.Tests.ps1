BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $server = $sandbox.resources.flexibleServer
    $service = $sandbox.resources.privateLinkService
    $alias = $sandbox.resources.privateLinkServiceAlias
    $subnet = $sandbox.resources.clientSubnet
    $test = $sandbox.subscriptions.test
    $development = $sandbox.subscriptions.development

    function Get-Context([string] $Principal, [string] $Subscription) {
        $env:IDENTITY_ENDPOINT = $sandbox.identityEndpoint
        $env:IDENTITY_HEADER = $sandbox.identityHeader
        Connect-PgAzure -Identity -AccountId $sandbox.principals.$Principal -ResourceManagerUrl $sandbox.armEndpoint `
            -CaCertificate $sandbox.certificateAuthority -SubscriptionId $sandbox.subscriptions.$Subscription
    }

    # The two sides of a link: who owns the servers, and who owns the client networks. Neither sees the other's resources.
    $owner = Get-Context developer development
    $consumer = Get-Context consumer test
    $null = Connect-Sandbox $sandbox -Subscription test
    function Get-Writes { @(Get-Content -LiteralPath $sandbox.log | ConvertFrom-Json | Where-Object method -NotIn GET, HEAD) }
}

AfterAll {
    Disconnect-PgAzure -ErrorAction Ignore
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
}

Describe 'The vendor job' {
    It 'writes the request from the server alone' {
        $text = New-PgPrivateLinkRequest dbt $server -Environment EMEA -DefaultProfile $owner
        $text | Should -BeOfType string
        $text | Should -BeLike "Subject: New Azure Multi-Tenant Private Link Request*$server*JapanEast"
        $object = $server | New-PgPrivateLinkRequest -Vendor dbt -Environment EMEA -Format Object
        $object.Field['Postgres Flexible Server name'] | Should -Be pg-orders
    }

    It 'waits for the connection that the vendor makes from another tenant, and approves it' {
        $vendor = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name dbt -ManualRequest -RequestMessage 'dbt Cloud' -DefaultProfile $consumer
        $vendor.ConnectionStatus | Should -Be Pending
        $approved = Wait-PgEndpointConnection -Target $server -Name dbt* -State Pending -PollSec 1 -TimeoutSec 60 -DefaultProfile $owner |
            Approve-PgEndpointConnection -DefaultProfile $owner
        $approved.Name | Should -BeLike 'dbt.*'
        $approved.Status | Should -Be Approved
        $approved.EndpointStatus | Should -BeNullOrEmpty -Because 'the owner cannot read the vendor''s endpoint'
        ($vendor | Wait-PgEndpointConnection -PollSec 1 -TimeoutSec 60 -DefaultProfile $consumer).ConnectionStatus | Should -Be Approved
        ($approved | Approve-PgEndpointConnection -DefaultProfile $owner).Changed | Should -BeFalse
    }
}

Describe 'The BigAnimal job' {
    It 'finds the service of a cluster of ours and links to it' {
        $endpoint = Get-PgPrivateLinkTarget -ClusterId mckwlbakq5 | New-PgPrivateEndpoint -SubnetId $subnet
        $endpoint.TargetId | Should -Be $service
        $endpoint.ConnectionStatus | Should -Be Approved
        $endpoint.GroupId | Should -BeNullOrEmpty
    }

    It 'asks by the alias of a cluster in EDB''s account' {
        $target = Get-PgPrivateLinkTarget $alias -DefaultProfile $consumer
        $target.CanTakeEndpoint | Should -BeTrue
        $endpoint = $target | New-PgPrivateEndpoint -SubnetId $subnet -Name edb-pe -RequestMessage 'Orders' -DefaultProfile $consumer
        $endpoint.ManualRequest | Should -BeTrue
        $pending = Get-PgEndpointConnection $service -RequestMessage Ord* -DefaultProfile $owner
        $pending.EndpointId | Should -Be $endpoint.Id
        ($pending | Approve-PgEndpointConnection -DefaultProfile $owner).Status | Should -Be Approved
        $endpoint | Wait-PgEndpointConnection -PollSec 1 -DefaultProfile $consumer | Get-PgEndpointIp -DefaultProfile $consumer |
            ForEach-Object IpAddress | Should -Match '^\d+\.\d+\.\d+\.\d+$'
    }
}

Describe 'Targets' {
    It 'says why a server takes no endpoints' {
        $targets = Get-PgPrivateLinkTarget -Name pg-* -SubscriptionId $development, $test
        ($targets | Where-Object CanTakeEndpoint).Name | Should -Be pg-orders
        ($targets | Where-Object CanTakeEndpoint -EQ $false).Remedy | Should -BeLike '*migrate-network*'
        $targets | Format-Table | Out-String | Should -Match 'CanTakeEndpoint'
    }

    It 'pipes into Get-PgEndpointConnection' {
        $null = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name piped-pe -ManualRequest
        (Get-PgPrivateLinkTarget -Name pg-orders -SubscriptionId $development | Get-PgEndpointConnection -State pending -Name piped-*).Status | Should -Be Pending
    }
}

Describe 'The states of a connection' {
    It 'is denied, stays denied, and is asked for again with -Force' {
        $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name denied-pe -ManualRequest
        ($endpoint | Deny-PgEndpointConnection -Description 'Not ordered' -Confirm:$false).EndpointStatus | Should -Be Rejected

        $errors = $null
        $endpoint | Approve-PgEndpointConnection -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionFinal,*'
        $errors[0].CategoryInfo.Category | Should -Be InvalidOperation
        $errors[0].TargetObject | Should -BeLike "$server/privateEndpointConnections/denied-pe.*"

        New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name denied-pe -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'EndpointTurnedDown,*'
        (New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name denied-pe -Force | Approve-PgEndpointConnection).EndpointStatus | Should -Be Approved
    }

    It 'is removed by the owner, which the requester sees as Disconnected' {
        $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name gone-pe
        $connection = $endpoint | Get-PgEndpointConnection
        $connection | Remove-PgEndpointConnection -Confirm:$false | Should -BeNullOrEmpty
        ($endpoint.Id | Wait-PgEndpointConnection -State Disconnected -PollSec 1 -TimeoutSec 60).ConnectionStatus | Should -Be Disconnected
        { $connection | Remove-PgEndpointConnection -Confirm:$false -ErrorAction Stop } | Should -Not -Throw
    }

    It 'asks before it denies or removes, and writes nothing under -WhatIf' {
        foreach ($name in 'Deny-PgEndpointConnection', 'Remove-PgEndpointConnection') {
            $meta = [Management.Automation.CommandMetadata](Get-Command $name)
            $meta.ConfirmImpact | Should -Be High
        }
        $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name whatif-pe -ManualRequest
        $before = (Get-Writes).Count
        $endpoint | Approve-PgEndpointConnection -WhatIf
        $endpoint | Deny-PgEndpointConnection -WhatIf
        $endpoint | Remove-PgEndpointConnection -WhatIf
        (Get-Writes).Count | Should -Be $before
    }

    It 'takes a wildcard for all that match, and lists what there is where nothing does' {
        foreach ($number in 1, 2, 3) { $null = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name "same-$number-pe" -ManualRequest -RequestMessage "number $number" }
        Approve-PgEndpointConnection -Target $server -Name same-* -RequestMessage 'number ?' | ForEach-Object Status | Should -Be Approved, Approved, Approved
        $errors = $null
        Get-PgEndpointConnection -Target $server -Name nobody -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].ErrorDetails.Message | Should -BeLike '*same-2-pe.*'
    }
}

Describe 'The verdict before the first write' {
    It 'is <Id> for <What>' -ForEach @(
        @{ Id = 'ServerInVirtualNetwork'; Remedy = 'migrate-network'; What = 'a server in a network'; Parameters = { @{ Target = $sandbox.resources.injectedServer } } }
        @{ Id = 'TargetNotFound'; Remedy = '-ManualRequest'; What = 'a server that is not there'; Parameters = { @{ Target = "$server-none" } } }
        @{ Id = 'ServiceNotVisible'; Remedy = 'visibility'; What = 'an alias that is visible to nobody'; Parameters = { @{ Target = $alias -replace '\.[0-9a-f]{8}-', '.00000000-' } } }
        @{ Id = 'InvalidTarget'; Remedy = 'Give the resource id'; What = 'something else'; Parameters = { @{ Target = 'pg-orders' } } }
        @{ Id = 'RegionDiffers'; Remedy = 'Leave out -Location'; What = 'another region'; Parameters = { @{ Target = $server; Location = 'westeurope' } } }
    ) {
        $given = & $Parameters
        $before = @(Get-Writes | Where-Object method -EQ PUT).Count
        $errors = $null
        New-PgPrivateEndpoint @given -SubnetId $subnet -Name verdict-pe -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $errors[0].ErrorDetails.Message | Should -BeLike "*$Remedy*"
        @(Get-Writes | Where-Object method -EQ PUT).Count | Should -Be $before
    }
}
