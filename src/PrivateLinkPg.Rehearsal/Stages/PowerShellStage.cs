using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateLinkPg.Rehearsal.Acts;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Stages;

/// <summary>The real module in a real pwsh, one session for all acts.</summary>
internal sealed class PowerShellStage : IStage
{
    private readonly Process _pwsh;
    private readonly SandboxHost _sandbox;

    private PowerShellStage(Process pwsh, SandboxHost sandbox, string version) => (_pwsh, _sandbox, Name) = (pwsh, sandbox, $"PowerShell {version}");

    public string Name { get; }

    /// <summary>The path of pwsh, or null where there is none on PATH.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh")).FirstOrDefault(File.Exists);

    /// <summary>Starts pwsh with the module imported.</summary>
    public static async Task<PowerShellStage> StartAsync(string pwsh, string module, SandboxHost sandbox, CancellationToken cancellation)
    {
        string driver = Path.Combine(AppContext.BaseDirectory, "driver.ps1");
        ProcessStartInfo start = new(pwsh, ["-NoProfile", "-NonInteractive", "-File", driver, module])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true,
        };
        start.Environment["IDENTITY_ENDPOINT"] = sandbox.Ready.IdentityEndpoint;
        start.Environment["IDENTITY_HEADER"] = sandbox.Ready.IdentityHeader;
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["NO_COLOR"] = "1";
        Process process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync(JsonNode.Parse(sandbox.Ready.ToJson())!.ToJsonString().AsMemory(), cancellation);
        JsonNode version = await AskAsync(process, "\"$($PSVersionTable.PSVersion)\"", cancellation);
        return new(process, sandbox, version["Objects"]![0]!.ToString());
    }

    public async Task<Outcome> PerformAsync(Act act, CancellationToken cancellation)
    {
        int before = Writes.Count(_sandbox);
        JsonNode answer = await AskAsync(_pwsh, act.CommandLine.ReplaceLineEndings(" "), cancellation);
        return new(
            [.. answer["Objects"]!.AsArray().OfType<JsonObject>()], [.. answer["Errors"]!.AsArray().Select(error => error!.ToString())],
            Writes.Count(_sandbox) - before);
    }

    public async ValueTask DisposeAsync()
    {
        _pwsh.StandardInput.Close();
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(5));
        try
        {
            await _pwsh.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _pwsh.Kill(entireProcessTree: true);
        }
        _pwsh.Dispose();
    }

    private static async Task<JsonNode> AskAsync(Process pwsh, string line, CancellationToken cancellation)
    {
        await pwsh.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
        await pwsh.StandardInput.FlushAsync(cancellation);
        string answer = await pwsh.StandardOutput.ReadLineAsync(cancellation) ?? throw new InvalidOperationException("pwsh ended early; its error is above.");
        try
        {
            return JsonNode.Parse(answer)!;
        }
        catch (JsonException e)
        {
            throw new InvalidOperationException($"pwsh answered something else: {answer}", e);
        }
    }
}
