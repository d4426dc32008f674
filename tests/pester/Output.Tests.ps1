BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $context = Connect-Sandbox $sandbox -Subscription test
    $server = $sandbox.resources.flexibleServer
    $network = $sandbox.resources.clientNetwork
    $dns = $sandbox.dns.$network
    # Two zones and two tags, for what has several of something is where text goes wrong.
    $record = New-PgPrivateDnsRecord -HostName db.one.example -IpAddress 10.0.0.4, 10.0.0.5 -VirtualNetworkId $network, "$network-01"
    $other = New-PgPrivateDnsRecord -HostName db.two.example -IpAddress 10.0.0.4 -VirtualNetworkId $network
    $endpoint = New-PgPrivateEndpoint $server -SubnetId $sandbox.resources.clientSubnet -Tag ([ordered] @{ team = 'orders'; cost = '1, 2' }) -PrivateDnsZoneId $record.ZoneId, $other.ZoneId
    $connection = $endpoint | Approve-PgEndpointConnection
    $ip = $endpoint | Get-PgEndpointIp
    $privatelink = $ip | New-PgPrivateDnsRecord
    $test = $privatelink | Test-PgPrivateConnection -DnsServer $dns -TimeoutSec 3 -WarningAction Ignore
    $target = Get-PgPrivateLinkTarget $server
    $request = New-PgPrivateLinkRequest -Vendor dbt -Target $server -Environment production -Format Object
    $null = New-PgPrivateDnsRecord -HostName db.three.example -IpAddress 10.0.0.4, 10.0.0.5 -VirtualNetworkId $network
    $removal = Remove-PgPrivateDnsRecord db.three.example -Confirm:$false | Select-Object -First 1
    $results = @{ endpoint = $endpoint; connection = $connection; ip = $ip; record = $record; test = $test; target = $target; request = $request; removal = $removal; context = $context }

    # An object as a file, a service or a job gives it back.
    $ways = @{
        Csv    = { param($object) $object | Export-Csv "$TestDrive/o.csv"; Import-Csv "$TestDrive/o.csv" }
        Json   = { param($object) $object | ConvertTo-Json -Depth 4 -WarningAction Stop | ConvertFrom-Json }
        Clixml = { param($object) $object | Export-Clixml "$TestDrive/o.xml"; Import-Clixml "$TestDrive/o.xml" }
        # One level, as Start-Job and Invoke-Command do.
        Job    = { param($object) [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($object, 1)) }
    }
    function Send([object] $Object, [string] $Way) { & $ways[$Way] $Object }
}

AfterAll {
    Disconnect-PgAzure
    Stop-Sandbox $sandbox
}

