using System.Collections.Concurrent;
using PrivateLinkPg.Models;
using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Diagnosis.Paths;

/// <summary>
/// Every fault, in every kind of target and place of the zone, alone and in pairs: each has its own name, of two the blocking one comes first
/// and the other is told too, and psql is the referee.
/// </summary>
public sealed class PathMatrixTests(PathBench bench, ITestOutputHelper output) : IClassFixture<PathBench>
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
    public async Task Of_two_faults_the_blocking_one_comes_first_and_the_other_is_told()
    {
        (PathLayout, InjectedFault[])[] rows = [.. Pairs()];
        IReadOnlyList<Row> judged = await JudgeAsync(rows);
        Print(judged);
        Assert.True(judged.All(row => row.IsBlocking && row.IsReferee), Wrong(judged));
        Assert.True(judged.Count(row => row.IsRight) >= judged.Count * 0.98, Wrong(judged));
        Assert.True(rows.Length >= 200);
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

    private async Task<IReadOnlyList<Row>> JudgeAsync(IReadOnlyCollection<(PathLayout Layout, InjectedFault[] Faults)> rows)
    {
        ConcurrentBag<Row> judged = [];
        await Parallel.ForEachAsync(rows.Select((row, i) => (row, i)), PathBench.SomeAtOnce, async (each, _) =>
        {
            ((PathLayout layout, InjectedFault[] faults), int number) = each;
            try
            {
                await using ConnectedPath path = await ConnectedPath.OfAsync(layout, bench, faults);
                Task<string?> referee = bench.RefereeAsync(path);
                PgConnectionTest test = await Task.Run(() => path.Test());
                judged.Add(new(number, layout, faults, test, await referee));
            }
            catch (Exception e)
            {
                judged.Add(new(number, layout, faults, null, e.ToString()));
            }
        });
        return [.. judged.OrderBy(row => row.Number)];
    }

    // Down the causes that are right, across those that were told.
    private void Print(IReadOnlyList<Row> judged)
    {
        foreach (var right in judged.GroupBy(row => row.Faults[0].Code).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{right.Key,-24} {string.Join(", ", right.GroupBy(row => row.Told is [var first, ..] ? first : "none").OrderByDescending(told => told.Count())
                .Select(told => $"{told.Count()} {(told.Key == right.Key ? "so" : told.Key)}"))}");
        }
        output.WriteLine($"{judged.Count(row => row.IsRight)} of {judged.Count} right.");
        if (judged.Any(row => !row.IsRight)) output.WriteLine(Wrong(judged));
    }

    private static string Wrong(IReadOnlyList<Row> judged) => string.Join('\n', judged.Where(row => !row.IsRight).Select(row => row.ToString()));

    private sealed record Row(int Number, PathLayout Layout, InjectedFault[] Faults, PgConnectionTest? Test, string? Referee)
    {
        public IReadOnlyList<string> Told => [.. (Test?.Causes ?? []).Select(each => each.Code)];

        public bool IsBlocking => Told.Count > 0 && Told[0] == Faults[0].Code;

        public bool IsReferee => Test is not null && Referee is null == Faults.All(fault => fault.PsqlPasses);

        public bool IsRight => IsBlocking && IsReferee && Told.Distinct().Count() == Told.Count && Faults.All(fault => Told.Contains(fault.Code));

        public override string ToString() =>
            $"{string.Join(" + ", Faults.Select(fault => fault.Name))} @ {Layout}: {string.Join(", ", Told)} | {Test?.Message} | psql: {Referee ?? "passes"}";
    }
}
