using System.Collections.Concurrent;
using PrivateLinkPg.Models;
using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Paths;

/// <summary>Breaks paths, asks what is wrong with each, and lets psql go the same way. Its classes run beside each other.</summary>
public abstract class PathMatrix(PathBench bench, ITestOutputHelper output) : IClassFixture<PathBench>
{
    internal async Task<IReadOnlyList<Row>> JudgeAsync(IReadOnlyCollection<(PathLayout Layout, InjectedFault[] Faults)> rows)
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
    internal void Print(IReadOnlyList<Row> judged)
    {
        foreach (var right in judged.GroupBy(row => row.Faults[0].Code).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{right.Key,-24} {string.Join(", ", right.GroupBy(row => row.Told is [var first, ..] ? first : "none").OrderByDescending(told => told.Count())
                .Select(told => $"{told.Count()} {(told.Key == right.Key ? "so" : told.Key)}"))}");
        }
        output.WriteLine($"{judged.Count(row => row.IsRight)} of {judged.Count} right.");
        if (judged.Any(row => !row.IsRight)) output.WriteLine(Wrong(judged));
    }

    internal static string Wrong(IReadOnlyList<Row> judged) => string.Join('\n', judged.Where(row => !row.IsRight).Select(row => row.ToString()));

    internal sealed record Row(int Number, PathLayout Layout, InjectedFault[] Faults, PgConnectionTest? Test, string? Referee)
    {
        public IReadOnlyList<string> Told => [.. (Test?.Causes ?? []).Select(each => each.Code)];

        public bool IsBlocking => Told.Count > 0 && Told[0] == Faults[0].Code;

        public bool IsReferee => Test is not null && Referee is null == Faults.All(fault => fault.PsqlPasses);

        public bool IsRight => IsBlocking && IsReferee && Told.Distinct().Count() == Told.Count && Faults.All(fault => Told.Contains(fault.Code));

        public override string ToString() =>
            $"{string.Join(" + ", Faults.Select(fault => fault.Name))} @ {Layout}: {string.Join(", ", Told)} | {Test?.Message} | psql: {Referee ?? "passes"}";
    }
}
