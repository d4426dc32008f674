# A process that is killed says nothing, undoes nothing and releases nothing: the same line again has to find its way.
BeforeDiscovery {
    # After so much of all its writes.
    $places = 0.3, 0.6, 0.85 | ForEach-Object { @{ Place = $_ } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    # Five networks, each with an endpoint and a zone of its own; two of them with zone groups.
    $line = {
        $subnets = 1..5 | ForEach-Object { $sandbox.resources.clientSubnet -replace '/vnet-client/', ('/vnet-client-{0:00}/' -f $_) }
        $addresses = $subnets | New-PgPrivateEndpoint $sandbox.resources.flexibleServer -SubnetId { $_ } | Approve-PgEndpointConnection | Get-PgEndpointIp
        $dns = @{ ResourceGroupName = 'rg-dns-{VirtualNetworkName}'; CreateResourceGroup = $true }
        $addresses | Where-Object VirtualNetworkId -NotMatch '0[45]$' | New-PgPrivateDnsRecord @dns
        $addresses | Where-Object VirtualNetworkId -Match '0[45]$' | New-PgPrivateDnsRecord @dns -AsZoneGroup
    }

    function Get-Left {
        $(
            Get-PgPrivateEndpoint | ForEach-Object { "$($_.Name) $($_.ProvisioningState) $($_.ConnectionStatus)" }
            Get-PgEndpointConnection -Target $sandbox.resources.flexibleServer | ForEach-Object { "$($_.EndpointId) $($_.Status)" }
            Get-PgPrivateDnsRecord | ForEach-Object { "$($_.ZoneId) $($_.RecordName) $($_.Owner) $($_.IpAddress.Count) $($_.VirtualNetworkId)" }
        ) | Sort-Object
    }

    function Get-Puts { Get-Content $sandbox.log | ConvertFrom-Json | Where-Object method -EQ PUT }

    function Start-Scene {
        $sandbox = Start-Sandbox -ArgumentList '--no-postgres', '--operation-seconds', '0.5'
        $null = Connect-Sandbox $sandbox -Subscription test
        $sandbox
    }

    $sandbox = Start-Scene
    $null = & $line
    $wished = Get-Left
    $writes = @(Get-Puts).Count
    $sandbox | Stop-Sandbox
}

Describe 'A process that is killed' {
    It 'after <place> of its writes is followed by the same line as if nothing had been' -ForEach $places {
        $sandbox = Start-Scene
        try {
            # The next one is not answered, so that the process does not get further.
            $done = [int][Math]::Floor($writes * $place)
            $plan = @{ requests = @(@{ method = 'PUT'; path = '*'; skip = $done; times = 99; delaySeconds = 600 }) } | ConvertTo-Json -Depth 4
            $null = Invoke-RestMethod "$($sandbox.control)/faults" -Method Put -Body $plan -ContentType application/json
            $script = "Import-Module '$(Get-ModulePath)'; Import-Module '$PSScriptRoot/Support.psm1'
                `$sandbox = Get-Content '$($sandbox.ReadyFile)' -Raw | ConvertFrom-Json
                `$null = Connect-Sandbox `$sandbox -Subscription test; $line"
            $file = Join-Path $TestDrive line.ps1
            Set-Content $file $script
            $output = Join-Path $TestDrive output.txt
            $process = Start-Process (Join-Path $PSHOME 'pwsh') '-NoProfile', '-NonInteractive', '-File', $file -PassThru -RedirectStandardOutput $output
            while (@(Get-Puts).Count -lt $done) {
                if ($process.HasExited) { throw "It ended by itself: $(Get-Content $output -Raw)" }
                Start-Sleep -Milliseconds 10
            }
            $process.Kill()
            $process.WaitForExit()
            $null = Invoke-RestMethod "$($sandbox.control)/faults" -Method Delete
            $before = @(Get-Content $sandbox.log).Count

            @(& $line).Count | Should -Be 5
            (Get-Left) -join "`n" | Should -Be ($wished -join "`n")
            $again = @(Get-Content $sandbox.log).Count
            (& $line).Changed | Should -Not -Contain $true
            @(Get-Content $sandbox.log | Select-Object -Skip $again | ConvertFrom-Json | Where-Object method -NE GET) | Should -BeNullOrEmpty
            $again | Should -BeGreaterThan $before
        }
        finally { $sandbox | Stop-Sandbox }
    }
}
