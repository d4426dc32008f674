using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Every fault, in every kind of target and place of the zone: each has its own name, and psql is the referee.</summary>
public sealed class PathMatrixTests(PathBench bench, ITestOutputHelper output) : PathMatrix(bench, output)
{
    [PeerFact<PsqlBehindDig>]
    public async Task Each_fault_has_its_name()
    {
        (PathLayout, InjectedFault[])[] rows =
            [.. from fault in InjectedFault.All from layout in PathLayout.All where fault.In(layout) select (layout, (InjectedFault[])[fault])];
        IReadOnlyList<Row> judged = await JudgeAsync(rows);
        Print(judged);
        Assert.True(judged.All(row => row.IsRight), Wrong(judged));
        Assert.True(rows.Length >= 100);
    }

    [PeerFact<PsqlBehindDig>]
    public async Task Faults_that_came_after_the_rules_get_no_wrong_name()
    {
        (PathLayout, InjectedFault[])[] rows =
            [.. from fault in LaterFault.All from layout in PathLayout.All where fault.In(layout) select (layout, (InjectedFault[])[fault])];
        IReadOnlyList<Row> judged = await JudgeAsync(rows);
        Print(judged);
        Assert.True(judged.All(row => row.IsBlocking && row.IsReferee), Wrong(judged));
    }
}
