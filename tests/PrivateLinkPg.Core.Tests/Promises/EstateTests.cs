using CsCheck;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Promises;

/// <summary>
/// What holds of every Azure and of every wish. CsCheck_Iter and CsCheck_Time ask for more of them, CsCheck_Seed for one that failed.
/// </summary>
public sealed class EstateTests
{
    private const int Estates = 40;

    [Fact]
    public Task What_others_made_is_byte_for_byte_as_it_was() => EachAsync(estate =>
    {
        IReadOnlyDictionary<string, string> before = AzureText.Of(estate.Azure.Sandbox.State);
        estate.Run(estate.Azure.Runner());
        string[] others = [.. estate.Others.Except(estate.AddedTo, StringComparer.OrdinalIgnoreCase)];
        AssertSame(Only(before), Only(AzureText.Of(estate.Azure.Sandbox.State)));

        Dictionary<string, string> Only(IReadOnlyDictionary<string, string> all) => all.IntersectBy(others, each => each.Key, StringComparer.OrdinalIgnoreCase).ToDictionary();
    });

    [Fact]
    public Task What_was_run_is_run_again_without_a_write() => EachAsync(estate =>
    {
        CommandRunner first = estate.Azure.Runner(), second = estate.Azure.Runner();
        estate.Run(first);
        IReadOnlyDictionary<string, string> before = AzureText.Of(estate.Azure.Sandbox.State);
        IReadOnlyList<string> writes = second.WritesOf(() => estate.Run(second));
        // Where something is refused, it is refused again.
        Assert.True(writes.Count == 0 || second.Output.Failures.Count > 0, string.Join('\n', writes));
        AssertSame(before, AzureText.Of(estate.Azure.Sandbox.State));
        Assert.Equal(first.Output.Failures.Select(each => each.Id).Order(), second.Output.Failures.Select(each => each.Id).Order());
    });

    [Fact]
    public Task What_is_made_and_taken_back_leaves_everything_as_it_was() => EachAsync(estate =>
    {
        // Groups of teams are theirs, not the commands'.
        foreach (int network in Enumerable.Range(1, 4)) estate.CreateGroup($"rg-team-{network}");
        IReadOnlyDictionary<string, string> before = AzureText.Unversioned(estate.Azure.Sandbox.State);
        IReadOnlyList<PgPrivateEndpoint> made = estate.Run(estate.Azure.Runner());
        CommandRunner runner = estate.Azure.Runner();
        estate.TakeBack(runner, made);
        Assert.Empty(runner.Output.Failures);
        IReadOnlyDictionary<string, string> after = AzureText.Unversioned(estate.Azure.Sandbox.State);
        AssertSame(before, after.ExceptBy(estate.LinksInUse(before.Keys), each => each.Key, StringComparer.OrdinalIgnoreCase).ToDictionary());
    });

    private static Task EachAsync(Action<Estate> check) => EstatePlan.Any.SampleAsync(
        async plan =>
        {
            await using Estate estate = await Estate.OfAsync(plan);
            check(estate);
        },
        print: plan => plan.ToString(), iter: Samples.Few(Estates), threads: 4);

    private static void AssertSame(IReadOnlyDictionary<string, string> before, IReadOnlyDictionary<string, string> after)
    {
        IEnumerable<string> differences = before.Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(id => before.GetValueOrDefault(id) != after.GetValueOrDefault(id))
            .Select(id => $"{id}\nwas {before.GetValueOrDefault(id) ?? "not there"}\nis {after.GetValueOrDefault(id) ?? "gone"}");
        Assert.True(!differences.Any(), string.Join('\n', differences));
    }
}
