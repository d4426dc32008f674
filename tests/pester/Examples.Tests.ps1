<#
    Every example of the help, run as printed: each in a runspace of its own, against a sandbox that is furnished with what examples may
    name (see ExampleWorld.psm1). An example is good when it raises no error and does something: it puts something out, or asks Azure.
    Commands that decide or remove have a sandbox to themselves; the others share one.
#>
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $groups = Get-Command -Module PrivateLinkPg | Group-Object { $_.Verb -in 'Approve', 'Deny', 'Remove' ? $_.Name : 'commands that take nothing away' } |
        ForEach-Object {
            @{
                Group    = $_.Name
                Examples = @(
                    foreach ($command in $_.Group.Name) {
                        foreach ($example in (Get-Help $command -Examples).examples.example) { @{ Command = $command; Code = $example.code -join "`n" } }
                    }
                )
            }
        }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-Module (Join-Path $PSScriptRoot 'ExampleWorld.psm1') -Force
    Import-ModuleUnderTest
    # As installed: other runspaces find the module by its name.
    $modulePath = $env:PSModulePath
    $env:PSModulePath = (Get-ModulePath | Split-Path | Split-Path) + [IO.Path]::PathSeparator + $modulePath

    # Examples that cannot pass against the sandbox in full, the step that they get to, and why.
    $until = @{
        'Test-PgPrivateConnection pg-orders.postgres.database.azure.com -DnsServer 10.0.0.4 -ExpectedIpAddress 10.0.1.4 -EntraUser ops@contoso.com -Diagnose' =
        @{ Step = 'SignIn'; Reason = 'The sandbox''s PostgreSQL takes passwords only: no Entra checks tokens for it.' }
        ('Test-PgPrivateConnection pg-orders.postgres.database.azure.com -DnsServer 10.0.0.4 -UserName app ' +
            '-ClientCertificate app.crt -ClientKey app.key -RootCertificate root.crt') =
        @{ Step = 'SignIn'; Reason = 'The sandbox''s PostgreSQL takes passwords only: it asks for no certificate.' }
    }
}

AfterAll {
    $env:PSModulePath = $modulePath
}

Describe 'Examples of <Group>' -ForEach $groups {
    BeforeAll {
        $sandbox = Start-Sandbox
        $world = New-ExampleWorld $sandbox
        $env:AZURE_CLIENT_ID = $sandbox.principals.owner
        $env:AZURE_TENANT_ID = $sandbox.tenantId
    }

    AfterAll {
        Disconnect-PgAzure
        Stop-Sandbox $sandbox
        $env:AZURE_CLIENT_ID = $env:AZURE_TENANT_ID = $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
    }

    It '<Code>' -ForEach $Examples {
        $Code | Should -Match "\b$Command\b"
        $before = @(Get-Content -LiteralPath $sandbox.log).Count
        $result = Invoke-Example -World $world -Command $Command -Code $Code
        $asked = @(Get-Content -LiteralPath $sandbox.log).Count - $before

        $result.Failures | Should -BeNullOrEmpty
        if ($Code -eq 'Disconnect-PgAzure') { $result.ContextSource | Should -Not -Be 'ConnectPgAzure' }
        else { $result.Output.Count + $asked | Should -BeGreaterThan 0 -Because 'an example that does nothing shows nothing' }

        # A test that fails is output, not an error.
        $tests = @($result.Output | Where-Object { $_.PSTypeNames -contains 'PrivateLinkPg.Models.PgConnectionTest' })
        foreach ($test in $tests) { $test.FailedStep | Should -Be $until[$Code].Step -Because "$($test.Message) $($until[$Code].Reason)" }
    }
}

Describe 'The examples that do not pass in full' {
    It 'are examples of the help' {
        $all = (Get-Command -Module PrivateLinkPg | ForEach-Object { (Get-Help $_.Name -Examples).examples.example }) | ForEach-Object { $_.code -join "`n" }
        $until.Keys | Where-Object { $_ -notin $all } | Should -BeNullOrEmpty
    }
}
