BeforeDiscovery {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $examples = foreach ($command in Get-Command -Module PrivateLinkPg) {
        foreach ($example in (Get-Help $command.Name -Full).examples.example) {
            @{ command = $command.Name; title = $example.title.Trim('- '); code = $example.code }
        }
    }
}

BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
}

Describe 'Help of <command>, <title>' -ForEach $examples {
    BeforeAll {
        $errors = $null
        $script = [Management.Automation.Language.Parser]::ParseInput($code, [ref] $null, [ref] $errors)
        $calls = $script.FindAll({ param($ast) $ast -is [Management.Automation.Language.CommandAst] -and $ast.GetCommandName() -match '-Pg' }, $true)
    }

    It 'is PowerShell' { $errors | Should -BeNullOrEmpty }

    It 'shows its own command' { @($calls | ForEach-Object { $_.GetCommandName() }) | Should -Contain $command }

    It 'gives each command parameters that it takes together' {
        foreach ($call in $calls) {
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
            $bound.BindingExceptions.Values.BindingException.Message | Should -BeNullOrEmpty -Because $call.Extent.Text
        }
    }

    It 'leaves no mandatory parameter to be asked for, but what is piped' {
        foreach ($call in $calls) {
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true).BoundParameters.Keys
            $piped = $call.Parent -is [Management.Automation.Language.PipelineAst] -and $call.Parent.PipelineElements.IndexOf($call) -gt 0
            $splatted = $call.CommandElements | Where-Object { $_.Splatted }
            $satisfied = (Get-Command $call.GetCommandName()).ParameterSets | Where-Object {
                $_.Parameters | Where-Object { $_.IsMandatory -and $_.Name -notin $bound -and -not ($piped -and ($_.ValueFromPipeline -or $_.ValueFromPipelineByPropertyName)) } |
                    Measure-Object | ForEach-Object { $_.Count -eq 0 }
            }
            ($splatted -or $satisfied) | Should -BeTrue -Because $call.Extent.Text
        }
    }
}
