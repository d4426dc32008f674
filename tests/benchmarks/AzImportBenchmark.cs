namespace PrivateLinkPg.Benchmarks;

/// <summary>What the import adds to the start of a bare PowerShell, beside what Az.Accounts adds, where that is installed.</summary>
internal sealed class AzImportBenchmark : IBenchmark
{
    private const double ShareOfAzAccounts = 0.25;

    public string Name => "import-az";

    public async Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation)
    {
        string installed = await Programs.RunAsync(Programs.Pwsh("[bool](Get-Module Az.Accounts -ListAvailable)"), cancellation);
        if (!installed.Contains("True", StringComparison.Ordinal)) throw new MissingProgramException("Az.Accounts");
        Sample[] samples = await ImportBenchmark.ImportInTurnAsync(["", Programs.Module, "Az.Accounts"], cancellation);
        var ratio = new Quantity((samples[1].Fastest - samples[0].Fastest) / (samples[2].Fastest - samples[0].Fastest), " ×");
        return [new("What Import-Module adds to a bare PowerShell, beside what Az.Accounts adds", samples[1], samples[2], ratio, ShareOfAzAccounts)];
    }
}
