namespace PrivateLinkPg.Benchmarks;

/// <summary>What the command adds to an operation of Azure that takes one second.</summary>
internal sealed class EndpointBenchmark : IBenchmark
{
    private const string Script = """
        $networks = @($sandbox.resources.clientSubnet)
        $null = New-PgPrivateEndpoint -Target $sandbox.resources.flexibleServer -SubnetId $networks[0] -Name warm-pe
        $times = foreach ($i in 1..5) { Measure-Ms { New-PgPrivateEndpoint -Target $sandbox.resources.flexibleServer -SubnetId $networks[0] -Name "measured-$i-pe" } }
        @{ endpoint = @($times) } | ConvertTo-Json -Compress
        """;

    public string Name => "endpoint";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        await using RunningSandbox sandbox = await RunningSandbox.StartAsync(cancellation, "--operation-seconds", "1", "--no-postgres");
        Sample times = new((await Programs.MeasureInPwshAsync(RunningSandbox.SignIn + Script, sandbox.Environment, cancellation))["endpoint"]);
        return [new("New-PgPrivateEndpoint, beside its operation of 1 s", times, new([1000]), new(times.Median / 1000, " s"), 1.35)];
    }
}
