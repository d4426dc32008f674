namespace PrivateLinkPg.Diagnosis;

/// <summary>
/// Mends what can be mended without anybody else noticing: one cause after the other, the blocking ones first, with a test after each.
/// </summary>
/// <param name="test">Tests the connection, and asks Azure where it fails.</param>
/// <param name="run">Runs the command of a repair.</param>
/// <param name="host">The running command.</param>
internal sealed class ConnectionRepair(
    Func<CommandHost, Task<(PgConnectionTest Test, IReadOnlyList<RootCause> Causes)>> test, Func<Repair, CommandHost, Task> run,
    CommandHost host)
{
    // Resolvers keep answers for a while, also that there is none.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private const int MostTests = 7;

    private readonly RepairProgress _progress = new();

    /// <summary>Goes on until the test passes, or what is left is left to people; under -WhatIf it shows all that it would run.</summary>
    public async Task<PgConnectionRepair> RunAsync()
    {
        while (true)
        {
            (PgConnectionTest last, IReadOnlyList<RootCause> causes) = await TestAsync();
            while (host.Output.WhatIf && _progress.Next(causes) is { } shown) await MendAsync(shown, new());
            if (host.Output.WhatIf) return new RepairProgress().Report(last, causes);
            if (_progress.Next(causes) is not { } next) return _progress.Report(last, causes);
            await MendAsync(next, _progress);
        }
    }

    private async Task<(PgConnectionTest Test, IReadOnlyList<RootCause> Causes)> TestAsync()
    {
        for (int tests = 1; ; tests++)
        {
            // Before its first change an input shares the facts of the others.
            using CommandHost? fresh = _progress.HasTried ? host.Inner(host.Output) : null;
            (PgConnectionTest Test, IReadOnlyList<RootCause>) tested = await test(fresh ?? host);
            if (!_progress.Changed || tested.Test.Cause != "OtherResolver" || tests == MostTests) return tested;
            await Task.Delay(Interval, host.Clock, host.Cancellation);
        }
    }

    private async Task MendAsync(RootCause cause, RepairProgress progress)
    {
        CollectingOutput output = new(host.Output);
        using CommandHost inner = host.Inner(output);
        try
        {
            await run(cause.Repair!, inner);
            progress.Ended(cause, output.Objects.Count > 0 ? null : "It was declined.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CommandFailure failure = FailureMapper.Map(e, cause.Repair!.Scope);
            host.Output.WriteFailure(failure);
            progress.Ended(cause, $"It was refused ({failure.Id}).");
        }
    }
}
