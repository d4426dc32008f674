using System.Collections.Concurrent;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;
using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Diagnosis.Paths;

/// <summary>
/// Every fault, in every kind of target and place of the zone, alone and in pairs: each has its own name, of two the blocking one comes first
/// and the other is told too, and psql is the referee.
/// </summary>
public sealed class PathMatrixTests(PathBench bench, ITestOutputHelper output) : IClassFixture<PathBench>
{
    // Rows wait for silence most of their time.
    private static readonly ParallelOptions SomeAtOnce = new() { MaxDegreeOfParallelism = 24 };

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
    public async Task Of_what_is_right_nothing_is_said_though_Azure_is_asked()
    {
        (PathLayout Layout, HealthyVariant Variant)[] rows =
            [.. from variant in HealthyVariant.All from layout in PathLayout.All where variant.In(layout) select (layout, variant)];
        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(rows, SomeAtOnce, async (row, _) =>
        {
            try
            {
                await using ConnectedPath path = await ConnectedPath.OfAsync(row.Layout, bench);
                row.Variant.Make(path);
                await path.SettledAsync();
                Task<string?> referee = bench.RefereeAsync(path);
                RecordingOutput output = new();
                PgConnectionTest test = await Task.Run(() => path.Test(output));
                bool isRight = test is { Status: "Passed", Causes.Count: 0, Notice.Count: 0, Finding.Count: > 0 } && output.Text("Warning").Count == 0 && await referee is null;
                if (!isRight)
                    wrong.Add($"{row.Variant} @ {row.Layout}: {test.Message} | {string.Join(' ', test.Notice)} | {string.Join(' ', output.Text("Warning"))} | psql: {await referee ?? "passes"}");
            }
            catch (Exception e)
            {
                wrong.Add($"{row.Variant} @ {row.Layout}: {e}");
            }
        });
        output.WriteLine($"{rows.Length - wrong.Count} of {rows.Length} right.");
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order()));
        Assert.True(rows.Length >= 60);
    }

    [PeerFact<PsqlBehindDig>]
    public async Task What_is_repaired_works_and_no_other_network_sees_a_difference()
    {
        (PathLayout Layout, InjectedFault Fault)[] rows =
            [.. from fault in InjectedFault.All where fault.Layer <= PathLayer.Name from layout in PathLayout.All where fault.In(layout) select (layout, fault)];
        ConcurrentBag<(PathLayout Layout, InjectedFault Fault, string Outcome, string? Wrong)> judged = [];
        await Parallel.ForEachAsync(rows, SomeAtOnce, async (row, _) =>
        {
            await using ConnectedPath path = await ConnectedPath.OfAsync(row.Layout, bench, row.Fault);
            string before = await OthersSeeAsync(path);
            PgConnectionRepair repair = await Task.Run(() => path.Repair());
            string after = await OthersSeeAsync(path);
            string? referee = await bench.RefereeAsync(path);
            bool agrees = repair.Status == "Passed" == referee is null || row.Fault.PsqlPasses;
            judged.Add((row.Layout, row.Fault, repair.Changed ? repair.Status : "Left", before == after && agrees ? null
                : $"{row.Fault} @ {row.Layout}: {repair.Message} | others saw {before}, see {after} | psql: {referee ?? "passes"}"));
        });
        foreach (var fault in judged.GroupBy(row => row.Fault.Name).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{fault.Key,-50} {string.Join("; ", fault.GroupBy(row => row.Outcome).OrderBy(told => told.Key, StringComparer.Ordinal)
                .Select(told => $"{told.Key}: {string.Join(", ", told.Select(row => row.Layout.ToString()).Order())}"))}");
        }
        Assert.True(judged.All(row => row.Wrong is null), string.Join('\n', judged.Select(row => row.Wrong).OfType<string>().Order()));
        // Nothing is changed in vain; a request by alias is its owner's to approve.
        AssertEach.All(judged.Where(row => row.Outcome == "Failed"), row => Assert.Equal(("EndpointFailed", PathTarget.Alias), (row.Fault.Code, row.Layout.Target)));
        Assert.Superset(
            new HashSet<string> { "ConnectionPending", "EndpointFailed", "RecordMissing", "RecordStale", "ZoneMissing", "ZoneNotLinked", "ZoneTooWide" },
            judged.Where(row => row.Outcome == "Passed").Select(row => row.Fault.Code).ToHashSet());
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

    // Only what Azure says is absent may be called so.
    [PeerFact<PsqlBehindDig>]
    public async Task Without_rights_nothing_is_said_to_be_missing()
    {
        string[] absences = ["TargetDeleted", "EndpointDeleted", "EndpointMissing", "ZoneMissing", "ZoneNotLinked", "RecordMissing"];
        FaultPlan refused = new() { Requests = [new() { Method = "GET", Path = "/subscriptions/*", Times = 9_999, Status = 403, Code = "AuthorizationFailed", Message = "As planned." }] };
        ConcurrentBag<string> wrong = [];
        PathLayout[] layouts = [.. PathLayout.All.Where(layout => layout is { Target: PathTarget.Server or PathTarget.Service, Zone: ZonePlace.Own })];
        (PathLayout Layout, InjectedFault Fault)[] rows = [.. from fault in InjectedFault.All from layout in layouts where fault.In(layout) select (layout, fault)];
        await Parallel.ForEachAsync(rows, SomeAtOnce, async (row, _) =>
        {
            await using ConnectedPath path = await ConnectedPath.OfAsync(row.Layout, bench, row.Fault);
            await path.FailAsync(refused);
            PgConnectionTest test = await Task.Run(() => path.Test());
            if (test.Causes.Count == 0 || test.Causes.Any(cause => absences.Contains(cause.Code))) wrong.Add($"{row.Fault} @ {row.Layout}: {string.Join(", ", test.Causes)}");
        });
        Assert.True(wrong.IsEmpty, string.Join('\n', wrong.Order()));
    }

    private static async Task<string> OthersSeeAsync(ConnectedPath path)
    {
        string[] names = [path.Asked.HostName!, $"billing.{path.Asked.HostName!.Split('.', 2)[1]}", "another.postgres.database.azure.com"];
        return string.Join("; ", await Task.WhenAll(names.Select(async name => $"{name} {string.Join(',', await PathBench.DigAsync(path.OthersDns, name))}")));
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
        await Parallel.ForEachAsync(rows.Select((row, i) => (row, i)), SomeAtOnce, async (each, _) =>
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