Describe 'What a command gives, by way of <way>' -ForEach @{ way = 'Csv' }, @{ way = 'Json' }, @{ way = 'Clixml' }, @{ way = 'Job' } {
    It 'keeps every property of a <_>' -ForEach 'endpoint', 'connection', 'ip', 'record', 'test', 'target', 'request', 'removal', 'context' {
        $live = $results[$_]
        $back = Send $live $way
        foreach ($property in $live.PSObject.Properties) {
            $value = $property.Value
            $text = "$($back.$($property.Name))"
            if ($value -is [Collections.IDictionary] -and $way -ne 'Csv') { continue }
            $text | Should -Not -Match 'System\.|PrivateLinkPg\.|`' -Because "$($property.Name) is told in words"
            if ($value -is [string] -or $value -is [bool] -or $value -is [int]) { $text | Should -Be "$value" -Because $property.Name }
            if ($value -is [Collections.Generic.IReadOnlyList[string]] -and $way -eq 'Csv') { $text | Should -Be ($value -join ', ') }
            if ($value -is [Collections.Generic.IReadOnlyList[string]] -and $way -ne 'Csv') { @($back.$($property.Name)) | Should -Be @($value) }
        }
    }

    It 'keeps the steps of a test' {
        $back = Send $test $way
        if ($way -eq 'Csv') { $back.Steps | Should -BeLike 'Name Passed, Address Passed, Tcp Failed, Tls Skipped*' }
        else {
            $back.Steps.Name | Should -Be $test.Steps.Name
            $back.Steps.Status | Should -Be $test.Steps.Status
            $back.Steps.Detail | Should -Be $test.Steps.Detail
        }
    }

    It 'keeps the tags of an endpoint' {
        $tag = (Send $endpoint $way).Tag
        if ($way -eq 'Csv') { $tag -split '; ' | Sort-Object | Should -Be 'cost=1, 2', 'team=orders' } else { $tag.team, $tag.cost | Should -Be 'orders', '1, 2' }
    }

    It 'goes on from an endpoint to its address, its approval and its picture' {
        Send $endpoint $way | Get-PgEndpointIp | ForEach-Object IpAddress | Should -Be $ip.IpAddress
        Send $endpoint $way | Approve-PgEndpointConnection | ForEach-Object Changed | Should -BeFalse
        Send $endpoint $way | Show-PgPrivateLink | Should -Match 'vnet-client'
    }

    It 'goes on from an endpoint to the same endpoint' {
        (Send $endpoint $way | New-PgPrivateEndpoint).Changed | Should -BeFalse
    }

    It 'goes on from a target to an endpoint' {
        (Send $target $way | New-PgPrivateEndpoint -SubnetId $sandbox.resources.clientSubnet).Changed | Should -BeFalse
    }

    It 'goes on from a connection to the address and to the same connection' {
        Send $connection $way | Get-PgEndpointIp | ForEach-Object IpAddress | Should -Be $ip.IpAddress
        Send $connection $way | Get-PgEndpointConnection | ForEach-Object Status | Should -Be 'Approved'
    }

    It 'goes on from an address to its record' {
        $again = Send $ip $way | New-PgPrivateDnsRecord
        $again.Changed, $again.HostName | Should -Be $false, $sandbox.hostNames.flexibleServer
    }

    It 'goes on from a record with several addresses and networks to the same record' {
        $again = Send $record $way | New-PgPrivateDnsRecord
        $again.Changed | Should -BeFalse
        $again.IpAddress | Should -Be '10.0.0.4', '10.0.0.5'
        $again.VirtualNetworkId.Count | Should -Be 2
    }

    It 'goes on from a record to a test, with what it expects' {
        $again = Send $record $way | Test-PgPrivateConnection -DnsServer $dns -TimeoutSec 3 -WarningAction Ignore
        $again.ExpectedIpAddress | Should -Be '10.0.0.4', '10.0.0.5'
        $again.Steps[1].Status | Should -Be 'Passed'
    }

    It 'goes on from a test to its picture' {
        $page = Send $test $way | Show-PgPrivateLink -Format Html
        $page | Should -Match 'at step Tcp'
        if ($way -ne 'Csv') { $page | Should -Match 'The test, step by step' }
    }

    It 'is shown as what it was' {
        $shown = Send $test $way | Out-String
        $shown | Should -Match 'Failed' -Because $shown
        $shown | Should -Not -Match 'PrivateLinkPg\.Models'
        if ($way -in 'Clixml', 'Job') { $shown | Should -Be ($test | Out-String) }
    }
}

Describe 'A script that writes other objects first' {
    It 'shows of a <_> what matters, and not every property' -ForEach 'endpoint', 'connection', 'ip', 'record', 'test', 'target', 'request', 'removal', 'context' {
        $object = $results[$_]
        $text = & { Get-Process -Id $PID; $object } | Out-String -Width 120
        $labels = @($text -split "`n" -match '^\w+ +:' -replace ' .*')
        $labels | Should -Be @($object.PSStandardMembers.DefaultDisplayPropertySet.ReferencedPropertyNames)
        $labels.Count | Should -BeLessThan 10
    }

    It 'tells of a test that failed why, and what to do' {
        $text = & { Get-Process -Id $PID; $test } | Out-String -Width 400
        foreach ($said in $test.HostName, $test.FailedStep, $test.Cause, $test.Message, $test.Remedy) { $text | Should -Match ([regex]::Escape($said)) }
    }

    It 'still gives the report, a line each, or all of it where it asks' {
        $report = & { Get-Process -Id $PID; $test | Format-Custom } | Out-String -Width 120
        $report | Should -Match '(?m)^✗ Failed '
        @($report -split "`n" -match '^  \S (Name|Address|Tcp|Tls|Certificate|SignIn|Query) ').Count | Should -Be 7
        $table = & { Get-Process -Id $PID; $test, $test | Format-Table } | Out-String -Width 120
        @($table -split "`n" -match "^$([regex]::Escape($test.HostName))").Count | Should -Be 2
        (& { $test | Format-List } | Out-String) | Should -Match '(?m)^CertificateExpires +:'
    }
}

