BeforeAll {
    Import-Module (Join-Path $PSScriptRoot 'Support.psm1') -Force
    Import-ModuleUnderTest
    $sandbox = Start-Sandbox -ArgumentList '--no-postgres'
    $server = $sandbox.resources.flexibleServer
    $service = $sandbox.resources.privateLinkService
    $alias = $sandbox.resources.privateLinkServiceAlias
    $subnet = $sandbox.resources.clientSubnet
    $test = $sandbox.subscriptions.test
    $development = $sandbox.subscriptions.development

    function Get-Context([string] $Principal, [string] $Subscription) {
        $env:IDENTITY_ENDPOINT = $sandbox.identityEndpoint
        $env:IDENTITY_HEADER = $sandbox.identityHeader
        Connect-PgAzure -Identity -AccountId $sandbox.principals.$Principal -ResourceManagerUrl $sandbox.armEndpoint `
            -CaCertificate $sandbox.certificateAuthority -SubscriptionId $sandbox.subscriptions.$Subscription
    }

    # The two sides of a link: who owns the servers, and who owns the client networks. Neither sees the other's resources.
    $owner = Get-Context developer development
    $consumer = Get-Context consumer test
    $null = Connect-Sandbox $sandbox -Subscription test
    function Get-Writes { @(Get-Content -LiteralPath $sandbox.log | ConvertFrom-Json | Where-Object method -NotIn GET, HEAD) }
}

AfterAll {
    Disconnect-PgAzure -ErrorAction Ignore
    Stop-Sandbox $sandbox
    $env:IDENTITY_ENDPOINT = $env:IDENTITY_HEADER = $null
}

Describe 'The vendor job' {
    It 'writes the request from the server alone' {
        $text = New-PgPrivateLinkRequest dbt $server -Environment EMEA -DefaultProfile $owner
        $text | Should -BeOfType string
        $text | Should -BeLike "Subject: New Azure Multi-Tenant Private Link Request*$server*JapanEast"
        $object = $server | New-PgPrivateLinkRequest -Vendor dbt -Environment EMEA -Format Object
        $object.Field['Postgres Flexible Server name'] | Should -Be pg-orders
    }

    It 'waits for the connection that the vendor makes from another tenant, and approves it' {
        $vendor = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name dbt -ManualRequest -RequestMessage 'dbt Cloud' -DefaultProfile $consumer
        $vendor.ConnectionStatus | Should -Be Pending
        $approved = Wait-PgEndpointConnection -Target $server -Name dbt* -State Pending -PollSec 1 -TimeoutSec 60 -DefaultProfile $owner |
            Approve-PgEndpointConnection -DefaultProfile $owner
        $approved.Name | Should -BeLike 'dbt.*'
        $approved.Status | Should -Be Approved
        $approved.EndpointStatus | Should -BeNullOrEmpty -Because 'the owner cannot read the vendor''s endpoint'
        ($vendor | Wait-PgEndpointConnection -PollSec 1 -TimeoutSec 60 -DefaultProfile $consumer).ConnectionStatus | Should -Be Approved
        ($approved | Approve-PgEndpointConnection -DefaultProfile $owner).Changed | Should -BeFalse
    }
}

Describe 'The BigAnimal job' {
    It 'finds the service of a cluster of ours and links to it' {
        $endpoint = Get-PgPrivateLinkTarget -ClusterId mckwlbakq5 | New-PgPrivateEndpoint -SubnetId $subnet
        $endpoint.TargetId | Should -Be $service
        $endpoint.ConnectionStatus | Should -Be Approved
        $endpoint.GroupId | Should -BeNullOrEmpty
    }

    It 'asks by the alias of a cluster in EDB''s account' {
        $target = Get-PgPrivateLinkTarget $alias -DefaultProfile $consumer
        $target.CanTakeEndpoint | Should -BeTrue
        $endpoint = $target | New-PgPrivateEndpoint -SubnetId $subnet -Name edb-pe -RequestMessage 'Orders' -DefaultProfile $consumer
        $endpoint.ManualRequest | Should -BeTrue
        $pending = Get-PgEndpointConnection $service -RequestMessage Ord* -DefaultProfile $owner
        $pending.EndpointId | Should -Be $endpoint.Id
        ($pending | Approve-PgEndpointConnection -DefaultProfile $owner).Status | Should -Be Approved
        $endpoint | Wait-PgEndpointConnection -PollSec 1 -DefaultProfile $consumer | Get-PgEndpointIp -DefaultProfile $consumer |
            ForEach-Object IpAddress | Should -Match '^\d+\.\d+\.\d+\.\d+$'
    }
}

Describe 'Targets' {
    It 'says why a server takes no endpoints' {
        $targets = Get-PgPrivateLinkTarget -Name pg-* -SubscriptionId $development, $test
        ($targets | Where-Object CanTakeEndpoint).Name | Should -Be pg-orders
        ($targets | Where-Object CanTakeEndpoint -EQ $false).Remedy | Should -BeLike '*migrate-network*'
        $targets | Format-Table | Out-String | Should -Match 'CanTakeEndpoint'
    }

    It 'pipes into Get-PgEndpointConnection' {
        $null = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name piped-pe -ManualRequest
        (Get-PgPrivateLinkTarget -Name pg-orders -SubscriptionId $development | Get-PgEndpointConnection -State pending -Name piped-*).Status | Should -Be Pending
    }
}

Describe 'The states of a connection' {
    It 'is denied, stays denied, and is asked for again with -Force' {
        $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name denied-pe -ManualRequest
        ($endpoint | Deny-PgEndpointConnection -Description 'Not ordered' -Confirm:$false).EndpointStatus | Should -Be Rejected

        $errors = $null
        $endpoint | Approve-PgEndpointConnection -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'ConnectionFinal,*'
        $errors[0].CategoryInfo.Category | Should -Be InvalidOperation
        $errors[0].TargetObject | Should -BeLike "$server/privateEndpointConnections/denied-pe.*"

        New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name denied-pe -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].FullyQualifiedErrorId | Should -BeLike 'EndpointTurnedDown,*'
        (New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name denied-pe -Force | Approve-PgEndpointConnection).EndpointStatus | Should -Be Approved
    }

    It 'is removed by the owner, which the requester sees as Disconnected' {
        $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name gone-pe
        $connection = $endpoint | Get-PgEndpointConnection
        $connection | Remove-PgEndpointConnection -Confirm:$false | Should -BeNullOrEmpty
        ($endpoint.Id | Wait-PgEndpointConnection -State Disconnected -PollSec 1 -TimeoutSec 60).ConnectionStatus | Should -Be Disconnected
        { $connection | Remove-PgEndpointConnection -Confirm:$false -ErrorAction Stop } | Should -Not -Throw
    }

    It 'asks before it denies or removes, and writes nothing under -WhatIf' {
        foreach ($name in 'Deny-PgEndpointConnection', 'Remove-PgEndpointConnection') {
            $meta = [Management.Automation.CommandMetadata](Get-Command $name)
            $meta.ConfirmImpact | Should -Be High
        }
        $endpoint = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name whatif-pe -ManualRequest
        $before = (Get-Writes).Count
        $endpoint | Approve-PgEndpointConnection -WhatIf
        $endpoint | Deny-PgEndpointConnection -WhatIf
        $endpoint | Remove-PgEndpointConnection -WhatIf
        (Get-Writes).Count | Should -Be $before
    }

    It 'takes a wildcard for all that match, and lists what there is where nothing does' {
        foreach ($number in 1, 2, 3) { $null = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name "same-$number-pe" -ManualRequest -RequestMessage "number $number" }
        Approve-PgEndpointConnection -Target $server -Name same-* -RequestMessage 'number ?' -EndpointSubscriptionId $test | ForEach-Object Status | Should -Be Approved, Approved, Approved
        $errors = $null
        Get-PgEndpointConnection -Target $server -Name nobody -ErrorAction SilentlyContinue -ErrorVariable errors
        $errors[0].ErrorDetails.Message | Should -BeLike '*same-2-pe.*'
    }
}

Describe 'A request that is known by its requester''s words only' {
    BeforeAll {
        $null = New-PgPrivateEndpoint -Target $server -SubnetId $subnet -Name words-pe -ManualRequest -RequestMessage 'ticket 4711'
        $session = "Import-Module '$PSScriptRoot/Support.psm1'; Import-ModuleUnderTest
            `$null = Connect-Sandbox (Get-Content '$($sandbox.ReadyFile)' -Raw | ConvertFrom-Json) -Subscription test; "
        $approve = "Approve-PgEndpointConnection -Target '$server' -RequestMessage '*4711*'"

        # Somebody at a prompt, who answers so and reads what was asked.
        Add-Type -TypeDefinition @'
            using System.Collections.Generic;
            using System.Collections.ObjectModel;
            using System.Management.Automation.Host;

            public sealed class AnsweringUI : PSHostUserInterface
            {
                public int Answer;
                public List<string> Asked = new();
                public int Default;
                public override PSHostRawUserInterface RawUI => null;
                public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
                { Asked.Add(caption + "\n" + message); Default = defaultChoice; return Answer; }
                public override Dictionary<string, System.Management.Automation.PSObject> Prompt(string c, string m, Collection<FieldDescription> d) => throw new System.NotImplementedException();
                public override System.Management.Automation.PSCredential PromptForCredential(string c, string m, string u, string t) => null;
                public override System.Management.Automation.PSCredential PromptForCredential(string c, string m, string u, string t, System.Management.Automation.PSCredentialTypes a, System.Management.Automation.PSCredentialUIOptions o) => null;
                public override string ReadLine() => "";
                public override System.Security.SecureString ReadLineAsSecureString() => new();
                public override void Write(string value) { }
                public override void Write(System.ConsoleColor f, System.ConsoleColor b, string value) { }
                public override void WriteDebugLine(string message) { }
                public override void WriteErrorLine(string value) { }
                public override void WriteLine(string value) { }
                public override void WriteProgress(long sourceId, System.Management.Automation.ProgressRecord record) { }
                public override void WriteVerboseLine(string message) { }
                public override void WriteWarningLine(string message) { }
            }

            public sealed class AnsweringHost : PSHost
            {
                public AnsweringUI Answering = new();
                public override System.Globalization.CultureInfo CurrentCulture => System.Globalization.CultureInfo.InvariantCulture;
                public override System.Globalization.CultureInfo CurrentUICulture => System.Globalization.CultureInfo.InvariantCulture;
                public override System.Guid InstanceId { get; } = System.Guid.NewGuid();
                public override string Name => "Answering";
                public override PSHostUserInterface UI => Answering;
                public override System.Version Version => new(1, 0);
                public override void EnterNestedPrompt() { }
                public override void ExitNestedPrompt() { }
                public override void NotifyBeginApplication() { }
                public override void NotifyEndApplication() { }
                public override void SetShouldExit(int exitCode) { }
            }
'@
        function Invoke-Asked([int] $Answer, [string] $Script) {
            $answering = [AnsweringHost]::new()
            $answering.Answering.Answer = $Answer
            $runspace = [runspacefactory]::CreateRunspace($answering)
            $runspace.Open()
            $shell = [powershell]::Create($runspace)
            try { @{ Output = @($shell.AddScript("$session $Script").Invoke()); Errors = @($shell.Streams.Error); UI = $answering.Answering } }
            finally { $shell.Dispose(); $runspace.Dispose() }
        }
    }

    It 'is an error where nobody can be asked, and writes nothing, also with -Confirm:$false' {
        $before = (Get-Writes).Count
        $said = Invoke-Pwsh "$session try { $approve -Confirm:`$false -ErrorAction Stop } catch { `$_.FullyQualifiedErrorId; `"`$_`" }"
        $said[0] | Should -BeLike 'RequesterNotNamed,*'
        "$said" | Should -BeLike '*words-pe*-EndpointSubscriptionId*-Force*'
        (Get-Writes).Count | Should -Be $before
    }

    It 'is shown with its endpoint, subscription and words at a prompt whose default is no' {
        $before = (Get-Writes).Count
        $asked = Invoke-Asked 2 $approve
        $asked.Errors | Should -BeNullOrEmpty
        $asked.Output | Should -BeNullOrEmpty
        $asked.UI.Asked | Should -HaveCount 1
        $asked.UI.Asked[0] | Should -BeLike "*/privateEndpoints/words-pe'*$test*'ticket 4711'*"
        $asked.UI.Default | Should -Be 2
        (Get-Writes).Count | Should -Be $before
    }

    It 'is approved by a yes, and asked about no more' {
        (Invoke-Asked 0 $approve).Output.Status | Should -Be Approved
        (Invoke-Pwsh "$session ($approve).Changed") | Should -Be 'False'
    }

    It 'is not taken for named by a variable that is empty' {
        { Approve-PgEndpointConnection -Target $server -RequestMessage '*4711*' -EndpointSubscriptionId $null } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'is approved without a question by -Force, or for the subscription that is named' {
        foreach ($way in '-Force', "-EndpointSubscriptionId $test") {
            $null = New-PgPrivateEndpoint -Target $service -SubnetId $subnet -Name words-too-pe -ManualRequest -RequestMessage 'ticket 4712'
            (Invoke-Pwsh "$session (Approve-PgEndpointConnection -Target '$service' -RequestMessage '*4712*' $way).Status") | Should -Be Approved
            Remove-PgPrivateEndpoint "$($subnet -replace '/virtualNetworks.*')/privateEndpoints/words-too-pe" -Confirm:$false
        }
    }
}

Describe 'The verdict before the first write' {
    It 'is <Id> for <What>' -ForEach @(
        @{ Id = 'ServerInVirtualNetwork'; Remedy = 'migrate-network'; What = 'a server in a network'; Parameters = { @{ Target = $sandbox.resources.injectedServer } } }
        @{ Id = 'TargetNotFound'; Remedy = '-ManualRequest'; What = 'a server that is not there'; Parameters = { @{ Target = "$server-none" } } }
        @{ Id = 'ServiceNotVisible'; Remedy = 'visibility'; What = 'an alias that is visible to nobody'; Parameters = { @{ Target = $alias -replace '\.[0-9a-f]{8}-', '.00000000-' } } }
        @{ Id = 'InvalidTarget'; Remedy = 'Give the resource id'; What = 'something else'; Parameters = { @{ Target = 'pg-orders' } } }
        @{ Id = 'RegionDiffers'; Remedy = 'Leave out -Location'; What = 'another region'; Parameters = { @{ Target = $server; Location = 'westeurope' } } }
    ) {
        $given = & $Parameters
        $before = @(Get-Writes | Where-Object method -EQ PUT).Count
        $errors = $null
        New-PgPrivateEndpoint @given -SubnetId $subnet -Name verdict-pe -ErrorAction SilentlyContinue -ErrorVariable errors | Should -BeNullOrEmpty
        $errors[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $errors[0].ErrorDetails.Message | Should -BeLike "*$Remedy*"
        @(Get-Writes | Where-Object method -EQ PUT).Count | Should -Be $before
    }
}
