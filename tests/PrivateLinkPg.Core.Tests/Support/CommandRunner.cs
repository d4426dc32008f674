using System.Net.Http.Json;
using System.Text.Json;
using Azure.Core;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Output;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>Runs handlers as a cmdlet would, with the same pump, against the sandbox in this process.</summary>
internal sealed class CommandRunner(
    SandboxHost sandbox, string? principal, RecordingOutput output, TimeProvider? clock = null, TimeSpan? patience = null) : IConnectionSource
{
    private static readonly HttpClient Http = new();

    private JudgedTransport? _transport;
    private CommandHost? _running;

    /// <summary>Stands between the command and Azure; null where nothing does.</summary>
    public FaultyTransport? Faults { get; init; }

    /// <summary>Stops the command that runs, as Ctrl+C does.</summary>
    public void Stop() => _running?.Cancel();

    /// <summary>All that was written, over all runs.</summary>
    public RecordingOutput Output => output;

    /// <summary>Runs <paramref name="handler"/> for each input, as piped input, and gives the objects of this run.</summary>
    public IReadOnlyList<TOut> Run<TIn, TOut>(Func<TIn, CommandHost, Task> handler, params TIn[] inputs)
    {
        int before = output.Objects.Count;
        using CommandHost host = new(output, this, clock ?? TimeProvider.System, patience: patience ?? TimeSpan.FromHours(1));
        _running = host;
        foreach (TIn input in inputs) host.Start(() => handler(input, host), input);
        host.Complete();
        _transport?.ThrowIfWrong();
        return [.. output.Objects.Skip(before).Cast<TOut>()];
    }

    /// <summary>Runs a handler that must give one object.</summary>
    public TOut One<TIn, TOut>(Func<TIn, CommandHost, Task> handler, TIn input)
    {
        IReadOnlyList<TOut> objects = Run<TIn, TOut>(handler, input);
        Assert.True(objects.Count == 1, $"{objects.Count} objects, failures: {string.Join("; ", output.Failures.Select(failure => $"{failure.Id}: {failure.Message}"))}");
        return objects[0];
    }

    /// <summary>Runs a handler that must fail, and gives the failure.</summary>
    public CommandFailure Fails<TIn>(Func<TIn, CommandHost, Task> handler, TIn input)
    {
        int before = output.Failures.Count;
        Assert.Empty(Run<TIn, object>(handler, input));
        return Assert.Single(output.Failures.Skip(before));
    }

    /// <summary>The changing requests that <paramref name="action"/> sent.</summary>
    public IReadOnlyList<string> WritesOf(Action action)
    {
        int before = sandbox.Log.Requests.Count;
        action();
        return [.. sandbox.Log.Requests.Skip(before).Where(request => request.Method is not ("GET" or "HEAD")).Select(request => $"{request.Method} {request.Path}")];
    }

    public Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation)
    {
        AzureCloud cloud = AzureCloud.Public with
        {
            Name = "Sandbox", ResourceManager = new(sandbox.Ready.ArmEndpoint), Audience = sandbox.Ready.ArmEndpoint, CaCertificate = sandbox.Ready.CertificateAuthority,
        };
        _transport ??= new(TrustedTransport.For(cloud.CaCertificate));
        return Task.FromResult(new AzureConnection(
            DelegatedTokenCredential.Create((_, _) => throw new NotSupportedException(), TokenAsync), cloud, sandbox.Ready.Subscriptions.Test, sandbox.Ready.TenantId,
            principal ?? "test", ContextSource.ConnectPgAzure) { Transport = Faults is null ? _transport : Faults.Before(_transport) });
    }

    private async ValueTask<AccessToken> TokenAsync(TokenRequestContext context, CancellationToken cancellation)
    {
        string resource = Uri.EscapeDataString(context.Scopes[0].Replace("/.default", "", StringComparison.Ordinal));
        string client = principal is null ? "" : "&client_id=" + principal;
        using HttpRequestMessage request = new(HttpMethod.Get, $"{sandbox.Ready.IdentityEndpoint}?api-version=2019-08-01&resource={resource}{client}");
        request.Headers.Add("X-IDENTITY-HEADER", sandbox.Ready.IdentityHeader);
        using HttpResponseMessage response = await Http.SendAsync(request, cancellation);
        JsonElement token = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return new(token.GetProperty("access_token").GetString()!, TimeProvider.System.GetUtcNow().AddHours(1));
    }
}
