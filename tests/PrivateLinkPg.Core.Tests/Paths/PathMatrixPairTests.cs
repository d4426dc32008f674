using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Every second pair of faults: the blocking one comes first and the other is told too, and psql is the referee.</summary>
public sealed class PathMatrixPairTests(PathBench bench, ITestOutputHelper output) : PathMatrix(bench, output)
{
    [PeerFact<PsqlBehindDig>]
    public async Task Of_two_faults_the_blocking_one_comes_first_and_the_other_is_told()
    {
        (PathLayout, InjectedFault[])[] rows = [.. Pairs()];
        IReadOnlyList<Row> judged = await JudgeAsync(rows);
        Print(judged);
        Assert.True(judged.All(row => row.IsBlocking && row.IsReferee), Wrong(judged));
        Assert.True(judged.Count(row => row.IsRight) >= judged.Count * 0.98, Wrong(judged));
        Assert.True(rows.Length >= 200);
    }

    // What does not work before the name hides what is behind it; a wrong name does not.
    private static IEnumerable<(PathLayout, InjectedFault[])> Pairs()
    {
        int next = 0, pair = 0;
        foreach (InjectedFault first in InjectedFault.All)
        {
            foreach (InjectedFault second in InjectedFault.All)
            {
                // With the server goes its public name.
                if (first.Code == "TargetDeleted" && second.Code is "OtherResolver" or "CustomDnsServers" or "ExpectedAddressWrong") continue;
                if (first.IsByAlias && second.Code == "CertificateNameMismatch") continue;
                bool shows = first.Layer < PathLayer.Name ? first.Layer < second.Layer && second is { Layer: PathLayer.Name, ShowsBehind: true } && first.LeavesEndpoint
                    : first.ShowsBehind && second.Layer > PathLayer.Name;
                // Before the first approval a public name is no alias, so that nobody sees who would be asked for the private one.
                bool isUnseen = first.Layer == PathLayer.Connection && second.Code is "OtherResolver" or "CustomDnsServers" or "ExpectedAddressWrong";
                PathLayout[] layouts =
                [
                    .. PathLayout.All.Where(layout => first.In(layout) && second.In(layout)
                        && !(isUnseen && layout is { Target: PathTarget.Server, Zone: ZonePlace.Hub or ZonePlace.Spoke })),
                ];
                // Every second one, and in every layout some.
                if (shows && layouts.Length > 0 && pair++ % 2 == 0) yield return (layouts[next++ % layouts.Length], [first, second]);
            }
        }
    }
}
