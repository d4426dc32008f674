namespace PrivateLinkPg.Diagnosis;

/// <summary>Asks Azure after a test; the test's own result stands whatever becomes of the questions.</summary>
internal static class AzureQuestions
{
    /// <summary>All causes, by what Azure tells; <paramref name="cause"/> alone where it tells nothing in time.</summary>
    /// <param name="cause">What the probe alone tells; null where it passed.</param>
    /// <param name="probe">What was probed.</param>
    /// <param name="result">What it found.</param>
    /// <param name="known">What the caller knows of the path.</param>
    /// <param name="left">How much time is left.</param>
    /// <param name="host">The running command.</param>
    public static async Task<(IReadOnlyList<RootCause> Causes, LinkFacts? Facts)> ExplainAsync(
        RootCause? cause, ProbeRequest probe, ProbeResult result, LinkQuestion known, Func<TimeSpan> left, CommandHost host)
    {
        LinkFacts? facts = await AskAsync(result.State, known, left(), host);
        if (cause is null) return ([], facts);
        if (facts is null) return ([cause], null);
        bool isDead = AzureDiagnosis.IsDead(result, facts);
        ProbeResult? behind = isDead ? null : await PathBehind.ProbeAsync(probe, result, facts, left(), host);
        IReadOnlyList<RootCause> causes = AzureDiagnosis.Causes(cause, result, behind, facts);
        List<string> findings = [.. facts.Findings];
        if (!isDead && behind is null && facts.Addresses is { Count: > 0 } untried)
            findings.Add($"Whether {string.Join(", ", untried)} answers was not tried, as no time was left: pass a longer -TimeoutSec.");
        string[] open = [.. AzureDiagnosis.Open(result, facts).Except(causes.Select(each => each.Code))];
        if (open.Length > 0) findings.Add($"What cannot be read might show one of these as well: {string.Join(", ", open)}.");
        return (causes, facts with { Findings = findings });
    }

    /// <summary>What Azure tells about the path; null, with a warning, where it tells nothing in time.</summary>
    private static async Task<LinkFacts?> AskAsync(ProbeState state, LinkQuestion known, TimeSpan left, CommandHost host)
    {
        string name = state.Request.HostName;
        try
        {
            using ProgressBar progress = new(host, $"Test {name}");
            progress.Report("Asking Azure");
            using TimeLimit limit = host.Limit(left, () => Failure.DiagnosisTimedOut(name, left));
            return await limit.Of(GatherAsync().WaitAsync(limit.Token));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            CommandFailure failure = FailureMapper.Map(e, name);
            host.Output.WriteWarning($"Azure could not be asked about {name}: {failure.Message} {failure.Remedy}");
            return null;
        }

        async Task<LinkFacts> GatherAsync() => 
            await LinkDiagnosis.GatherAsync(state, known, await LinkReader.OfAsync(host, left * 2 / 3));
    }
}
