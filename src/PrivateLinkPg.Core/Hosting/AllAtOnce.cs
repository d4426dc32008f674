namespace PrivateLinkPg.Hosting;

/// <summary>Work on several things of one input that is done, or fails, as a whole.</summary>
internal static class AllAtOnce
{
    /// <summary>The results for all items at once. Of several failures each is reported, and none lost.</summary>
    /// <param name="host">The running command.</param>
    /// <param name="items">Each is the target of its failure, where that names none.</param>
    /// <param name="work">Of an async method; runs on the pipeline thread.</param>
    /// <param name="written">What has been written by the time that all have ended, for their failures to tell.</param>
    /// <exception cref="CommandFailedException">The first failure; the others are reported then.</exception>
    public static async Task<TResult[]> AllAsync<T, TResult>(
        this CommandHost host, IReadOnlyList<T> items, Func<T, Task<TResult>> work, IReadOnlyCollection<string> written)
    {
        Task<TResult>[] all = [.. items.Select(work)];
        try
        {
            return await Task.WhenAll(all);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Work that several items share fails once.
            var failed = items.Zip(all).Where(each => each.Second.IsFaulted).DistinctBy(each => each.Second);
            CommandFailure[] failures = [.. failed.Select(each =>
                FailureMapper.Map(each.Second.Exception!.InnerException!, each.First).After(written))];
            foreach (CommandFailure other in failures.Skip(1)) host.Output.WriteFailure(other);
            throw new CommandFailedException(failures[0]);
        }
    }
}
