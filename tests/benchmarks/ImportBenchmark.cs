namespace PrivateLinkPg.Benchmarks;

/// <summary>What the import adds to the start of a bare pwsh.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Rounds = 15;

    public string Name => "import";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        var bare = new List<double>();
        var imported = new List<double>();
        for (int round = -2; round < Rounds; round++)
        {
            double without = await Pwsh("exit");
            double with = await Pwsh($"Import-Module '{Programs.Module}'; exit");
            if (round < 0) continue; // Disk caches warm up.
            bare.Add(without);
            imported.Add(with);
        }

        // Between the fastest of each: a difference of two long times is otherwise mostly noise of the machine.
        var difference = new Quantity(new Sample(imported).Fastest - new Sample(bare).Fastest, " ms more");
        return [new("pwsh with Import-Module, beside a bare pwsh", new(imported), new(bare), difference, 60)];

        Task<double> Pwsh(string command) => Programs.TimeAsync("pwsh", ["-NoProfile", "-NonInteractive", "-Command", command], cancellation);
    }
}
