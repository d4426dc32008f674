<#
.SYNOPSIS
Runs one Pester file and leaves its result as JSON, for the xunit project that reports it.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $Path,

    [Parameter(Mandatory)]
    [string] $ResultFile,

    # The manifest of the Pester to use.
    [Parameter(Mandatory)]
    [string] $PesterModule
)

$ErrorActionPreference = 'Stop'
Import-Module $PesterModule

$run = Invoke-Pester -Configuration @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = 'Detailed'; RenderMode = 'Plaintext' }
}

$failures = @(
    foreach ($test in @($run.Failed) + @($run.FailedBlocks) + @($run.FailedContainers)) {
        if ($null -eq $test) { continue }
        @{
            Name    = $test.PSObject.Properties['ExpandedPath'] ? $test.ExpandedPath : "$test"
            Message = @(
                foreach ($record in $test.ErrorRecord) {
                    "$record"
                    $record.ScriptStackTrace -split "`n" | Where-Object { $_.Contains($PSScriptRoot) -and -not $_.Contains($PSCommandPath) }
                }
            ) -join "`n"
        }
    }
)

@{
    Succeeded = $run.Result -eq 'Passed'
    Passed    = $run.PassedCount
    Failed    = $run.FailedCount
    Skipped   = $run.SkippedCount
    Failures  = $failures
} | ConvertTo-Json -Depth 4 | Set-Content -LiteralPath $ResultFile
