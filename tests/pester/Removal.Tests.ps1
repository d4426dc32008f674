BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $null = Connect-Sandbox $sandbox -Subscription test
    $server = $sandbox.resources.flexibleServer
    $subnet = $sandbox.resources.clientSubnet
    function Get-Subnet([int] $Number) { $subnet -replace '/vnet-client/', ('/vnet-client-{0:00}/' -f $Number) }
    function Get-Writes { @(Get-Content -LiteralPath $sandbox.log | ConvertFrom-Json | Where-Object method -NotIn GET, HEAD) }
    function New-Link([int] $Number, [switch] $AsZoneGroup, [switch] $Append, [switch] $Force) {
        New-PgPrivateEndpoint $server (Get-Subnet $Number) | Get-PgEndpointIp | New-PgPrivateDnsRecord -AsZoneGroup:$AsZoneGroup -Append:$Append -Force:$Force
    }

    # What another team sends to Azure.
    function Send-Other([string] $Method, [string] $Path, [string] $Version, $Body) {
        $token = (Invoke-RestMethod "$($sandbox.identityEndpoint)?api-version=2019-08-01&resource=$($sandbox.armEndpoint)" `
                -Headers @{ 'X-IDENTITY-HEADER' = $sandbox.identityHeader }).access_token
        $null = Invoke-RestMethod -Method $Method -Uri "$($sandbox.armEndpoint.TrimEnd('/'))$Path`?api-version=$Version" -SkipCertificateCheck `
            -Headers @{ Authorization = "Bearer $token" } -ContentType application/json -Body ($Body | ConvertTo-Json -Depth 9)
    }
}

AfterAll {
    Disconnect-PgAzure -ErrorAction Ignore
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
}

