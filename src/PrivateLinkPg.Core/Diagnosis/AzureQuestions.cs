namespace PrivateLinkPg.Diagnosis;

/// <summary>Asks Azure after a test that failed; the test's own result stands whatever becomes of the questions.</summary>
internal static class AzureQuestions
{
    /// <summary>What Azure tells about the path; null, with a warning, where it tells nothing in time.</summary>
    public static async Task<LinkFacts?> AskAsync(ProbeState state, LinkQuestion known, TimeSpan left, CommandHost host)
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

        async Task<LinkFacts> GatherAsync() => await LinkDiagnosis.GatherAsync(state, known, await LinkReader.OfAsync(host));
    }
}
