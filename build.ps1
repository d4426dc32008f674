#requires -Version 7.4
<#
.SYNOPSIS
Builds, tests, tries and packs PrivateLinkPg.
.DESCRIPTION
Each task is one dotnet command, printed before it runs, so that everything works without PowerShell too.

Build      compiles everything and lays out the importable module in out/PrivateLinkPg
Test       runs all tests, those in pwsh included
Quick      runs those of Core that need no sandbox, server or other program: seconds
Sandbox    runs the Azure imitation until Ctrl+C; give its options after the task
Rehearse   shows the whole job offline: before, the five commands, after
Help       writes en-US from the sources
Benchmark  measures beside a bare PowerShell, psql and the wire
Mutate     changes Core line by line and sees which tests notice: docs/quality.md; takes hours, or give it folders
Pack       leaves a gallery package and an Azure Automation zip in out/packages
.EXAMPLE
./build.ps1 Build, Test
.EXAMPLE
./build.ps1 Sandbox --ready-file ready.json --operation-seconds 1
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateSet('Build', 'Test', 'Quick', 'Sandbox', 'Rehearse', 'Help', 'Benchmark', 'Mutate', 'Pack')]
    [string[]] $Task = 'Build',

    # Given on to the task's program.
    [Parameter(ValueFromRemainingArguments)]
    [string[]] $ArgumentList = @()
)

$ErrorActionPreference = 'Stop'

$commands = @{
    Build     = 'build'
    Test      = 'test'
    Quick     = 'test', 'tests/PrivateLinkPg.Core.Tests', '--settings', 'tests/shared/quick.runsettings'
    Sandbox   = 'run', '--project', 'src/PrivateLinkPg.Sandbox', '--'
    Rehearse  = 'run', '--project', 'src/PrivateLinkPg.Rehearsal', '--'
    Help      = 'run', '--project', 'src/PrivateLinkPg.HelpGen', '--'
    Benchmark = 'run', '--configuration', 'Release', '--project', 'tests/benchmarks', '--'
    Mutate    = 'run', '--project', 'tests/mutation', '--'
    Pack      = 'pack', 'src/PrivateLinkPg.Package', '--configuration', 'Release', '--output', 'out/packages'
}

Push-Location $PSScriptRoot
try {
    foreach ($name in $Task) {
        $arguments = @($commands[$name]) + $ArgumentList
        Write-Information "dotnet $arguments" -InformationAction Continue
        dotnet @arguments
        if ($LASTEXITCODE -ne 0) { throw "$name failed: dotnet $arguments ended with exit code $LASTEXITCODE." }
    }
}
finally {
    Pop-Location
}
