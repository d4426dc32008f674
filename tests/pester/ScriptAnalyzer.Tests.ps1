# Needs the module PSScriptAnalyzer, which is in no package registry that the build restores from.
BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    $scripts = Get-ProjectScript
}

Describe 'The script <Name>' -ForEach $scripts {
    It 'has no finding of PSScriptAnalyzer' {
        $settings = $Path.StartsWith($PSScriptRoot) ? @{ Settings = Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1' } : @{}
        # The manifest names files that lie beside it only in the laid out module.
        Invoke-ScriptAnalyzer -Path $Path @settings -ErrorAction SilentlyContinue | ForEach-Object { "$($_.RuleName), line $($_.Line): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
