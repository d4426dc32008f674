using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Many endpoints at an Azure that takes no more requests than Azure does, on a clock that goes faster for both.</summary>
public sealed class AzureLimitsTests : IAsyncLifetime
{
    private static readonly TimeSpan Enough = TimeSpan.FromHours(1);

    private readonly FastClock _clock = new(5);
    private SandboxHost _sandbox = null!;

    public async Task InitializeAsync() =>
        _sandbox = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, Buckets = true, Clock = _clock });

    public async Task DisposeAsync() => await _sandbox.DisposeAsync();

    [Fact]
    public async Task Two_commands_at_once_make_hundreds_of_endpoints_without_being_refused_once()
    {
        await Task.WhenAll(Run("a", 150), Run("b", 150));

        Assert.Equal(300, _sandbox.Log.Requests.Count(request => request.Method == "PUT" && request.Status == 201));
        // Those are more than the bucket of writes holds at first: it was waited for. How many reads go with them is a matter of luck.
        Assert.InRange(_sandbox.Log.Requests.Count(request => request.Method == "GET" && request.Path.StartsWith("/subscriptions/", StringComparison.Ordinal)), 1, 20_000);
        Assert.DoesNotContain(_sandbox.Log.Requests, request => request.Status == 429);
    }

    [Fact]
    public async Task Beside_another_client_that_takes_all_it_can_get_all_succeed_too()
    {
        using CancellationTokenSource done = new();
        CommandRunner other = new(_sandbox, null, new(), _clock);
        using HttpClient client = new(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true });
        var connection = await other.ResolveAsync(new(), default);
        string token = (await connection.Credential.GetTokenAsync(new([connection.Cloud.Audience + "/.default"]), default)).Token;
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        Uri network = new(connection.Cloud.ResourceManager, $"{_sandbox.Ready.Resources.ClientNetwork}?api-version=2024-05-01");
        TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
        async Task DrainAsync()
        {
            while (!done.IsCancellationRequested)
            {
                using HttpResponseMessage answer = await client.GetAsync(network);
                if ((int)answer.StatusCode != 429) continue;
                drained.TrySetResult();
                await Task.Delay(TimeSpan.FromSeconds(1), _clock);
            }
        }
        Task draining = Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(DrainAsync)));

        await drained.Task.WaitAsync(TimeSpan.FromSeconds(60));

        CommandRunner runner = await Run("c", 40);
        await done.CancelAsync();
        await draining;

        // It ran into the limit, and told so once.
        Assert.Matches("^Azure's limit of reads in subscription ", Assert.Single(runner.Output.Text("Warning")));
    }

    private Task<CommandRunner> Run(string name, int count) => Task.Run(() =>
    {
        CommandRunner runner = new(_sandbox, null, new(), _clock, Enough);
        IReadOnlyList<PgPrivateEndpoint> made = runner.Run<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(
            NewPgPrivateEndpoint.RunAsync,
            [.. Enumerable.Range(0, count).Select(number => new NewPgPrivateEndpointRequest
            {
                Target = _sandbox.Ready.Resources.FlexibleServer, Name = $"{name}-{number}", Timeout = Enough,
                SubnetId = _sandbox.Ready.Resources.ClientSubnet.Replace("/vnet-client/", $"/vnet-client-{number % 10 + 1:00}/", StringComparison.Ordinal),
            })]);
        Assert.Empty(runner.Output.Failures);
        Assert.Equal(count, made.Count);
        return runner;
    });
}
