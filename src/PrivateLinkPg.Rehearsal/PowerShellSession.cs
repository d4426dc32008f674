using System.Diagnostics;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using PrivateLinkPg.Engine;
using PrivateLinkPg.Rehearsal.Jobs;
using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal;

/// <summary>The module of this build in real PowerShell, one session for all steps.</summary>
internal sealed class PowerShellSession : IAsyncDisposable
{
    private static readonly TimeSpan LongestExit = TimeSpan.FromSeconds(5);
    private readonly Process _pwsh;
    private readonly SandboxHost _sandbox;

    private PowerShellSession(Process pwsh, SandboxHost sandbox) => (_pwsh, _sandbox) = (pwsh, sandbox);

    /// <summary>PowerShell's version, once the session is open.</summary>
    public string Version { get; private set; } = "";

    /// <summary>Starts PowerShell and imports the module.</summary>
    /// <exception cref="PowerShellEngineException">PowerShell is not there, or ended early.</exception>
    public static async Task<PowerShellSession> OpenAsync(SandboxHost sandbox, CancellationToken cancellation)
    {
        string module = typeof(PowerShellSession).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "Module").Value!;
        ProcessStartInfo start = PowerShellEngine.Choose().StartInfo(
            "-File", Path.Combine(AppContext.BaseDirectory, "driver.ps1"), Path.Combine(module, "PrivateLinkPg.psd1"));
        (start.RedirectStandardInput, start.RedirectStandardOutput) = (true, true);
        // What a managed identity finds in its environment.
        start.Environment["IDENTITY_ENDPOINT"] = sandbox.Ready.IdentityEndpoint;
        start.Environment["IDENTITY_HEADER"] = sandbox.Ready.IdentityHeader;
        start.Environment["NO_COLOR"] = "1";
        PowerShellSession session = new(Process.Start(start)!, sandbox);
        try
        {
            JsonNode version = await session.AskAsync(JsonNode.Parse(sandbox.Ready.ToJson())!.ToJsonString(), cancellation);
            session.Version = version["Objects"]![0]!.ToString();
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a step's line and returns all that came out of it.</summary>
    public async Task<Outcome> RunAsync(JobStep step, CancellationToken cancellation)
    {
        int before = Writes();
        JsonNode answer = await AskAsync(step.CommandLine.ReplaceLineEndings(" "), cancellation);
        return new(
            [.. answer["Objects"]!.AsArray().OfType<JsonObject>()], [.. answer["Errors"]!.AsArray().Select(error => error!.ToString())],
            Writes() - before);
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(LongestExit);
        try
        {
            _pwsh.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it read all.
        }
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

    // What the sandbox saw is the proof that a second run changes nothing.
    private int Writes() => _sandbox.Log.Requests.Count(request => request.Method is "PUT" or "PATCH" or "POST" or "DELETE");

    private async Task<JsonNode> AskAsync(string line, CancellationToken cancellation)
    {
        string? answer;
        try
        {
            await _pwsh.StandardInput.WriteLineAsync(line.AsMemory(), cancellation);
            await _pwsh.StandardInput.FlushAsync(cancellation);
            answer = await _pwsh.StandardOutput.ReadLineAsync(cancellation);
        }
        catch (IOException)
        {
            answer = null;
        }
        if (answer is null) throw new PowerShellEngineException("PowerShell ended early; its error is above.");
        try
        {
            return JsonNode.Parse(answer)!;
        }
        catch (JsonException)
        {
            throw new PowerShellEngineException($"PowerShell answered something else: {answer}");
        }
    }
}
