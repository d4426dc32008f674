BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    $manifest = Get-ModulePath

    # Signs in to a sandbox: the module loads and uses its Azure libraries.
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $support = Join-Path $PSScriptRoot 'Support.psm1'
    $useAzure = "Import-Module '$support'; (Connect-Sandbox (Get-Content '$($sandbox.ReadyFile)' -Raw | ConvertFrom-Json)).SubscriptionName"
}

AfterAll {
    $sandbox | Stop-Sandbox
}

Describe 'The module''s own libraries' {
    It 'load in a context of their own: in the engine''s there are the cmdlets and the opener of that context, nothing else' {
        $loaded = Invoke-Pwsh "
            Import-Module '$manifest'
            `$null = & { $useAzure }
            [AppDomain]::CurrentDomain.GetAssemblies() | Where-Object Location -Like '$(Split-Path $manifest)*' | ForEach-Object {
                `$_.GetName().Name + ' in ' + [Runtime.Loader.AssemblyLoadContext]::GetLoadContext(`$_).Name
            }"
        $loaded -like '* in Default' | Sort-Object | Should -Be 'PrivateLinkPg.Cmdlets in Default', 'PrivateLinkPg.Init in Default'
        $loaded | Should -Contain 'PrivateLinkPg.Core in PrivateLinkPg'
        $loaded | Should -Contain 'Azure.Core in PrivateLinkPg'
    }

    It 'work beside a foreign <name> that was loaded first' -ForEach @{ name = 'Azure.Core' }, @{ name = 'Npgsql' }, @{ name = 'System.Text.Json' } {
        $foreign = Join-Path $TestDrive "$name.dll"
        Add-Type -TypeDefinition 'public class Foreign { }' -OutputAssembly $foreign -OutputType Library
        Invoke-Pwsh "
            `$null = [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath('$foreign')
            Import-Module '$manifest'
            $useAzure" | Should -Be 'development'
    }

    It 'leave a foreign Azure.Core that is loaded later alone' {
        $foreign = Join-Path $TestDrive 'later/Azure.Core.dll'
        $null = New-Item -ItemType Directory (Split-Path $foreign)
        Add-Type -TypeDefinition 'public class Later { }' -OutputAssembly $foreign -OutputType Library
        Invoke-Pwsh "
            Import-Module '$manifest'
            `$null = & { $useAzure }
            [Runtime.Loader.AssemblyLoadContext]::Default.LoadFromAssemblyPath('$foreign').GetType('Later').Name" | Should -Be 'Later'
    }
}

Describe 'The module' {
    It 'can be imported twice, with and without -Force' {
        Invoke-Pwsh "
            Import-Module '$manifest'
            Import-Module '$manifest'
            Import-Module '$manifest' -Force
            $useAzure" | Should -Be 'development'
    }

    It 'can be removed and imported again' {
        Invoke-Pwsh "
            Import-Module '$manifest'
            Remove-Module PrivateLinkPg
            `$null -eq (Get-Command Get-PgAzureContext -ErrorAction Ignore)
            Import-Module '$manifest'
            $useAzure" | Should -Be 'True', 'development'
    }

    It 'works in runspaces at the same time, each with a context of its own' {
        $names = Invoke-Pwsh "
            1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
                Import-Module '$manifest'
                (Get-Command -Module PrivateLinkPg).Count
            }"
        $names | Should -HaveCount 4
        $names | Sort-Object -Unique | Should -HaveCount 1
    }

    It 'works in a runspace pool' {
        Invoke-Pwsh "
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
        Invoke-Pwsh "
            `$env:PSModulePath = '$parent' + [IO.Path]::PathSeparator + `$env:PSModulePath
            (Get-Command Get-PgAzureContext).ModuleName" | Should -Be 'PrivateLinkPg'
    }
}
