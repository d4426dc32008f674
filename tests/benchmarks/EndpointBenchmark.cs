using System.Globalization;

namespace PrivateLinkPg.Benchmarks;

/// <summary>What the command adds to an operation of Azure that takes one second, and the same done by az in the same run.</summary>
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
        Result beside = new("New-PgPrivateEndpoint, beside its operation of 1 s", times, new([1000]), new(times.Median / 1000, " s"), 1.1);
        if (await AzAsync(sandbox, cancellation) is not { } az) return [beside];
        return [beside, new("New-PgPrivateEndpoint in a session, beside az network private-endpoint create", times, az, new(times.Median / az.Median, " ×"), 0.35)];
    }

    // Null where there is no az. Debian's cannot load its network commands by itself.
    private static async Task<Sample?> AzAsync(RunningSandbox sandbox, CancellationToken cancellation)
    {
        if (!File.Exists("/usr/bin/az")) return null;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("az-");
        try
        {
            // An empty folder makes az ask a public host for newer versions; this says that it just did.
            string now = TimeProvider.System.GetLocalNow().ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture);
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "versionCheck.json"), $$"""{"versions":{"azure-cli":{"local":"0","pypi":"0"},"core":{"local":"0","pypi":"0"} },"update_time":"{{now}}"}""", cancellation);
            string arm = sandbox.Text("armEndpoint").TrimEnd('/');
            await RunAsync("cloud", "register", "-n", "sandbox", "--endpoint-resource-manager", arm, "--endpoint-active-directory", arm,
                "--endpoint-active-directory-resource-id", arm, "--endpoint-active-directory-graph-resource-id", arm);
            await RunAsync("cloud", "set", "-n", "sandbox");
            await RunAsync("login", "--identity");
            await RunAsync("account", "set", "-s", sandbox.Text("resources:clientSubnet").Split('/')[2]);
            List<double> times = [];
            for (int i = -1; i < 3; i++)
            {
                double time = await RunAsync("network", "private-endpoint", "create", "-g", sandbox.Text("resources:clientSubnet").Split('/')[4], "-n", $"az-{i + 1}",
                    "--subnet", sandbox.Text("resources:clientSubnet"), "--private-connection-resource-id", sandbox.Text("resources:flexibleServer"),
                    "--group-id", "postgresqlServer", "--connection-name", "az");
                if (i >= 0) times.Add(time);
            }
            return new(times);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        Task<double> RunAsync(params string[] arguments) => Programs.TimeAsync(
            new("/usr/bin/python3", ["-I", Programs.RepairedAz, "--", .. arguments])
            {
                Environment =
                {
                    ["AZURE_CONFIG_DIR"] = folder.FullName, ["AZURE_CORE_COLLECT_TELEMETRY"] = "no", ["REQUESTS_CA_BUNDLE"] = sandbox.Text("certificateAuthority"),
                    ["MSI_ENDPOINT"] = sandbox.Text("identityEndpoint"),
                },
            }, cancellation);
    }
}
