using System.Diagnostics;
using PrivateLinkPg.Engine;
using PrivateLinkPg.Rehearsal;
using PrivateLinkPg.Rehearsal.Jobs;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Postgres;

#pragma warning disable RS0030 // A program may use the console.
using CancellationTokenSource stop = new();
Screen screen = new(Console.Out, !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null);
Console.CancelKeyPress += (_, press) =>
{
    press.Cancel = true;
    stop.Cancel();
};

screen.Title("PrivateLinkPg, rehearsed offline: an Azure in a box, on loopback addresses of this machine alone.");
PostgresInstallation? postgres = await PostgresSource.FromEnvironment().TryGetAsync(
    screen.Line,
    missing => screen.Line(PostgresSource.IsChosen ? missing : $"{missing}. Without it the connections themselves are not proved."),
    stop.Token);
if (postgres is null && (PostgresSource.IsChosen || stop.IsCancellationRequested)) return 1;

long start = Stopwatch.GetTimestamp();
int broken = 0;
try
{
    await using SandboxHost sandbox = await SandboxHost.StartAsync(
        new SandboxOptions { Postgres = postgres is not null, Installation = postgres, Tell = screen.Line }, stop.Token);
    await using PowerShellSession session = await PowerShellSession.OpenAsync(sandbox, stop.Token);
    screen.Line($"The commands run in PowerShell {session.Version}.");
    IEnumerable<JobStep> steps =
    [
        .. OwnNetworks.For(sandbox.Ready), .. Vendor.For(sandbox.Ready), .. BigAnimal.For(sandbox.Ready),
        .. ManyNetworks.For(sandbox.Ready), .. BackToNothing.All(),
    ];
    foreach (JobStep step in steps)
    {
        screen.Title(step.Title);
        screen.Command(step.CommandLine);
        Outcome outcome = await session.RunAsync(step, stop.Token);
        screen.Show(outcome);
        broken += step.Expectations.Count(expectation => !screen.Check(expectation, outcome));
    }
}
catch (Exception failure) when (failure is PowerShellEngineException or PostgresStartException)
{
    await Console.Error.WriteLineAsync(failure.Message);
    return 1;
}
catch (OperationCanceledException)
{
    await Console.Error.WriteLineAsync("Stopped.");
    return 1;
}
screen.Title(broken == 0
    ? $"All as expected, in {Stopwatch.GetElapsedTime(start).TotalSeconds:0.0} s."
    : $"{broken} of the expectations above did not hold.");
return broken == 0 ? 0 : 1;