Describe 'Remove-PgPrivateEndpoint -IncludeDns' {
    It 'says under -WhatIf exactly what then goes' {
        $null = New-Link 1
        $before = (Get-Writes).Count
        $transcript = New-TemporaryFile
        $null = Start-Transcript -LiteralPath $transcript
        Get-PgPrivateEndpoint vnet-client-01-* | Remove-PgPrivateEndpoint -IncludeDns -WhatIf
        $null = Stop-Transcript
        $announced = @(Select-String -LiteralPath $transcript -Pattern 'DELETE (\S+?)"' -AllMatches | ForEach-Object { $_.Matches.Groups[1].Value })
        Remove-Item -LiteralPath $transcript
        (Get-Writes).Count | Should -Be $before

        $removed = Get-PgPrivateEndpoint vnet-client-01-* | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false
        $removed.Kind | Should -Be VirtualNetworkLink, ARecord, PrivateDnsZone, PrivateEndpoint
        (Get-Writes | Select-Object -Skip $before | ForEach-Object path) | Should -Be $announced
        Get-PgPrivateDnsRecord | Should -BeNullOrEmpty
    }

    It 'leaves a zone of others, and the last of them takes it along' {
        $null = New-Link 1
        $null = New-Link 2 -Append
        $removed = Get-PgPrivateEndpoint vnet-client-* | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false
        @($removed | Where-Object Kind -EQ PrivateEndpoint).Count | Should -Be 2
        @($removed | Where-Object Kind -EQ PrivateDnsZone).Count | Should -Be 1
        Get-PgPrivateEndpoint | Should -BeNullOrEmpty
    }

    It 'writes the record again that zone groups of two endpoints share' {
        $null = New-Link 3 -AsZoneGroup
        $second = New-Link 4 -AsZoneGroup -Force
        $restored = Get-PgPrivateEndpoint vnet-client-03-* | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false | Where-Object Action -EQ Restored
        $restored.EndpointId | Should -Be $second.EndpointId
        $left = Get-PgPrivateDnsRecord $sandbox.hostNames.flexibleServer
        $left.IpAddress | Should -Be $second.IpAddress
        $left.Owner | Should -Be ZoneGroup
        $null = Get-PgPrivateEndpoint | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false
        Get-PgPrivateDnsRecord | Should -BeNullOrEmpty
    }

    It 'only warns where the endpoint is gone already' {
        $id = "$($subnet -replace '/providers/.*')/providers/Microsoft.Network/privateEndpoints/gone-pe"
        $id | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warned" | Should -BeLike 'Nothing was removed*'
    }

    It 'leaves a zone that another team made, and says so' {
        $zone = "/subscriptions/$($sandbox.subscriptions.development)/resourceGroups/rg-data/providers/Microsoft.Network/privateDnsZones/privatelink.postgres.database.azure.com"
        Send-Other PUT $zone 2024-06-01 @{ location = 'global'; tags = @{ owner = 'hub-team' } }
        $development = $sandbox.subscriptions.development
        $null = New-PgPrivateEndpoint $server (Get-Subnet 6) | Get-PgEndpointIp |
            New-PgPrivateDnsRecord -SubscriptionId $development -ResourceGroupName rg-data -Tag @{ team = 'orders' }
        $removed = Get-PgPrivateEndpoint vnet-client-06-* |
            Remove-PgPrivateEndpoint -IncludeDns -DnsSubscriptionId $development -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue
        $removed.Kind | Should -Be VirtualNetworkLink, ARecord, PrivateEndpoint
        "$warned" | Should -BeLike "The zone '$zone' is left, since it was not made by this module.*"
        Send-Other DELETE $zone 2024-06-01
    }

    It 'looks for locks before the first change, under -WhatIf too' {
        $null = New-Link 7
        $endpoint = Get-PgPrivateEndpoint vnet-client-07-*
        Send-Other PUT "$server/providers/Microsoft.Authorization/locks/keep" 2020-05-01 @{ properties = @{ level = 'CanNotDelete'; notes = 'Ask the DBA' } }
        $before = (Get-Writes).Count
        foreach ($whatIf in $true, $false) {
            $endpoint | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false -WhatIf:$whatIf -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'ResourceLocked,*'
            "$($failure[0])" | Should -BeLike '*Ask the DBA*Nothing was changed*'
        }
        (Get-Writes).Count | Should -Be $before
        Send-Other DELETE "$server/providers/Microsoft.Authorization/locks/keep" 2020-05-01
        ($endpoint | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false)[-1].Kind | Should -Be PrivateEndpoint
    }

    It 'has what it says in the exception as well, which catch blocks log' {
        $group = (Get-Subnet 9) -replace '/providers/.*'
        Send-Other PUT "$group/providers/Microsoft.Authorization/locks/frozen" 2020-05-01 @{ properties = @{ level = 'ReadOnly' } }
        New-PgPrivateEndpoint $server (Get-Subnet 9) -ErrorVariable failure -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        Send-Other DELETE "$group/providers/Microsoft.Authorization/locks/frozen" 2020-05-01
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'ScopeLocked,*'
        $failure[0].Exception.Message | Should -BeLike 'A lock forbids PUT */privateEndpoints/vnet-client-09-*'
        $failure[0].Exception.InnerException | Should -Not -BeNullOrEmpty
    }

    It 'takes ids as people paste them' {
        $null = New-Link 8
        $endpoint = Get-PgPrivateEndpoint vnet-client-08-*
        $pasted = "https://portal.azure.com/#@contoso.onmicrosoft.com/resource$($endpoint.Id)/overview`r`n"
        (Get-PgEndpointIp $pasted).EndpointId | Should -Be $endpoint.Id
        ($pasted | Get-PgEndpointIp).EndpointId | Should -Be $endpoint.Id
        ([pscustomobject]@{ Id = "$($endpoint.Id)$([char]0x200B)" } | Get-PgEndpointIp).EndpointId | Should -Be $endpoint.Id
        (New-PgPrivateEndpoint "$server`n" "$([char]0xA0)$(Get-Subnet 8)`n").Changed | Should -BeFalse
        $null = $endpoint | Remove-PgPrivateEndpoint -IncludeDns -Confirm:$false
    }

    It 'does nothing without an answer, since its impact is high' {
        $null = New-Link 5
        { Get-PgPrivateEndpoint | Remove-PgPrivateEndpoint } | Should -Throw '*NonInteractive*'
        Get-PgPrivateEndpoint | Should -Not -BeNullOrEmpty
    }
}

Describe 'Get-PgPrivateEndpoint' {
    It 'narrows by target, state and group, and pipes on' {
        (Get-PgPrivateEndpoint -Target pg-orders -State Approved -ResourceGroupName rg-client).Name | Should -Be vnet-client-05-pg-orders-pe
        Get-PgPrivateEndpoint -State Rejected | Should -BeNullOrEmpty
        (Get-PgPrivateEndpoint vnet-client-05-* | Get-PgEndpointIp).EndpointName | Should -Be vnet-client-05-pg-orders-pe
        (Get-PgPrivateEndpoint vnet-client-05-* | Get-PgPrivateEndpoint).Name | Should -Be vnet-client-05-pg-orders-pe
    }

    It 'says that a name is not there, and not that a wildcard matches none' {
        Get-PgPrivateEndpoint none -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'NoSuchEndpoint,*'
        Get-PgPrivateEndpoint none* -ErrorAction Stop | Should -BeNullOrEmpty
    }
}
