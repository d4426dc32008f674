BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $env:IDENTITY_ENDPOINT = $sandbox.identityEndpoint
    $env:IDENTITY_HEADER = $sandbox.identityHeader
    # The last source of all, held back from looking for a metadata service on the network.
    $env:AZURE_TOKEN_CREDENTIALS = 'EnvironmentCredential'
    $owner = '0ea10000-5a4d-4b0c-8000-000000000001'
    $missing = "/subscriptions/$($sandbox.subscriptions.development)/resourceGroups/rg-client/providers/Microsoft.Network/privateEndpoints/none"
}

AfterAll {
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $env:AZURE_TOKEN_CREDENTIALS = $null
}

Describe 'A context of Az PowerShell whose tokens are <Shape>' -ForEach @(
    @{ Shape = 'secure strings'; Folder = 'Secure' }
    @{ Shape = 'text'; Folder = 'Plain' }
) {
    BeforeAll {
        $standIn = Join-Path $PSScriptRoot "AzStandIn/$Folder"
        $prepare = "Import-Module Az.Accounts; Connect-AzStandIn -Sandbox `$sandbox -AccountId $owner -Subscription test; "
        $ask = "Get-PgEndpointIp -Id '$missing' -ErrorVariable failures -ErrorAction SilentlyContinue; `$failures[-1].FullyQualifiedErrorId; "
    }

    It 'serves as -DefaultProfile <As>' -ForEach @(
        @{ As = 'live'; Make = 'Get-AzContext' }
        @{ As = 'as a profile'; Make = 'Import-AzContext' }
        @{ As = 'after Export-Clixml'; Make = '[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-AzContext), 2))' }
        @{ As = 'after a job'; Make = '[Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Get-AzContext), 1))' }
    ) {
        $output = Invoke-FreshModule $sandbox "$prepare `$context = $Make; Connect-AzStandIn -Sandbox `$sandbox -AccountId expired; `$PSDefaultParameterValues['*-Pg*:DefaultProfile'] = `$context; $ask (Get-PgAzureContext).Account" $standIn
        $output[0] | Should -BeLike 'EndpointNotFound,*'
    }

    It 'is loaded by the first command that needs it, where nobody has loaded it yet' {
        Invoke-FreshModule $sandbox "`$null = Get-PgAzureContext -ErrorAction SilentlyContinue; (Get-Module Az.Accounts).Name" $standIn | Should -Be 'Az.Accounts'
    }

    It 'is not loaded where Connect-PgAzure was run' {
        Invoke-FreshModule $sandbox "`$null = Connect-PgAzure -Identity -ResourceManagerUrl `$sandbox.armEndpoint -CaCertificate `$sandbox.certificateAuthority -Subscription test; $ask 'loaded: ' + (Get-Module Az.Accounts)" $standIn |
            Should -Be @('EndpointNotFound,PrivateLinkPg.Cmdlets.Commands.GetPgEndpointIpCommand', 'loaded: ')
    }

    It 'is not loaded where PowerShell may not load modules by itself' {
        Invoke-FreshModule $sandbox "`$PSModuleAutoLoadingPreference = 'None'; $ask 'loaded: ' + (Get-Module Az.Accounts)" $standIn | Should -Be @('NotConnected,PrivateLinkPg.Cmdlets.Commands.GetPgEndpointIpCommand', 'loaded: ')
    }

    It 'without a subscription serves ids, and names say what is missing' {
        $byName = "Get-PgEndpointIp -ResourceGroupName rg-client -Name none -ErrorVariable failures -ErrorAction SilentlyContinue; `$failures[-1].FullyQualifiedErrorId; "
        $output = Invoke-FreshModule $sandbox "Import-Module Az.Accounts; Connect-AzStandIn -Sandbox `$sandbox -AccountId $owner; $ask $byName $($byName.Replace('-Name', "-SubscriptionId $($sandbox.subscriptions.test) -Name"))" $standIn
        $output -replace ',.*' | Should -Be @('EndpointNotFound', 'SubscriptionMissing', 'EndpointNotFound')
    }
}
