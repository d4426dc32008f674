using System.Text.Json;
using Azure.Core;
using PrivateLinkPg.Contexts;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Output;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>Runs handlers against a script of Azure's answers; every wait of some seconds is over at once.</summary>
internal sealed class ScriptedAzure(ScriptedTransport transport) : IConnectionSource
{
    public const string Subscription = "11111111-2222-3333-4444-555555555555";

    /// <summary>A script for each method with the end of a path, such as GET pe; of two the longer one's. Its last answer stays.</summary>
    public ScriptedAzure(params (string Asked, Answer[] Answers)[] scripts) : this(new NamedScripts(scripts))
    {
    }

    /// <summary>That something is not there.</summary>
    public static Answer Absent { get; } = new(404, """{"error":{"code":"ResourceNotFound","message":"Not there."}}""");

    /// <summary>A list of nothing.</summary>
    public static Answer None { get; } = List();

    /// <summary>That the account may not.</summary>
    public static Answer Refused { get; } = new(403, """{"error":{"code":"AuthorizationFailed","message":"As planned."}}""");

    /// <summary>That somebody else was faster.</summary>
    public static Answer Outdated { get; } = new(412, """{"error":{"code":"PreconditionFailed","message":"As planned."}}""");

    /// <summary>A resource.</summary>
    public static Answer One(object resource) => new(200, JsonSerializer.Serialize(resource));

    /// <summary>A list of resources.</summary>
    public static Answer List(params object[] resources) => One(new { value = resources });

    /// <summary>A list of network interfaces with these addresses.</summary>
    public static Answer Interfaces(params string[] addresses) =>
        List([.. addresses.Select(each => new { id = "nic", properties = new { ipConfigurations = new[] { new { properties = new { privateIPAddress = each } } } } })]);

    public RecordingOutput Output { get; init; } = new();

    // The limits of requests and operations are longer.
    public SkippingClock Clock { get; } = new(TimeSpan.FromSeconds(10));

    /// <summary>The clock instead, where a limit is to pass after some requests.</summary>
    public TimeProvider? Pace { get; init; }

    /// <summary>The requests, each as its method and the last part of its path.</summary>
    public IReadOnlyList<string> Asked => [.. transport.Asked.Select(Short)];

    /// <summary>The requests as they were sent.</summary>
    public IReadOnlyList<string> Paths => transport.Asked;

    /// <summary>A link of the script as it was answered.</summary>
    public string Placed(string link) => transport.Placed(link);

    /// <summary>What the changes among them say.</summary>
    public IReadOnlyList<string> Bodies => transport.Bodies;

    public ScriptedAzure Run<T>(Func<T, CommandHost, Task> handler, T input) => RunAll(handler, input);

    /// <summary>As above, for several inputs of one command.</summary>
    public ScriptedAzure RunAll<T>(Func<T, CommandHost, Task> handler, params T[] inputs)
    {
        using CommandHost host = new(Output, this, Pace ?? Clock);
        foreach (T input in inputs) host.Start(() => handler(input, host), input);
        host.Complete();
        return this;
    }

    /// <summary>Fails the test where the run ended with a failure.</summary>
    public void Succeeds() => Assert.Equal("", string.Join('\n', Output.Failures.Select(each => $"{each.Id}: {each.Message}")));

    /// <summary>The failure that the run ended with.</summary>
    public CommandFailure Fails<T>(Func<T, CommandHost, Task> handler, T input)
    {
        Assert.Empty(Run(handler, input).Output.Objects);
        return Assert.Single(Output.Failures);
    }

    public Task<AzureConnection> ResolveAsync(PipelineThread pipeline, CancellationToken cancellation)
    {
        // One of its own: what a process has just written, it looks for again where it is not there yet.
        transport.Place ??= new($"https://{Guid.NewGuid():N}.azure.example/");
        return Task.FromResult(Connection with { Cloud = AzureCloud.Public with { ResourceManager = transport.Place }, SubscriptionId = Subscription, Transport = transport });
    }

    private static string Short(string asked)
    {
        string path = asked.Split('?')[0];
        return $"{asked.Split(' ')[0]} {path[(path.LastIndexOf('/') + 1)..]}";
    }

    private sealed class NamedScripts((string Asked, Answer[] Answers)[] scripts) : ScriptedTransport
    {
        // More than any test needs, so that a loop without an end is noticed soon.
        private const int Most = 250;

        private readonly Dictionary<string, int> _next = [];

        protected override Answer Next(Request request)
        {
            string path = Asked[^1].Split('?')[0];
            (string asked, Answer[] answers) = scripts.Where(each => IsOf(each.Asked, path)).OrderByDescending(each => each.Asked.Length).FirstOrDefault();
            if (answers is null) throw new InvalidOperationException($"No script for {path}.");
            if (Asked.Count > Most) throw new InvalidOperationException($"More than {Most} requests.");
            int next = _next.GetValueOrDefault(asked);
            _next[asked] = next + 1;
            return answers[Math.Min(next, answers.Length - 1)];
        }

        private static bool IsOf(string script, string path) =>
            script.Split(' ') is [var method, var end] && path.StartsWith(method + " ", StringComparison.Ordinal) && path.EndsWith("/" + end, StringComparison.OrdinalIgnoreCase);
    }
}
