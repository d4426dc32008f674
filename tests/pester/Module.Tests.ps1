BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
}

Describe 'The imported module' {
    It 'offers its output types as type literals' {
        [PrivateLinkPg.Models.PgConnectionTest].Assembly.GetName().Name | Should -Be 'PrivateLinkPg.Core'
    }
}
