using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Benchmarks;

/// <summary>The sandbox itself: how soon it is there, how fast it answers, and whether it grows.</summary>
internal sealed class SandboxBenchmark : IBenchmark
{
    private const int Starts = 5;
    // The heap takes some hundred thousand requests to find its size; from there on nothing may grow.
    private const int Warming = 150_000;
    private const int Measured = 100_000;
    private const int Clients = 16;
    private const int RoundRequests = 8;

    public string Name => "sandbox";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        var starts = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await using RunningSandbox started = await RunningSandbox.StartAsync(cancellation, "--no-postgres");
            starts.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        await using RunningSandbox sandbox = await RunningSandbox.StartAsync(cancellation, "--no-postgres");
        using HttpClient client = await SignInAsync(sandbox, cancellation);
        await LoadAsync(sandbox, client, Warming, cancellation);
        double before = await MegabytesAsync(sandbox, cancellation);
        long begin = Stopwatch.GetTimestamp();
        List<double> answers = await LoadAsync(sandbox, client, Measured, cancellation);
        double perSecond = answers.Count / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        double growth = await MegabytesAsync(sandbox, cancellation) - before;

        Sample started0 = new(starts), answered = new(answers);
        return
        [
            new("The sandbox from start to ready, without PostgreSQL", started0, null, new(started0.Median / 1000, " s"), 1.5),
            new($"An answer of the sandbox, {Clients} clients at once ({perSecond.ToString("0", CultureInfo.InvariantCulture)} a second)", answered, null,
                new(1000 / perSecond, " ms each"), 0.5),
            new($"The sandbox's memory over {Measured} requests more", answered, null, new(growth, " MB more"), 25),
        ];
    }

    private static async Task<HttpClient> SignInAsync(RunningSandbox sandbox, CancellationToken cancellation)
    {
        var handler = new SocketsHttpHandler { MaxConnectionsPerServer = Clients };
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            CustomTrustStore = { X509Certificate2.CreateFromPem(await File.ReadAllTextAsync(sandbox.Text("certificateAuthority"), cancellation)) },
        };
        var client = new HttpClient(handler) { BaseAddress = new Uri(sandbox.Text("armEndpoint")) };
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{sandbox.Text("identityEndpoint")}?api-version=2019-08-01&resource={sandbox.Text("armEndpoint")}");
        request.Headers.Add("X-IDENTITY-HEADER", sandbox.Text("identityHeader"));
        using HttpResponseMessage token = await client.SendAsync(request, cancellation);
        string access = JsonNode.Parse(await token.Content.ReadAsStringAsync(cancellation))!["access_token"]!.GetValue<string>();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", access);
        return client;
    }

    /// <summary>Sends about so many requests: endpoints made, read, polled and removed, records written and read.</summary>
    private static async Task<List<double>> LoadAsync(RunningSandbox sandbox, HttpClient client, int requests, CancellationToken cancellation)
    {
        List<double>[] times = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async number =>
        {
            var own = new List<double>(requests / Clients);
            string group = sandbox.Text("resources:clientNetwork").Split("/providers/")[0];
            string network = $"{group}/providers/Microsoft.Network";
            string endpoint = $"{network}/privateEndpoints/load-{number}?api-version=2025-01-01";
            string body = $$$"""
                {"location":"japaneast","properties":{"subnet":{"id":"{{{sandbox.Text("resources:clientSubnet")}}}"},"privateLinkServiceConnections":[
                {"name":"c","properties":{"groupIds":["postgresqlServer"],"privateLinkServiceId":"{{{sandbox.Text("resources:flexibleServer")}}}"} }] } }
                """;
            while (own.Count < requests / Clients)
            {
                string? operation = await SendAsync(HttpMethod.Put, endpoint, body);
                for (var i = 0; i < RoundRequests - 4; i++) await SendAsync(HttpMethod.Get, endpoint);
                if (operation is not null) await SendAsync(HttpMethod.Get, operation);
                await SendAsync(HttpMethod.Get, $"{network}/virtualNetworks/vnet-client/subnets/snet-client?api-version=2025-01-01");
                await SendAsync(HttpMethod.Delete, endpoint);
            }

            return own;

            async Task<string?> SendAsync(HttpMethod method, string path, string? content = null)
            {
                long start = Stopwatch.GetTimestamp();
                using var request = new HttpRequestMessage(method, path);
                if (content is not null) request.Content = new StringContent(content, Encoding.UTF8, "application/json");
                using HttpResponseMessage answer = await client.SendAsync(request, cancellation);
                await answer.Content.CopyToAsync(Stream.Null, cancellation);
                own.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                // An endpoint that is still going away refuses to be made again: that is an answer too.
                if ((int)answer.StatusCode >= 400 && (int)answer.StatusCode is not (404 or 409)) throw new InvalidOperationException($"{method} {path}: {answer.StatusCode}");
                return answer.Headers.TryGetValues("Azure-AsyncOperation", out IEnumerable<string>? values) ? values.First() : null;
            }
        }));
        return [.. times.SelectMany(list => list)];
    }

    /// <summary>The memory that is the sandbox's own.</summary>
    private static async Task<double> MegabytesAsync(RunningSandbox sandbox, CancellationToken cancellation)
    {
        string[] lines = await File.ReadAllLinesAsync($"/proc/{sandbox.ProcessId}/status", cancellation);
        string size = lines.First(line => line.StartsWith("RssAnon:", StringComparison.Ordinal));
        return double.Parse(size.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
    }
}
