using PrivateLinkPg.Benchmarks;

// dotnet run -c Release --project tests/benchmarks [-- NAME …]
IBenchmark[] all = [new ImportBenchmark(), new AzImportBenchmark(), new ProbeBenchmark(), new EndpointBenchmark(), new NetworksBenchmark(), new SandboxBenchmark()];
IBenchmark[] chosen = args.Length == 0 ? all : [.. all.Where(benchmark => args.Contains(benchmark.Name))];
#pragma warning disable RS0030 // This is a program.
if (chosen.Length == 0)
{
    await Console.Error.WriteLineAsync($"There is no such benchmark. There are: {string.Join(", ", all.Select(benchmark => benchmark.Name))}.");
    return 2;
}

bool kept = true;
foreach (IBenchmark benchmark in chosen)
{
    try
    {
        foreach (Result result in await benchmark.RunAsync(CancellationToken.None))
        {
            kept &= result.Kept;
            Console.WriteLine(result.What);
            Console.WriteLine(result.Reference is null ? $"  {result.Measured}" : $"  {result.Measured}  beside  {result.Reference}");
            Console.WriteLine($"  {(result.Kept ? "✓" : "✗")} {result.Judged}, the budget is {result.Judged with { Value = result.Budget }}");
        }
    }
    catch (MissingProgramException missing)
    {
        Console.WriteLine($"{benchmark.Name}: not measured, {missing.Message}");
    }
}

return kept ? 0 : 1;
