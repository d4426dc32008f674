BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $commands = Get-Command -Module PrivateLinkPg
}

Describe 'The imported module' {
    It 'exports exactly the commands of its manifest' {
        $commands.Name | Sort-Object | Should -Be ((Import-PowerShellDataFile (Get-ModulePath)).CmdletsToExport | Sort-Object)
    }

    It 'offers its output types as type literals' {
        [PrivateLinkPg.Models.PgConnectionTest].Assembly.GetName().Name | Should -Be 'PrivateLinkPg.Core'
        $types = $commands.OutputType.Name | Where-Object { $_ -like 'PrivateLinkPg.*' } | Sort-Object -Unique
        $types.Count | Should -BeGreaterThan 5
        foreach ($type in $types) { ($type -as [type]).FullName | Should -Be $type }
    }

    It 'has help with examples for <_>' -ForEach (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../PrivateLinkPg.psd1')).CmdletsToExport {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -BeLike "$_*" -Because 'the engine makes a synopsis of the syntax where it finds no help'
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        ($help | Out-String) | Should -Match 'RELATED LINKS'
    }

    It 'describes each parameter of <_>' -ForEach (Import-PowerShellDataFile (Join-Path $PSScriptRoot '../../PrivateLinkPg.psd1')).CmdletsToExport {
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $described = (Get-Help $_ -Full).parameters.parameter.name | Sort-Object
        $described | Should -Be ((Get-Command $_).Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
    }

    It 'shows the topic <_>' -ForEach 'about_PrivateLinkPg', 'about_PrivateLinkPg_Errors', 'about_PrivateLinkPg_ManyNetworks' {
        Get-Help $_ | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}

Describe 'The address of an operation' {
    It 'takes a line of a list, however long it is: <_>' -ForEach 'PgPrivateEndpoint', 'PgEndpointConnection', 'PgRemoval' {
        $address = 'https://management.example.com/' + 'x' * 3000
        $text = [pscustomobject] @{ PSTypeName = "PrivateLinkPg.Models.$_"; OperationUrl = $address } | Format-List | Out-String -Width 200
        $text | Should -Match 'OperationUrl\s+: https://management\.example\.com/x+…'
        $text.Length | Should -BeLessThan 2000
    }
}

Describe 'Importing' {
    It 'loads no library of Azure or PostgreSQL before a command needs it' {
        $loaded = Invoke-Pwsh "
            Import-Module '$(Get-ModulePath)'
            `$null = Get-Command -Module PrivateLinkPg
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(Azure|Npgsql|Microsoft\.Identity)'"
        $loaded | Should -BeNullOrEmpty
    }

    It 'writes nothing to any stream' {
        Invoke-Pwsh "Import-Module '$(Get-ModulePath)' *>&1" | Should -BeNullOrEmpty
    }
}

Describe 'An optional list that is null' {
    BeforeDiscovery {
        Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
        Import-ModuleUnderTest
        $common = [Management.Automation.Cmdlet]::CommonParameters
        $lists = foreach ($command in Get-Command -Module PrivateLinkPg) {
            foreach ($parameter in $command.Parameters.Values | Where-Object { $_.ParameterType.IsArray -and $_.Name -notin $common }) {
                # One set of parameters that it is optional in: of the others enough is given that the command comes to its work.
                $set = $command.ParameterSets | Where-Object { $_.Parameters | Where-Object { $_.Name -eq $parameter.Name -and -not $_.IsMandatory } } |
                    Sort-Object { -not $_.IsDefault } | Select-Object -First 1
                if ($set) { @{ Command = $command.Name; Parameter = $parameter.Name; Others = @($set.Parameters | Where-Object Name -NE $parameter.Name) } }
            }
        }
    }

    BeforeAll {
        $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
        $null = Connect-Sandbox $sandbox -Subscription test
        $values = @{
            Target = $sandbox.resources.flexibleServer; SubnetId = $sandbox.resources.clientSubnet; VirtualNetworkId = $sandbox.resources.clientNetwork
            HostName = 'orders.example.com'; IpAddress = '10.0.1.4'; ResourceGroupName = 'rg-client'; Vendor = 'dbt'; Name = 'none-pe'
            Id = "$($sandbox.resources.clientNetwork -replace '/virtualNetworks/.*')/privateEndpoints/none"
        }
    }

    AfterAll {
        Disconnect-PgAzure
        Stop-Sandbox $sandbox
        $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
    }

    It 'counts as not given, or is refused for what it is: <Command> -<Parameter>' -ForEach $lists {
        $given = @{ $Parameter = $null; ErrorAction = 'SilentlyContinue' }
        foreach ($one in $Others) {
            if ($one.Name -eq 'WhatIf' -or ($one.IsMandatory -and $one.ParameterType -eq [switch])) { $given[$one.Name] = $true }
            elseif ($values.ContainsKey($one.Name) -or $one.IsMandatory) { $given[$one.Name] = $values[$one.Name] ?? 'none' }
        }
        $problem = try { $null = & $Command @given -ErrorVariable problems; $problems } catch { $_ }
        $problem.FullyQualifiedErrorId | Should -Not -BeLike 'UnexpectedError*'
        "$problem" | Should -Not -BeLike '*fault of PrivateLinkPg*'
    }
}
