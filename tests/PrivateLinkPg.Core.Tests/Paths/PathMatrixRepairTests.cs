using System.Collections.Concurrent;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;
using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>
/// In every kind of target and place of the zone: of what is right nothing is said, of what may not be read nothing is called missing, and
/// what can be repaired is, at nobody's cost. A class of its own, so that it runs beside the matrix of faults.
/// </summary>
public sealed class PathMatrixRepairTests(PathBench bench, ITestOutputHelper output) : IClassFixture<PathBench>
{
    [PeerFact<PsqlBehindDig>]
    public async Task Of_what_is_right_nothing_is_said_though_Azure_is_asked()
    {
        (PathLayout Layout, HealthyVariant Variant)[] rows =
            [.. from variant in HealthyVariant.All from layout in PathLayout.All where variant.In(layout) select (layout, variant)];
        ConcurrentBag<string> wrong = [];
        await Parallel.ForEachAsync(rows, PathBench.SomeAtOnce, async (row, _) =>
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
        await Parallel.ForEachAsync(rows, PathBench.SomeAtOnce, async (row, _) =>
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

    // Only what Azure says is absent may be called so.
    [PeerFact<PsqlBehindDig>]
    public async Task Without_rights_nothing_is_said_to_be_missing()
    {
        string[] absences = ["TargetDeleted", "EndpointDeleted", "EndpointMissing", "ZoneMissing", "ZoneNotLinked", "RecordMissing"];
        FaultPlan refused = new() { Requests = [new() { Method = "GET", Path = "/subscriptions/*", Times = 9_999, Status = 403, Code = "AuthorizationFailed", Message = "As planned." }] };
        ConcurrentBag<string> wrong = [];
        PathLayout[] layouts = [.. PathLayout.All.Where(layout => layout is { Target: PathTarget.Server or PathTarget.Service, Zone: ZonePlace.Own })];
        (PathLayout Layout, InjectedFault Fault)[] rows = [.. from fault in InjectedFault.All from layout in layouts where fault.In(layout) select (layout, fault)];
        await Parallel.ForEachAsync(rows, PathBench.SomeAtOnce, async (row, _) =>
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
}
