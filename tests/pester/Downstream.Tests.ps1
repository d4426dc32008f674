BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest

    # Somebody else's command, which waits for asynchronous code of its own. That comes back to the context that it finds.
    Add-Type -PassThru -TypeDefinition @'
        using System.Management.Automation;
        using System.Threading.Tasks;

        [Cmdlet(VerbsLifecycle.Wait, "Something")]
        public sealed class WaitSomethingCommand : PSCmdlet
        {
            [Parameter(ValueFromPipeline = true)]
            public object InputObject { get; set; }

            // It hangs where the context is one whose thread waits here.
            protected override void ProcessRecord() { WriteObject(LaterAsync().Wait(10000) ? "came back" : "hangs"); }

            private static async Task LaterAsync() { await Task.Delay(1); await Task.Yield(); }
        }
'@ | ForEach-Object { Import-Module $_.Assembly -Global }

    function Get-Context {
        [CmdletBinding()]
        param([Parameter(ValueFromPipeline)] $InputObject)
        process { "$([Threading.SynchronizationContext]::Current)" }
    }

    # Nothing listens there, and no Azure is asked.
    $probe = @{ HostName = '127.0.0.1'; Port = 1; NoSignIn = $true; TimeoutSec = 2 }
}

Describe 'Code behind the pipe' {
    It 'can wait for asynchronous code of its own' {
        Test-PgPrivateConnection @probe | Wait-Something | Should -Be 'came back'
    }

    It 'finds the context that it finds without us, in results and in messages' {
        $alone = 'anything' | Get-Context
        $said = @(Test-PgPrivateConnection @probe -Verbose *>&1 | Get-Context)
        $said.Count | Should -BeGreaterThan 0
        $said | Sort-Object -Unique | Should -Be $alone
    }

    It 'finds it also behind two of us, and where it reads an error' {
        $alone = 'anything' | Get-Context
        $piped = @('127.0.0.1', '127.0.0.1' | Test-PgPrivateConnection -Port 1 -NoSignIn | Test-PgPrivateConnection -Port 1 -NoSignIn | Get-Context)
        $piped | Should -HaveCount 2
        $piped | Sort-Object -Unique | Should -Be $alone
        $ErrorActionPreference = 'Continue'
        $failed = @(Remove-PgPrivateEndpoint 'no id' -Confirm:$false 2>&1 | Get-Context)
        $failed | Should -HaveCount 1
        $failed | Should -Be $alone
    }

    It 'has a context of its own left alone' {
        $before = [Threading.SynchronizationContext]::Current
        $own = [Threading.SynchronizationContext]::new()
        [Threading.SynchronizationContext]::SetSynchronizationContext($own)
        try {
            $seen = Test-PgPrivateConnection @probe | ForEach-Object { [Threading.SynchronizationContext]::Current }
            $after = [Threading.SynchronizationContext]::Current
        }
        finally { [Threading.SynchronizationContext]::SetSynchronizationContext($before) }
        [object]::ReferenceEquals($seen, $own) | Should -BeTrue
        [object]::ReferenceEquals($after, $own) | Should -BeTrue
    }
}
