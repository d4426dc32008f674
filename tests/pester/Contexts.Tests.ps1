BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $env:IDENTITY_ENDPOINT = $sandbox.identityEndpoint
    $env:IDENTITY_HEADER = $sandbox.identityHeader
    # The last source of all, held back from looking for a metadata service on the network.
    $env:AZURE_TOKEN_CREDENTIALS = 'EnvironmentCredential'
    $developer = '0ea10000-5a4d-4b0c-8000-000000000003'
    $missing = "/subscriptions/$($sandbox.subscriptions.development)/resourceGroups/rg-client/providers/Microsoft.Network/privateEndpoints/none"

    function Connect-Owner([string] $Subscription = 'development') {
        Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription $Subscription
    }

    # The error of a command that reaches Azure: EndpointNotFound means that Azure took the token.
    function Get-ErrorId([scriptblock] $Command) {
        $quiet = @{ ErrorAction = 'Continue' }
        $failures = @(& $Command 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] })
        $failures[-1].FullyQualifiedErrorId -replace ',.*'
    }
}

AfterAll {
    Disconnect-PgAzure
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $env:AZURE_TOKEN_CREDENTIALS = $null
}

Describe 'Importing the module' {
    It 'loads no assembly of Azure or Npgsql, nor does asking for its commands' {
        $loaded = Invoke-FreshModule $sandbox '$null = Get-Command -Module PrivateLinkPg -Syntax; [AppDomain]::CurrentDomain.GetAssemblies().ForEach{ $_.GetName().Name }'
        $loaded | Should -Contain 'PrivateLinkPg.Cmdlets'
        $loaded | Where-Object { $_ -match '^(Azure|Npgsql|Microsoft\.Identity)' } | Should -BeNullOrEmpty
    }
}

