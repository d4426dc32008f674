using System.Diagnostics;

namespace PrivateLinkPg.Benchmarks;

/// <summary>The probe in a session that is warm, beside a psql process that asks the same over verify-full TLS.</summary>
internal sealed class ProbeBenchmark : IBenchmark
{
    private const int Rounds = 40;

    private const string Script = """
        $password = ConvertTo-SecureString $sandbox.postgres.password -AsPlainText -Force
        $credential = [pscredential]::new($sandbox.postgres.user, $password)
        $address = $sandbox.resources.flexibleServer | New-PgPrivateEndpoint -SubnetId $sandbox.resources.clientSubnet | Approve-PgEndpointConnection |
            Get-PgEndpointIp
        $null = $address | New-PgPrivateDnsRecord
        $probe = @{
            HostName        = $sandbox.hostNames.flexibleServer
            DnsServer       = $sandbox.dns.($sandbox.resources.clientNetwork)
            Credential      = $credential
            RootCertificate = $sandbox.postgres.rootCertificate
            Database        = $sandbox.postgres.database
        }
        $first = Test-PgPrivateConnection @probe
        if ($first.Status -ne 'Passed') { throw $first.Message }
        foreach ($i in 1..10) { $null = Test-PgPrivateConnection @probe }
        $times = foreach ($i in 1..ROUNDS) { Measure-Ms { Test-PgPrivateConnection @probe } }
        $address.IpAddress | Set-Content "$env:READY_FILE.address"
        @{ probe = @($times) } | ConvertTo-Json -Compress
        """;

    public string Name => "probe";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        await using RunningSandbox sandbox = await RunningSandbox.StartAsync(cancellation);
        Sample probe = new((await Programs.MeasureInPwshAsync(RunningSandbox.SignIn + Script.Replace("ROUNDS", $"{Rounds}"), sandbox.Environment, cancellation))["probe"]);
        string address = (await File.ReadAllTextAsync(sandbox.Environment["READY_FILE"] + ".address", cancellation)).Trim();
        Sample psql = new(await PsqlAsync(sandbox, address, cancellation));
        return [new("Test-PgPrivateConnection in a warm session, beside a psql process", probe, psql, new(probe.Median / psql.Median, " ×"), 0.7)];
    }

    private static async Task<double[]> PsqlAsync(RunningSandbox sandbox, string address, CancellationToken cancellation)
    {
        string connection = $"host={sandbox.Text("hostNames:flexibleServer")} hostaddr={address} port=5432 user={sandbox.Text("postgres:user")} "
            + $"dbname={sandbox.Text("postgres:database")} sslmode=verify-full sslrootcert={sandbox.Text("postgres:rootCertificate")}";
        var psql = new ProcessStartInfo("psql", ["-X", "-A", "-t", "-c", "select version()", connection]) { Environment = { ["PGPASSWORD"] = sandbox.Text("postgres:password") } };
        var times = new List<double>();
        for (int round = -3; round < Rounds; round++)
        {
            double time = await Programs.TimeAsync(psql, cancellation);
            if (round >= 0) times.Add(time);
        }

        return [.. times];
    }
}