Describe 'A job' {
    It 'gives back what the next command takes' {
        $job = Start-Job {
            Import-Module $using:PSScriptRoot/Support.psm1
            Import-ModuleUnderTest
            $null = Connect-Sandbox $using:sandbox -Subscription test
            Get-PgEndpointIp $using:endpoint.Id
        }
        try { $back = $job | Wait-Job -Timeout 120 | Receive-Job } finally { $job | Remove-Job -Force }
        $back.PSTypeNames | Should -Contain 'Deserialized.PrivateLinkPg.Models.PgEndpointIp'
        ($back | New-PgPrivateDnsRecord).Changed | Should -BeFalse
    }
}

Describe 'A file that somebody wrote' {
    It 'makes endpoints, records and tests of its rows' {
        Set-Content "$TestDrive/in.csv" @"
TargetId,VirtualNetworkName,SubnetName,VirtualNetworkResourceGroupName
$server,vnet-client-02,snet-client,
$server,vnet-client-03,snet-client,rg-client
"@
        $made = Import-Csv "$TestDrive/in.csv" | New-PgPrivateEndpoint
        $made.Name | Sort-Object | Should -Be 'vnet-client-02-pg-orders-pe', 'vnet-client-03-pg-orders-pe'

        Set-Content "$TestDrive/records.csv" @"
HostName,IpAddress,VirtualNetworkId,ZoneName,EndpointId,TargetId
a.rows.example,10.1.0.4,$network,,,
b.rows.example,"10.1.0.5, 10.1.0.6","$network-02;$network-03",,,
"@
        $records = Import-Csv "$TestDrive/records.csv" | New-PgPrivateDnsRecord | Sort-Object RecordName
        $records[1].IpAddress | Should -Be '10.1.0.5', '10.1.0.6'
        $records[1].VirtualNetworkId.Count | Should -Be 2
        $records.ZoneName | Should -Be 'rows.example', 'rows.example'

        $tests = Import-Csv "$TestDrive/records.csv" | Test-PgPrivateConnection -DnsServer $dns -TimeoutSec 2 -WarningAction Ignore
        $tests.Count | Should -Be 2
    }

    It 'approves the connections of its rows' {
        $pending = New-PgPrivateEndpoint $server -SubnetId ($sandbox.resources.clientSubnet -replace 'vnet-client/', 'vnet-client-04/') -ManualRequest
        Set-Content "$TestDrive/approve.csv" "Target,Name`n$server,$($pending.Name)"
        (Import-Csv "$TestDrive/approve.csv" | Approve-PgEndpointConnection).Status | Should -Be 'Approved'
    }

    It 'says of an empty cell what is missing' {
        Set-Content "$TestDrive/empty.csv" "HostName,IpAddress,VirtualNetworkId`n,10.1.0.4,$network"
        $failures = @(Import-Csv "$TestDrive/empty.csv" | New-PgPrivateDnsRecord -ErrorAction Continue 2>&1)
        $failures.FullyQualifiedErrorId | Should -BeLike 'MissingParameter,*'
    }

    It 'never removes a whole record for an empty cell' {
        Set-Content "$TestDrive/remove.csv" "Id,IpAddress`n$($other.Id),"
        $failures = @(Import-Csv "$TestDrive/remove.csv" | Remove-PgPrivateDnsRecord -Confirm:$false -ErrorAction Continue 2>&1)
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidIpAddress,*'
        (Get-PgPrivateDnsRecord db.two.example).IpAddress | Should -Be '10.0.0.4'
    }
}
