BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    $manifest = Get-ModulePath

    # Runs in a pwsh of its own, for what is loaded stays loaded.
    function Invoke-Alone([string] $script) {
        $output = pwsh -NoProfile -NonInteractive -Command "`$ErrorActionPreference = 'Stop'; $script"
        if ($LASTEXITCODE -ne 0) { throw "pwsh ended with ${LASTEXITCODE}: $output" }
        $output
    }

    # Signs in to a sandbox: the module loads and uses its Azure libraries.
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $support = Join-Path $PSScriptRoot 'Support.psm1'
    $useAzure = "Import-Module '$support'; (Connect-Sandbox (Get-Content '$($sandbox.ReadyFile)' -Raw | ConvertFrom-Json)).SubscriptionName"
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'The module''s own libraries' {
    It 'load in a context of their own' {
        $contexts = Invoke-Alone "
            Import-Module '$manifest'
            `$null = & { $useAzure }
            foreach (`$name in 'PrivateLinkPg.Cmdlets', 'PrivateLinkPg.Core', 'Azure.Core') {
                `$assembly = [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { `$_.GetName().Name -eq `$name }
                [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$assembly).Name
            }"
        $contexts | Should -Be 'PrivateLinkPg', 'PrivateLinkPg', 'PrivateLinkPg'
    }

    It 'work beside a foreign <name> that was loaded first' -ForEach @{ name = 'Azure.Core' }, @{ name = 'Npgsql' }, @{ name = 'System.Text.Json' } {
        $foreign = Join-Path $TestDrive "$name.dll"
        Add-Type -TypeDefinition 'public class Foreign { }' -OutputAssembly $foreign -OutputType Library
        Invoke-Alone "
            `$null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath('$foreign')
            Import-Module '$manifest'
            $useAzure" | Should -Be 'development'
    }

    It 'leave a foreign Azure.Core that is loaded later alone' {
        $foreign = Join-Path $TestDrive 'later/Azure.Core.dll'
        $null = New-Item -ItemType Directory (Split-Path $foreign)
        Add-Type -TypeDefinition 'public class Later { }' -OutputAssembly $foreign -OutputType Library
        Invoke-Alone "
            Import-Module '$manifest'
            `$null = & { $useAzure }
            [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath('$foreign').GetType('Later').Name" | Should -Be 'Later'
    }
}

Describe 'The module' {
    It 'can be imported twice, with and without -Force' {
        Invoke-Alone "
            Import-Module '$manifest'
            Import-Module '$manifest'
            Import-Module '$manifest' -Force
            $useAzure" | Should -Be 'development'
    }

    It 'can be removed and imported again' {
        Invoke-Alone "
            Import-Module '$manifest'
            Remove-Module PrivateLinkPg
            `$null -eq (Get-Command Get-PgAzureContext -ErrorAction Ignore)
            Import-Module '$manifest'
            $useAzure" | Should -Be 'True', 'development'
    }

    It 'works in runspaces at the same time, each with a context of its own' {
        $names = Invoke-Alone "
            1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module '$manifest'
                (Get-Command -Module PrivateLinkPg).Count
            }"
        $names | Should -HaveCount 4
        $names | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'works in a runspace pool' {
        Invoke-Alone "
            `$state = [initialsessionstate]::CreateDefault2()
            `$state.ImportPSModule('$manifest')
            `$pool = [runspacefactory]::CreateRunspacePool(1, 3, `$state, `$Host)
            `$pool.Open()
            `$jobs = 1..6 | ForEach-Object {
                `$shell = [powershell]::Create(); `$shell.RunspacePool = `$pool
                `$null = `$shell.AddScript('(Get-Command -Module PrivateLinkPg).Count')
                @{ Shell = `$shell; Result = `$shell.BeginInvoke() }
            }
            (`$jobs | ForEach-Object { `$_.Shell.EndInvoke(`$_.Result) } | Sort-Object -Unique).Count" | Should -Be '1'
    }

    It 'is found and loaded by itself where it lies on the module path' {
        $parent = Split-Path (Split-Path $manifest)
        Invoke-Alone "
            `$env:PSModulePath = '$parent' + [IO.Path]::PathSeparator + `$env:PSModulePath
            (Get-Command Get-PgAzureContext).ModuleName" | Should -Be 'PrivateLinkPg'
    }
}
