using System.Diagnostics;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Benchmarks;

/// <summary>A sandbox in a process of its own, by its ready-file contract.</summary>
internal sealed class RunningSandbox : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private RunningSandbox(Process process, string folder, JsonNode ready)
    {
        _process = process;
        _folder = folder;
        Ready = ready;
    }

    public int ProcessId => _process.Id;

    /// <summary>The content of the ready file.</summary>
    public JsonNode Ready { get; }

    /// <summary>What a script needs to read the ready file and to sign in.</summary>
    public IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string>
    {
        ["READY_FILE"] = Path.Combine(_folder, "ready.json"),
        ["IDENTITY_ENDPOINT"] = Text("identityEndpoint"),
        ["IDENTITY_HEADER"] = Text("identityHeader"),
    };

    /// <summary>Script lines that read the ready file into $sandbox and sign in to it.</summary>
    public static string SignIn => """
        $sandbox = Get-Content $env:READY_FILE -Raw | ConvertFrom-Json
        $null = Connect-PgAzure -Identity -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority -Subscription $sandbox.subscriptions.development

        """;

    public static async Task<RunningSandbox> StartAsync(CancellationToken cancellation, params IReadOnlyList<string> arguments)
    {
        string folder = Directory.CreateTempSubdirectory("benchmark-").FullName;
        string readyFile = Path.Combine(folder, "ready.json");
        Process process = Programs.Start(new("dotnet", ["exec", Programs.Sandbox, "--ready-file", readyFile, .. arguments]));
        while (!File.Exists(readyFile))
        {
            if (process.HasExited) throw new InvalidOperationException("The sandbox ended: " + await process.StandardError.ReadToEndAsync(cancellation));
            await Task.Delay(10, cancellation);
        }

        return new(process, folder, JsonNode.Parse(await File.ReadAllTextAsync(readyFile, cancellation))!);
    }

    /// <summary>A text of the ready file, such as postgres:user.</summary>
    public string Text(string path) => path.Split(':').Aggregate(Ready, (node, name) => node[name]!).GetValue<string>();

    public async ValueTask DisposeAsync()
    {
        // Killed, it could not stop its PostgreSQL; asked, it does.
        await Programs.RunAsync(new("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]), CancellationToken.None);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
