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

    It 'shows the topic <_>' -ForEach 'about_PrivateLinkPg', 'about_PrivateLinkPg_Errors' {
        Get-Help $_ | Out-String | Should -Match 'SHORT DESCRIPTION'
    }
}

Describe 'Importing' {
    It 'loads no library of Azure or PostgreSQL before a command needs it' {
        $loaded = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$(Get-ModulePath)'
            `$null = Get-Command -Module PrivateLinkPg
            [AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(Azure|Npgsql|Microsoft\.Identity)'"
        $loaded | Should -BeNullOrEmpty
    }

    It 'writes nothing to any stream' {
        pwsh -NoProfile -NonInteractive -Command "Import-Module '$(Get-ModulePath)' *>&1" | Should -BeNullOrEmpty
    }
}
