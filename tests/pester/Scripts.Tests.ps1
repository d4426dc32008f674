BeforeDiscovery {
    $repository = Convert-Path (Join-Path $PSScriptRoot '../..')
    $scripts = Get-ChildItem $repository -Recurse -Include *.ps1, *.psm1, *.psd1 |
        Where-Object FullName -NotMatch '[\\/](bin|obj|out)[\\/]' | ForEach-Object { @{ Path = $_.FullName; Name = [IO.Path]::GetRelativePath($repository, $_.FullName) } }
    $noAnalyzer = -not (Get-Module PSScriptAnalyzer -ListAvailable)
}

Describe 'The script <Name>' -ForEach $scripts {
    It 'is PowerShell' {
        $errors = $null
        $null = [Management.Automation.Language.Parser]::ParseFile($Path, [ref] $null, [ref] $errors)
        $errors | Should -BeNullOrEmpty
    }

    # Skipped where PSScriptAnalyzer is not installed.
    It 'has no finding of PSScriptAnalyzer' -Skip:$noAnalyzer {
        $settings = $Path.StartsWith($PSScriptRoot) ? @{ Settings = Join-Path $PSScriptRoot 'PSScriptAnalyzerSettings.psd1' } : @{}
        # The manifest names files that lie beside it only in the laid out module.
        Invoke-ScriptAnalyzer -Path $Path @settings -ErrorAction SilentlyContinue | ForEach-Object { "$($_.RuleName), line $($_.Line): $($_.Message)" } | Should -BeNullOrEmpty
    }
}