Describe 'Connect-PgAzure' {
    AfterEach { Disconnect-PgAzure }

    It 'signs in as the system-assigned managed identity and shows what it found' {
        $context = Connect-Owner
        $context.AccountType | Should -Be 'ManagedIdentity'
        $context.SubscriptionId | Should -Be $sandbox.subscriptions.development
        $context.TenantId | Should -Be $sandbox.tenantId
        $context.ResourceManagerUrl | Should -Be $sandbox.armEndpoint
        (Get-PgAzureContext).Source | Should -Be 'ConnectPgAzure'
    }

    It 'signs in as a user-assigned managed identity' {
        $context = Connect-PgAzure -Identity -AccountId $developer -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -WarningVariable warnings
        $context.Account | Should -Be $developer
        # This one sees one subscription only, so there is nothing to warn about.
        $context.SubscriptionName | Should -Be 'development'
        $warnings | Should -BeNullOrEmpty
    }

    It 'signs in as the account of Azure CLI, with its default subscription' -Skip:$IsWindows {
        $folder = Join-Path $TestDrive 'azure-cli'
        $null = New-Item -ItemType Directory $folder
        # The two things of Azure CLI that are used: the command that gives a token, and the file that names the default.
        $token = (Invoke-RestMethod "$env:IDENTITY_ENDPOINT`?api-version=2019-08-01&resource=$($sandbox.armEndpoint)" -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }).access_token
        $answer = @{ accessToken = $token; expiresOn = '2099-01-01 00:00:00.000000'; expires_on = 4070908800; tenant = $sandbox.tenantId; tokenType = 'Bearer' }
        Set-Content (Join-Path $folder 'az') "#!/bin/sh`necho `"`$@`" >> '$folder/asked'`necho '$($answer | ConvertTo-Json -Compress)'"
        chmod +x (Join-Path $folder 'az')
        Set-Content (Join-Path $folder 'azureProfile.json') -Encoding utf8BOM -Value (@{ subscriptions = @(
            @{ id = $sandbox.subscriptions.development; isDefault = $false }, @{ id = $sandbox.subscriptions.test; isDefault = $true }) } | ConvertTo-Json)
        $path = $env:PATH
        try {
            $env:PATH = $folder + ':' + $path
            $env:AZURE_CONFIG_DIR = $folder
            $context = Connect-PgAzure -AzureCli -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -WarningVariable warnings
        }
        finally { $env:PATH = $path; $env:AZURE_CONFIG_DIR = $null }
        $context.SubscriptionName | Should -Be 'test'
        $warnings | Should -BeNullOrEmpty
        # A process of a second and more: the token is kept for later commands.
        $null = 1..3 | ForEach-Object { Get-PgEndpointIp -Id $missing -ErrorAction SilentlyContinue }
        @(Get-Content "$folder/asked") | Should -HaveCount 1
        Get-Content "$folder/asked" | Should -BeLike "account get-access-token*--resource $($sandbox.armEndpoint.TrimEnd("/"))*"
    }

    It 'warns when it had to choose among subscriptions' {
        Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -WarningVariable warnings -WarningAction SilentlyContinue
        "$warnings" | Should -BeLike '*2 subscriptions*-Subscription*'
    }

    It 'takes a token as <Shape>' -ForEach @(
        @{ Shape = 'text'; Convert = { $args[0] } }
        @{ Shape = 'SecureString'; Convert = { ConvertTo-SecureString $args[0] -AsPlainText -Force } }
        @{ Shape = 'the output of Get-AzAccessToken'; Convert = { [pscustomobject] @{ Token = ConvertTo-SecureString $args[0] -AsPlainText -Force } } }
    ) {
        $token = (Invoke-RestMethod "$env:IDENTITY_ENDPOINT`?api-version=2019-08-01&resource=$($sandbox.armEndpoint)" -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }).access_token
        $context = Connect-PgAzure -AccessToken (& $Convert $token) -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription test
        $context.AccountType | Should -Be 'AccessToken'
        $context.SubscriptionName | Should -Be 'test'
    }

    It 'writes no token to any stream, not even when it fails' {
        $token = (Invoke-RestMethod "$env:IDENTITY_ENDPOINT`?api-version=2019-08-01&resource=$($sandbox.armEndpoint)" -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }).access_token
        # Not as text in the script: errors show the line they come from.
        $secret = 'client', 'secret' -join '~'
        $Error.Clear()
        $written = & {
            $common = @{ ResourceManagerUrl = $sandbox.armEndpoint; CaCertificate = $sandbox.certificateAuthority; Verbose = $true; Debug = $true; ErrorAction = 'Continue'; WarningAction = 'Continue' }
            Connect-PgAzure -AccessToken $token @common | Format-List * | Out-String
            Connect-PgAzure -AccessToken $token -Subscription none @common
            Connect-PgAzure -AccessToken ($token -replace '.$') -Tenant 99999999-9999-9999-9999-999999999999 @common
            Connect-PgAzure -Credential ([pscredential]::new('app', (ConvertTo-SecureString $secret -AsPlainText -Force))) @common
        } *>&1 | Out-String -Width 4000
        $written += Get-Error -Newest 10 | Out-String -Width 4000
        $written | Should -BeLike '*GET /subscriptions 200*'
        $written | Should -BeLike '*SubscriptionNotVisible*'
        $written | Should -Not -BeLike "*$($token.Split('.')[1])*"
        $written | Should -Not -BeLike "*$secret*"
    }

    It 'asks nothing under -Debug' {
        $output = Invoke-FreshModule $sandbox "`$null = Connect-PgAzure -Identity -ResourceManagerUrl `$sandbox.armEndpoint -CaCertificate `$sandbox.certificateAuthority -Subscription test -Debug 5>&1 | Tee-Object -Variable said; `$said -join ' '"
        "$output" | Should -BeLike '*GET /subscriptions 200*'
    }

    It 'leaves the earlier context in place when it fails: <Case>' -ForEach @(
        @{ Case = 'another identity'; Id = 'SignInFailed'; Bad = { Connect-PgAzure -Identity -AccountId 99999999-9999-9999-9999-999999999999 -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority @quiet } }
        @{ Case = 'another subscription'; Id = 'SubscriptionNotVisible'; Bad = { Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription production @quiet } }
        @{ Case = 'http'; Id = 'ResourceManagerUrlInvalid'; Bad = { Connect-PgAzure -Identity -ResourceManagerUrl 'http://localhost/' @quiet } }
        @{ Case = 'no such file'; Id = 'FileUnusable'; Bad = { Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate ./none.pem @quiet } }
        @{ Case = 'no identity'; Id = 'IdentityIdInvalid'; Bad = { Connect-PgAzure -Identity -AccountId 'my identity' -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority @quiet } }
        @{ Case = 'no tenant'; Id = 'TenantMissing'; Bad = { Connect-PgAzure -Credential ([pscredential]::new('app', (ConvertTo-SecureString x -AsPlainText -Force))) @quiet } }
        @{ Case = 'no tenant, for a name like @app'; Id = 'TenantMissing'; Bad = { Connect-PgAzure -Credential ([pscredential]::new('@app', (ConvertTo-SecureString x -AsPlainText -Force))) @quiet } }
        @{ Case = 'no certificate, and a password that is empty'; Id = 'CertificateUnusable'; Bad = { Connect-PgAzure -ApplicationId app -Tenant contoso.com -CertificatePath ./none.pfx -CertificatePassword ([securestring]::new()) @quiet } }
        @{ Case = 'no token'; Id = 'AccessTokenInvalid'; Bad = { Connect-PgAzure -AccessToken 5 @quiet } }
    ) {
        $null = Connect-Owner
        Get-ErrorId $Bad | Should -Be $Id
        (Get-PgAzureContext).SubscriptionName | Should -Be 'development'
    }

    It 'takes a path relative to the current location' {
        Push-Location (Split-Path $sandbox.certificateAuthority)
        try { (Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate (Split-Path $sandbox.certificateAuthority -Leaf) -Subscription test).SubscriptionName | Should -Be 'test' }
        finally { Pop-Location }
    }
}

