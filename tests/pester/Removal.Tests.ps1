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
