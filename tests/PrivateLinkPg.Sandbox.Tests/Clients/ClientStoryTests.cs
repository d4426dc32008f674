namespace PrivateLinkPg.Sandbox.Tests.Clients;

/// <summary>
/// Clients that are not ours tell the whole story: group, network, services, servers, endpoints, decisions, names, and all of it
/// down again. The scripts are in tests/clients.
/// </summary>
[Trait("Category", "Clients")]
public class ClientStoryTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    [PeerFact<AzureCli>]
    public Task Debians_az_tells_the_whole_story() => TellAsync("/bin/bash", "az-story.sh", "az told the whole story");

    [PeerFact<AzureSdkForPython>]
    public Task Azures_python_sdk_tells_the_whole_story() => TellAsync("/usr/bin/python3", "sdk_story.py", "the SDK told the whole story");

    private static async Task TellAsync(string program, string script, string end)
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Postgres = false });
        var ready = Path.GetTempFileName();
        await ReadyFile.WriteAsync(ready, sandbox.Ready, default);

        var run = await ProgramRun.OfAsync(program, [Path.Combine(Project.Root, "tests", "clients", script), ready], limit: Limit);

        File.Delete(ready);
        Assert.True(run.ExitCode == 0 && run.Output.Contains(end, StringComparison.Ordinal), run.Output + run.Errors);
        var failures = sandbox.Log.Requests.Where(request => request.Failure is not null).Select(request => request.Failure);
        Assert.Empty(failures);
    }
}
