BeforeDiscovery {
    $samples = Get-ChildItem (Join-Path $PSScriptRoot '../../samples/ci') -Filter *.yml | ForEach-Object { @{ Name = $_.Name; Path = $_.FullName } }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'ExampleWorld.psm1') -Force
    Import-ModuleUnderTest
    $yaml = $env:PRIVATELINKPG_YAML ? $env:PRIVATELINKPG_YAML : (Join-Path $PSScriptRoot '../PrivateLinkPg.Pester/bin/Debug/net10.0/YamlDotNet.dll')
    Add-Type -Path $yaml

    # Every text in the document under one of these keys, in order.
    function Get-Text([YamlDotNet.RepresentationModel.YamlNode] $Node, [string[]] $Key) {
        foreach ($child in $Node.Children) {
            if ($child -isnot [Collections.Generic.KeyValuePair[YamlDotNet.RepresentationModel.YamlNode, YamlDotNet.RepresentationModel.YamlNode]]) { Get-Text $child $Key }
            elseif ($child.Key.Value -in $Key -and $child.Value -is [YamlDotNet.RepresentationModel.YamlScalarNode]) { $child.Value.Value }
            else { Get-Text $child.Value $Key }
        }
    }
}

Describe 'The CI sample <Name>' -ForEach $samples {
    BeforeAll {
        $stream = [YamlDotNet.RepresentationModel.YamlStream]::new()
        $reader = [IO.StreamReader]::new($Path)
        try { $stream.Load($reader) } finally { $reader.Dispose() }
        $document = $stream.Documents[0].RootNode
        $scripts = @(Get-Text $document 'run', 'pwsh', 'inlineScript')
        $work = $scripts[-1]
    }

    It 'has scripts that are PowerShell' {
        $scripts | Should -HaveCount 2
        foreach ($script in $scripts) {
            $errors = $null
            $null = [Management.Automation.Language.Parser]::ParseInput($script, [ref] $null, [ref] $errors)
            $errors | Should -BeNullOrEmpty
        }
    }

    It 'keeps no secret' {
        Get-Content $Path -Raw | Should -Not -Match 'secrets\.|ClientSecret|password'
    }

    It 'connects and proves, against the sandbox' {
        $sandbox = Start-Sandbox
        try {
            $world = New-ExampleWorld $sandbox -Empty
            $env:SERVER_ID = $sandbox.resources.flexibleServer
            $env:SUBNET_ID = $sandbox.resources.clientSubnet
            $env:AZURE_CLIENT_ID = $env:servicePrincipalId = $sandbox.principals.owner
            $env:AZURE_TENANT_ID = $env:tenantId = $sandbox.tenantId
            $env:AZURE_SUBSCRIPTION_ID = $sandbox.subscriptions.test
            $env:ACTIONS_ID_TOKEN_REQUEST_URL = 'https://token.example.com/?api-version=2.0'
            $env:ACTIONS_ID_TOKEN_REQUEST_TOKEN = 'of the job'
            $env:idToken = 'of the pipeline'
            # What GitHub answers to who asks as its documentation says.
            $work = 'function Invoke-RestMethod($Uri, $Headers) {
                if ($Uri -ne "https://token.example.com/?api-version=2.0&audience=api://AzureADTokenExchange" -or $Headers.Authorization -ne "Bearer of the job") { throw "401" }
                @{ value = "a token" } }
                ' + $work
            $result = Invoke-Example -World $world -Code $work
            $result.Failures | Should -BeNullOrEmpty
            $result.Output[-1].Status | Should -Be 'Passed'
            # And fails where the proof fails.
            $world.DnsServer = '127.0.0.1:1'
            $again = Invoke-Example -World $world -Code $work
            $again.Failures | Should -Not -BeNullOrEmpty
        }
        finally {
            Disconnect-PgAzure
            Stop-Sandbox $sandbox
            Remove-Item env:SERVER_ID, env:SUBNET_ID, env:AZURE_*_ID, env:ACTIONS_ID_TOKEN_*, env:servicePrincipalId, env:tenantId, env:idToken, env:IDENTITY_*
        }
    }
}
