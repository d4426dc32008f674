using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Benchmarks;

/// <summary>What the import adds to the start of a bare PowerShell, beside a script module of one function.</summary>
internal sealed class ImportBenchmark : IBenchmark
{
    private const int Rounds = 15;

    // A PowerShell as it is installed is precompiled; the tool of the registry is not, and compiles what an import runs.
    private static readonly double Budget = Environment.GetEnvironmentVariable(PowerShellEngine.Variable) is { Length: > 0 } ? 60 : 100;

    public string Name => "import";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("import-");
        try
        {
            string oneFunction = Path.Combine(folder.FullName, "OneFunction.psm1");
            await File.WriteAllTextAsync(oneFunction, "function Get-One { 1 }", cancellation);
            Sample[] samples = await ImportInTurnAsync([oneFunction, Programs.Module], cancellation);
            // Between the fastest of each: a difference of two long times is otherwise mostly noise of the machine.
            var difference = new Quantity(samples[1].Fastest - samples[0].Fastest, " ms more");
            return [new("PowerShell with Import-Module, beside one with a script module of one function", samples[1], samples[0], difference, Budget)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Imports each module in a PowerShell of its own, in turn; an empty name imports none.</summary>
    public static async Task<Sample[]> ImportInTurnAsync(IReadOnlyList<string> modules, CancellationToken cancellation)
    {
        List<double>[] times = [.. modules.Select(_ => new List<double>())];
        for (int round = -2; round < Rounds; round++)
        {
            for (int i = 0; i < modules.Count; i++)
            {
                string import = modules[i].Length == 0 ? "exit" : $"$ErrorActionPreference = 'Stop'; Import-Module '{modules[i]}'; exit";
                double time = await Programs.TimeAsync(Programs.Pwsh(import), cancellation);
                if (round >= 0) times[i].Add(time); // Before, disk caches warm up.
            }
        }

        return [.. times.Select(list => new Sample(list))];
    }
}
