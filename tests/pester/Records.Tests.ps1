BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $null = Connect-Sandbox $sandbox -Subscription test
    $server = $sandbox.resources.flexibleServer
    $network = $sandbox.resources.clientNetwork
    $bigAnimal = $sandbox.hostNames.bigAnimal
    function Get-WriteCount { @(Get-Content -LiteralPath $sandbox.log | ConvertFrom-Json | Where-Object method -NotIn GET, HEAD).Count }
}

AfterAll {
    Disconnect-PgAzure -ErrorAction Ignore
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
}

Describe 'Records of several networks' {
    It 'links each piped network to one zone, by a script block as for objects of Az' {
        $networks = 1..3 | ForEach-Object { [pscustomobject]@{ Name = "vnet-client-0$_"; Id = "$network-0$_" } }
        $records = $networks | New-PgPrivateDnsRecord -HostName $bigAnimal -IpAddress 10.0.0.4 -VirtualNetworkId { $_.Id } -ResourceGroupName rg-client
        $records.Count | Should -Be 3
        $records.ZoneId | Select-Object -Unique | Should -HaveCount 1
        (Get-PgPrivateDnsRecord $bigAnimal).VirtualNetworkId | Should -HaveCount 3
    }

    It 'finds them by host name, by wildcard and by the object of New-PgPrivateDnsRecord' {
        (Get-PgPrivateDnsRecord $bigAnimal).ZoneName | Should -Be 'brcxzr08qr7rbei1.biganimal.io'
        (Get-PgPrivateDnsRecord -Name p-* -ZoneName *.biganimal.io).HostName | Should -Be $bigAnimal
        (New-PgPrivateDnsRecord $bigAnimal 10.0.0.4 -NoLink -ResourceGroupName rg-client | Get-PgPrivateDnsRecord).RecordName | Should -Be p-mckwlbakq5
        ($bigAnimal | Get-PgPrivateDnsRecord | Format-Table | Out-String) | Should -Match 'Owner'
    }

    It 'warns of a zone that hides other names' {
        New-PgPrivateDnsRecord $bigAnimal 10.0.0.4 -ZoneName biganimal.io -VirtualNetworkId $network -WhatIf -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -BeLike '*wider than needed*'
    }
}

Describe 'A record that is not as wished' {
    It 'is shown before it is written, and is not' {
        $before = Get-WriteCount
        New-PgPrivateDnsRecord $bigAnimal 10.0.0.5 -NoLink -ResourceGroupName rg-client -ErrorAction SilentlyContinue -ErrorVariable failure | Should -BeNullOrEmpty
        $failure[0].FullyQualifiedErrorId | Should -BeLike 'RecordDiffers,*'
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        $failure[0].TargetObject | Should -BeLike '*/privateDnsZones/*/A/p-mckwlbakq5'
        Get-WriteCount | Should -Be $before
    }

    It 'gets the address beside the other with -Append' {
        (New-PgPrivateDnsRecord $bigAnimal 10.0.0.5 -NoLink -ResourceGroupName rg-client -Append).IpAddress | Should -Be 10.0.0.4, 10.0.0.5
    }
}

Describe 'Tags' {
    It 'are written as PowerShell writes values, whatever the culture' {
        $before = [cultureinfo]::CurrentCulture
        try {
            [cultureinfo]::CurrentCulture = 'de-DE'
            $tags = (New-PgPrivateEndpoint $server $sandbox.resources.clientSubnet -Name tagged-pe -Tag @{ version = 1.5; 2.5 = [datetime] '2025-03-04'; none = $null }).Tag
        }
        finally { [cultureinfo]::CurrentCulture = $before }
        $tags['version'] | Should -BeExactly '1.5'
        $tags['2.5'] | Should -BeExactly '03/04/2025 00:00:00'
        $tags['none'] | Should -BeExactly ''
    }
}

Describe 'Stale records' {
    It 'are none while their endpoint lives' {
        $null = New-PgPrivateEndpoint $server $sandbox.resources.clientSubnet -Name orders-pe | Get-PgEndpointIp | New-PgPrivateDnsRecord
        $record = Get-PgPrivateDnsRecord $sandbox.hostNames.flexibleServer
        $record.Stale | Should -BeFalse
        $record.EndpointName | Should -Be orders-pe
        Get-PgPrivateDnsRecord -Stale -ZoneName privatelink.* | Should -BeNullOrEmpty
    }

    It 'are found once it is gone, and piped away with their zone' {
        $null = Get-PgPrivateEndpoint orders-pe | Remove-PgPrivateEndpoint -Confirm:$false
        $stale = Get-PgPrivateDnsRecord -Stale -ZoneName privatelink.*
        $stale.StaleReason | Should -BeLike '*orders-pe*gone*'
        $removed = $stale | Remove-PgPrivateDnsRecord -IncludeZone -Confirm:$false
        $removed.Kind | Should -Be VirtualNetworkLink, ARecord, PrivateDnsZone
        $removed | Format-Table | Out-String | Should -Match 'Action'
        Get-PgPrivateDnsRecord -ZoneName privatelink.* | Should -BeNullOrEmpty
    }
}

Describe 'Removing addresses' {
    It 'takes only those that are named' {
        (Remove-PgPrivateDnsRecord $bigAnimal -IpAddress 10.0.0.5 -Confirm:$false).Action | Should -Be Reduced
        (Get-PgPrivateDnsRecord $bigAnimal).IpAddress | Should -Be 10.0.0.4
    }

    It 'sends nothing under -WhatIf, and asks without it' {
        $before = Get-WriteCount
        Remove-PgPrivateDnsRecord $bigAnimal -IncludeZone -WhatIf | Should -BeNullOrEmpty
        Get-WriteCount | Should -Be $before
        # Without a person to ask, a removal of high impact does not happen.
        { Remove-PgPrivateDnsRecord $bigAnimal } | Should -Throw '*NonInteractive*'
        Get-WriteCount | Should -Be $before
    }

    It 'warns where there is nothing to remove' {
        Remove-PgPrivateDnsRecord none.corp.example -Confirm:$false -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        "$warned" | Should -BeLike 'Nothing was removed*'
    }
}
