namespace PrivateLinkPg.Benchmarks;

/// <summary>One thing that is measured beside what it is compared with, in the same run.</summary>
internal interface IBenchmark
{
    /// <summary>The word that chooses it on the command line.</summary>
    string Name { get; }

    /// <summary>Measures. Throws <see cref="MissingProgramException"/> where this machine lacks a program that it needs.</summary>
    Task<IReadOnlyList<Result>> RunAsync(CancellationToken cancellation);
}

/// <summary>A program that a benchmark needs is not on this machine.</summary>
internal sealed class MissingProgramException(string program) : Exception($"{program} is not on this machine.");

/// <summary>One line of the report.</summary>
/// <param name="What">What was measured, and beside what.</param>
/// <param name="Measured">What it took.</param>
/// <param name="Reference">What the other took; null where there is none.</param>
/// <param name="Judged">The number that the budget limits, with its unit.</param>
/// <param name="Budget">The most that <paramref name="Judged"/> may be.</param>
internal sealed record Result(string What, Sample Measured, Sample? Reference, Quantity Judged, double Budget)
{
    public bool Kept => Judged.Value <= Budget;
}

/// <summary>A number with the unit that it is shown in.</summary>
internal sealed record Quantity(double Value, string Unit)
{
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Value:0.##}{Unit}");
}

/// <summary>Times of one thing, in milliseconds.</summary>
internal sealed record Sample(IReadOnlyList<double> Milliseconds)
{
    public double Median => At(0.5);

    /// <summary>The one that other programs of the machine disturbed least.</summary>
    public double Fastest => Milliseconds.Min();

    /// <summary>Nine of ten were not slower.</summary>
    public double Slow => At(0.9);

    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Median:0.0} ms (fastest {Fastest:0.0}, p90 {Slow:0.0})");

    private double At(double share) => Milliseconds.Order().ElementAt((int)Math.Round((Milliseconds.Count - 1) * share));
}
