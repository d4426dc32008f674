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

Describe 'Az PowerShell whose tokens are <Shape>' -ForEach @(
    @{ Shape = 'secure strings'; Folder = 'Secure' }
    @{ Shape = 'text'; Folder = 'Plain' }
) {
    BeforeAll {
        $standIn = Join-Path $PSScriptRoot "AzStandIn/$Folder"
        $prepare = "Import-Module Az.Accounts; Connect-AzStandIn -Sandbox `$sandbox -AccountId $owner -Subscription test; "
        $ask = "Get-PgEndpointIp -Id '$missing' -ErrorVariable failures -ErrorAction SilentlyContinue; `$failures[-1].FullyQualifiedErrorId; "
    }

    It 'gives its current context' {
        $shown = Invoke-FreshModule $sandbox "$prepare Get-PgAzureContext | ConvertTo-Json" $standIn | ConvertFrom-Json
        $shown.Source | Should -Be 'AzPowerShell'
        $shown.AccountType | Should -Be 'ManagedIdentity'
        $shown.SubscriptionId | Should -Be $sandbox.subscriptions.test
        $shown.ResourceManagerUrl | Should -Be $sandbox.armEndpoint
    }

    It 'gives the token that Azure takes, for the context that was resolved, and shows nothing of its own' {
        $output = Invoke-FreshModule $sandbox "$prepare $ask (`$AzStandInCalls | Where-Object Command -eq Get-AzAccessToken).Bound | ConvertTo-Json -Depth 3 -Compress" $standIn
        $output[0] | Should -BeLike 'EndpointNotFound,*'
        $bound = $output[1] | ConvertFrom-Json
        $output.Count | Should -Be 2
        $bound.ResourceUrl | Should -Be $sandbox.armEndpoint
        $bound.TenantId | Should -Be $sandbox.tenantId
        $bound.DefaultProfile.Account.Id | Should -Be $owner
        [bool] $bound.PSObject.Properties['AsSecureString'] | Should -Be ($Folder -eq 'Secure')
    }

    It 'is asked for one token by one command with many inputs' {
        Invoke-FreshModule $sandbox "$prepare (1..40).ForEach{ '$missing' + `$_ } | Get-PgEndpointIp -ErrorAction SilentlyContinue; @(`$AzStandInCalls | Where-Object Command -eq Get-AzAccessToken).Count" $standIn | Should -Be 1
    }

    It 'renews its tokens during a long operation, on the pipeline thread' {
        $slow = Start-Sandbox -ArgumentList '--no-postgres', '--operation-seconds', '4'
        try {
            $output = Invoke-FreshModule $slow -ModulePath $standIn -Script "`$env:IDENTITY_ENDPOINT = `$sandbox.identityEndpoint; `$env:IDENTITY_HEADER = `$sandbox.identityHeader
                `$env:AZSTANDIN_TOKEN_SECONDS = 2
                Import-Module Az.Accounts; Connect-AzStandIn -Sandbox `$sandbox -AccountId $owner -Subscription test
                (New-PgPrivateEndpoint -Target `$sandbox.resources.flexibleServer -SubnetId `$sandbox.resources.clientSubnet).ProvisioningState
                `$asked = `$AzStandInCalls | Where-Object Command -eq Get-AzAccessToken
                `$asked.Count; (`$asked.Thread | Select-Object -Unique) -eq [Threading.Thread]::CurrentThread.ManagedThreadId
                @(`$asked.Context).Where{ `$_ }.Count"
        }
        finally { Stop-Sandbox $slow }
        $output[0] | Should -Be 'Succeeded'
        [int] $output[1] | Should -BeGreaterThan 2
        $output[2] | Should -Be 'True'
        # What they await of their own comes back to where it would without us.
        $output[3] | Should -Be '0'
    }

    It 'keeps its tokens out of every stream' {
        $output = Invoke-FreshModule $sandbox "$prepare `$DebugPreference = 'Continue'; Get-PgEndpointIp -Id '$missing' -Debug -Verbose -ErrorAction Continue *>&1 | Out-String -Width 4000" $standIn
        "$output" | Should -BeLike '*GET /subscriptions/*404*'
        "$output" | Should -Not -BeLike '*eyJ*'
        "$output" | Should -Not -BeLike '*breaking changes*'
    }

    It 'says what Az says when its sign-in is over' {
        $output = Invoke-FreshModule $sandbox "Import-Module Az.Accounts; Connect-AzStandIn -Sandbox `$sandbox -AccountId expired; $ask `"`$(`$failures[-1])`"" $standIn
        $output[0] | Should -BeLike 'SignInFailed,*'
        $output[1] | Should -BeLike '*have expired, please run Connect-AzAccount*'
    }
}
