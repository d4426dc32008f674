using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;
using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.Replay;

/// <summary>
/// Sends recorded requests to a sandbox whose clock stands still, and moves the clock when the recording says that an operation
/// had ended. The subscription and the groups of the recording are made beforehand, with the recorded names.
/// </summary>
internal sealed partial class Replayer : IAsyncDisposable
{
    public static readonly TimeSpan OperationTime = TimeSpan.FromSeconds(60);

    private readonly ManualTime time = new();
    private readonly Dictionary<string, string> operations = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> connections = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> etags = [];
    private SandboxHost host = null!;

    public ArmClient Client { get; private set; } = null!;

    /// <summary>What an operation's URL stands for when the request that started it was not recorded.</summary>
    public string? LastOperation { get; private set; }

    public static async Task<Replayer> StartAsync()
    {
        var replayer = new Replayer();
        replayer.host = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false, OperationTime = OperationTime, Clock = replayer.time });
        replayer.Client = await ArmClient.SignInAsync(replayer.host.Ready);
        return replayer;
    }

    public async Task PrepareGroupAsync(string subscription, string group, string location)
    {
        host.State.Run(() =>
        {
            if (host.State.Subscriptions.ContainsKey(subscription)) return 0;
            var added = new Subscription(subscription, "recorded", host.State.TenantId);
            added.RegisteredProviders.UnionWith(["Microsoft.Network", "Microsoft.DBforPostgreSQL"]);
            host.State.Subscriptions.Add(subscription, added);
            return 0;
        });
        await Client.PutAsync($"/subscriptions/{subscription}/resourceGroups/{group}?api-version=2021-04-01", $$"""{"location":"{{location}}"}""");
    }

    /// <summary>A request that was not recorded, to bring the world where the recording begins.</summary>
    public async Task<ArmResponse> PrepareAsync(string method, string path, string? body = null, bool toTheEnd = true, params (string, string)[] headers)
    {
        var answer = await Client.SendAsync(method, Map(path), body, headers);
        Assert.True(answer.Status < 300, $"{method} {path}: {answer.Status} {answer.Text}");
        LastOperation = answer.Header("Azure-AsyncOperation") ?? answer.Header("Location");
        if (toTheEnd) time.Advance(OperationTime);
        return answer;
    }

    /// <summary>Lets a name that Azure had made stand for the one that the sandbox made.</summary>
    public async Task LearnConnectionAsync(string recordedId, string version)
    {
        var list = await Client.GetAsync($"{recordedId[..recordedId.LastIndexOf('/')]}?api-version={version}");
        var endpoint = recordedId.Split('/')[^1].Split('.')[0];
        connections[recordedId.Split('/')[^1]] = list.Body!["value"]!.AsArray().Select(item => (string)item!["name"]!)
            .Single(name => name.StartsWith(endpoint + ".", StringComparison.Ordinal));
    }

    public void EndOperations() => time.Advance(OperationTime);

    /// <summary>Plays a recording, or a part of it, and tells what differed.</summary>
    /// <param name="file">The file of the recording.</param>
    /// <param name="part">Which of its exchanges; all by default.</param>
    /// <param name="missingBody">Stands for a request body that was not collected.</param>
    public async Task<IReadOnlyList<string>> PlayAsync(string file, Range? part = null, string? missingBody = null)
    {
        var recording = Recording.Load(file);
        var differences = new List<string>();
        foreach (var exchange in recording.Exchanges.ToArray()[part ?? Range.All])
        {
            if (exchange.IsPoll && !exchange.IsUnfinished) time.Advance(OperationTime);
            var body = exchange.RequestBody?.ToJsonString() ?? (exchange.Method == "PUT" ? missingBody : null);
            var answer = await Client.SendAsync(exchange.Method, exchange.IsPoll ? Operation(exchange) : Map(exchange.Url),
                body is null ? null : Map(body), await ConditionsAsync(exchange));
            Remember(exchange, answer);
            differences.AddRange(ExchangeComparison.Differences(recording, exchange, answer)
                .Select(text => $"{exchange.Method} {Short(exchange.Url)}: {text}"));
        }
        return differences;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await host.DisposeAsync();
    }

    // An etag stands for that of the same moment here; one that was never seen, for the resource's present one.
    private async Task<(string, string)[]> ConditionsAsync(RecordedExchange exchange)
    {
        var conditions = new List<(string, string)>();
        foreach (var (name, value) in exchange.RequestHeaders.Where(pair => pair.Key.StartsWith("if-", StringComparison.OrdinalIgnoreCase)))
        {
            var isStale = exchange.Status == 412 || value == "*";
            var actual = isStale ? value : etags.GetValueOrDefault(value) ?? (await Client.GetAsync(Map(exchange.Url))).Header("ETag")!;
            conditions.Add((name, actual));
        }
        return [.. conditions];
    }

    private void Remember(RecordedExchange exchange, ArmResponse answer)
    {
        if (exchange.Headers.TryGetValue("ETag", out var etag) && answer.Header("ETag") is { } given) etags[etag] = given;
        foreach (var header in new[] { "Azure-AsyncOperation", "Location" })
        {
            if (answer.Header(header) is not { } url) continue;
            if (exchange.Headers.TryGetValue(header, out var recorded)) operations[Path(recorded)] = url;
            if (header == "Azure-AsyncOperation") LastOperation = url;
        }
    }

    private string Operation(RecordedExchange exchange) => operations.GetValueOrDefault(Path(exchange.Url)) ?? LastOperation!;

    private string Map(string text)
    {
        foreach (var (recorded, actual) in connections) text = text.Replace(recorded, actual, StringComparison.OrdinalIgnoreCase);
        return ArmHost().Replace(text, "");
    }

    private static string Path(string url) => new Uri(url.Replace("…", "x", StringComparison.Ordinal)).AbsolutePath;

    private static string Short(string url) => Path(url).Length <= 90 ? Path(url) : "…" + Path(url)[^90..];

    [GeneratedRegex(@"https://([a-z]+\.)?management\.azure\.com(:443)?")]
    private static partial Regex ArmHost();
}