Describe 'Get-PgAzureContext' {
    It 'says what was looked at when there is none' {
        Get-PgAzureContext -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.FullyQualifiedErrorId | Should -BeLike 'NotConnected,*'
        $failures.CategoryInfo.Category | Should -Be 'AuthenticationError'
        "$failures" | Should -BeLike '*Connect-PgAzure was not run in this runspace*Az.Accounts*not installed*Connect-AzAccount*'
    }

    It 'shows what a passed context would be' {
        $context = Connect-Owner
        Disconnect-PgAzure
        $shown = Get-PgAzureContext -DefaultProfile $context
        $shown.Source | Should -Be 'DefaultProfile'
        $shown.SubscriptionName | Should -Be 'development'
    }

    It 'tells whose the context is and where it comes from on a narrow screen' {
        $null = Connect-Owner
        Get-PgAzureContext | Out-String -Width 90 | Should -Match 'Source.*Environment(.|\n)*development\s+ConnectPgAzure'
        Disconnect-PgAzure
    }

    It 'refuses what is no context' -ForEach 'production', 5, @{ Account = $null } {
        Get-ErrorId { Get-PgAzureContext -DefaultProfile $_ @quiet } | Should -Be 'ContextNotUsable'
    }

    It 'refuses a PgAzureContext that was saved, since it holds no sign-in' {
        $saved = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize((Connect-Owner)))
        Disconnect-PgAzure
        $saved.SubscriptionName | Should -Be 'development'
        Get-ErrorId { Get-PgAzureContext -DefaultProfile $saved @quiet } | Should -Be 'ContextNotUsable'
    }
}

Describe 'Runspaces' {
    AfterEach { Disconnect-PgAzure }

    It 'do not share what Connect-PgAzure left' {
        $null = Connect-Owner
        $sources = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            (Get-PgAzureContext -ErrorAction SilentlyContinue) ?? 'none'
        } -ThrottleLimit 4
        $sources | Should -Be @('none', 'none', 'none', 'none')
    }

    It 'never mix two contexts while both work' {
        $connect = { param($module, $sandbox, $subscription)
            Import-Module $module
            $null = Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription $subscription
        }
        $seen = 1..16 | ForEach-Object -Parallel {
            $subscription = $_ % 2 ? 'development' : 'test'
            & ([scriptblock]::Create($using:connectText)) $using:module $using:sandbox $subscription
            1..10 | ForEach-Object { if ((Get-PgAzureContext).SubscriptionName -ne $subscription) { 'mixed' } }
            'done'
        } -ThrottleLimit 8
        $seen | Should -Be (@('done') * 16)
    }

    It 'that a pool uses again do not keep the context of the task before' {
        $seen = 1..3 | ForEach-Object -Parallel {
            Import-Module $using:module
            $before = (Get-PgAzureContext -ErrorAction SilentlyContinue)?.Account ?? 'none'
            $null = Connect-PgAzure -Identity -ResourceManagerUrl $using:sandbox.armEndpoint -CaCertificate $using:sandbox.certificateAuthority -Subscription test
            "$([runspace]::DefaultRunspace.Id): $before"
        } -ThrottleLimit 1
        # One and the same runspace, or this would prove nothing.
        @($seen -replace ':.*' | Select-Object -Unique).Count | Should -Be 1
        $seen -replace '.*: ' | Should -Be @('none', 'none', 'none')
    }

    It 'take a context that is passed to them' {
        $context = Connect-Owner -Subscription test
        Disconnect-PgAzure
        $ids = 1..4 | ForEach-Object -Parallel {
            Import-Module $using:module
            Get-PgEndpointIp -Id $using:missing -DefaultProfile $using:context -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[-1].FullyQualifiedErrorId -replace ',.*'
        }
        $ids | Should -Be (@('EndpointNotFound') * 4)
    }

    BeforeAll {
        $module = Get-ModulePath
        $connectText = '
            param($module, $sandbox, $subscription)
            Import-Module $module
            $null = Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription $subscription'
    }
}

Describe 'The state of a runspace' {
    AfterEach { Disconnect-PgAzure }

    It 'is not seen at the prompt' {
        $names = Invoke-FreshModule $sandbox '$before = (Get-Variable).Name; $null = Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription test; (Get-Variable).Name | Where-Object { $_ -notin $before }; "context: " + (Get-PgAzureContext).Source'
        $names | Should -Be @('before', 'context: ConnectPgAzure')
    }

    It 'outlives a re-import of the module' {
        $null = Connect-Owner
        Import-Module (Get-ModulePath) -Force -Global
        (Get-PgAzureContext).SubscriptionName | Should -Be 'development'
    }

    It 'is left from a function, for the caller' {
        function Connect-Inside { $null = Connect-Owner }
        Connect-Inside
        (Get-PgAzureContext).Source | Should -Be 'ConnectPgAzure'
    }
}
