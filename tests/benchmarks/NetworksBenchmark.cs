namespace PrivateLinkPg.Benchmarks;

/// <summary>What a hundred networks take beside one, from the endpoint to the record, where each operation of Azure takes two seconds.</summary>
internal sealed class NetworksBenchmark : IBenchmark
{
    private const string Script = """
        $null = Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription $sandbox.subscriptions.test
        $token = (Invoke-RestMethod "$env:IDENTITY_ENDPOINT`?api-version=2019-08-01&resource=$($sandbox.armEndpoint)" -Headers @{ 'X-IDENTITY-HEADER' = $env:IDENTITY_HEADER }).access_token
        $group = ($sandbox.resources.clientSubnet -split '/providers/')[0]
        function New-Network([int] $Number) {
            $prefix = "10.$([Math]::Floor($Number / 250) + 100).$($Number % 250).0/24"
            $id = "$group/providers/Microsoft.Network/virtualNetworks/bench-$Number"
            $body = @{ location = $sandbox.location; properties = @{ addressSpace = @{ addressPrefixes = @($prefix) }; subnets = @(@{ name = 'pe'; properties = @{ addressPrefix = $prefix } }) } }
            $null = Invoke-RestMethod "$($sandbox.armEndpoint.TrimEnd('/'))$id`?api-version=2024-05-01" -Method Put -Headers @{ Authorization = "Bearer $token" } -ContentType application/json -Body ($body | ConvertTo-Json -Depth 9) -SkipCertificateCheck
            "$id/subnets/pe"
        }
        function Connect-Network([string[]] $Subnet) {
            $records = $Subnet | New-PgPrivateEndpoint -Target $sandbox.resources.flexibleServer -SubnetId { $_ } | Approve-PgEndpointConnection | Get-PgEndpointIp |
                New-PgPrivateDnsRecord -ResourceGroupName 'rg-{VirtualNetworkName}' -CreateResourceGroup
            if (@($records).Count -ne $Subnet.Count) { throw "$(@($records).Count) of $($Subnet.Count) networks were connected." }
        }
        function Measure-Read([scriptblock] $Run) {
            $before = @(Get-Content $sandbox.log).Count
            & $Run
            @(Get-Content $sandbox.log | Select-Object -Skip $before | ConvertFrom-Json | Where-Object method -EQ GET).Count
        }
        $subnets = 1..104 | ForEach-Object { New-Network $_ }
        Connect-Network $subnets[0]
        $one = 1..3 | ForEach-Object { Measure-Ms { Connect-Network $subnets[$_] } }
        $hundred = $subnets[4..103]
        $reads = Measure-Read { $script:many = Measure-Ms { Connect-Network $hundred } }
        $again = Measure-Read { Connect-Network $hundred }
        @{ one = @($one); hundred = @($many); reads = @($reads / 100); again = @($again / 100) } | ConvertTo-Json -Compress
        """;

    public string Name => "networks";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        await using RunningSandbox sandbox = await RunningSandbox.StartAsync(cancellation, "--operation-seconds", "2", "--no-postgres");
        var measured = await Programs.MeasureInPwshAsync(RunningSandbox.SignIn + Script, sandbox.Environment, cancellation);
        Sample one = new(measured["one"]), hundred = new(measured["hundred"]);
        return
        [
            new("A hundred networks, endpoint to record, beside one", hundred, one, new(hundred.Median / one.Median, " times"), 1.5),
            new("Reads for each of them, with those that follow operations", hundred, null, new(measured["reads"][0], " reads"), 6),
            new("Reads for each of them where all is there already: its record and its link, and what lists leave", hundred, null, new(measured["again"][0], " reads"), 3),
        ];
    }
}
