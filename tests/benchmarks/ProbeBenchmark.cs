using System.Diagnostics;

namespace PrivateLinkPg.Benchmarks;

/// <summary>The probe, beside psql processes that ask the same over verify-full TLS: one at a time, and hundreds of which 64 run at once.</summary>
internal sealed class ProbeBenchmark : IBenchmark
{
    private const int Rounds = 40;
    private const int Many = 500;
    private const int AtOnce = 64;

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
        $first = Measure-Ms { $script:result = Test-PgPrivateConnection @probe }
        if ($result.Status -ne 'Passed') { throw $result.Message }
        foreach ($i in 1..10) { $null = Test-PgPrivateConnection @probe }
        $times = foreach ($i in 1..ROUNDS) { Measure-Ms { Test-PgPrivateConnection @probe } }
        $rest = $probe.Clone()
        $rest.Remove('HostName')
        $many = foreach ($i in 1..3) {
            Measure-Ms { $script:results = @(@($probe.HostName) * MANY | Test-PgPrivateConnection @rest -ThrottleLimit ATONCE) }
            $failed = $results | Where-Object Status -NE Passed | Select-Object -First 1
            if ($failed) { throw $failed.Message }
            if ($results.Count -ne MANY) { throw "$($results.Count) results" }
        }
        $address.IpAddress | Set-Content "$env:READY_FILE.address"
        @{ first = @($first); probe = @($times); many = @($many) } | ConvertTo-Json -Compress
        """;

    public string Name => "probe";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        await using RunningSandbox sandbox = await RunningSandbox.StartAsync(cancellation);
        string script = Script.Replace("ROUNDS", $"{Rounds}").Replace("MANY", $"{Many}").Replace("ATONCE", $"{AtOnce}");
        var measured = await Programs.MeasureInPwshAsync(RunningSandbox.SignIn + script, sandbox.Environment, cancellation);
        string address = (await File.ReadAllTextAsync(sandbox.Environment["READY_FILE"] + ".address", cancellation)).Trim();
        Sample first = new(measured["first"]), probe = new(measured["probe"]), many = new(measured["many"]);
        Sample psql = await PsqlAsync(sandbox, address, cancellation), xargs = await XargsAsync(sandbox, address, cancellation);
        return
        [
            new("Test-PgPrivateConnection, the first of a session", first, null, new(first.Median, " ms"), 150),
            new("Test-PgPrivateConnection in a warm session, beside a psql process", probe, psql, new(probe.Median / psql.Median, " ×"), 0.7),
            new($"{Many} probes piped, {AtOnce} at once, beside xargs -P{AtOnce} psql", many, xargs, new(many.Median / xargs.Median, " ×"), 0.25),
        ];
    }

    private static async Task<Sample> PsqlAsync(RunningSandbox sandbox, string address, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (int round = -3; round < Rounds; round++)
        {
            double time = await Programs.TimeAsync(WithPassword(sandbox, "psql", [.. Arguments(sandbox, address)]), cancellation);
            if (round >= 0) times.Add(time);
        }

        return new(times);
    }

    private static async Task<Sample> XargsAsync(RunningSandbox sandbox, string address, CancellationToken cancellation)
    {
        string[] psql = ["sh", "-c", $"seq {Many} | xargs -P{AtOnce} -I@ \"$@\"", "sh", "psql", .. Arguments(sandbox, address)];
        var times = new List<double>();
        for (int round = 0; round < 3; round++) times.Add(await Programs.TimeAsync(WithPassword(sandbox, psql[0], psql[1..]), cancellation));
        return new(times);
    }

    private static ProcessStartInfo WithPassword(RunningSandbox sandbox, string program, string[] arguments) =>
        new(program, arguments) { Environment = { ["PGPASSWORD"] = sandbox.Text("postgres:password") } };

    private static string[] Arguments(RunningSandbox sandbox, string address) =>
    [
        "-X", "-A", "-t", "-c", "select version()",
        $"host={sandbox.Text("hostNames:flexibleServer")} hostaddr={address} port=5432 user={sandbox.Text("postgres:user")} "
            + $"dbname={sandbox.Text("postgres:database")} sslmode=verify-full sslrootcert={sandbox.Text("postgres:rootCertificate")}",
    ];
}
