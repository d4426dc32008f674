using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>The classes that take longest begin, so that all others run beside them and none is left to run alone.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    // By the ends of their names; without those whose clocks are fast, which a busy machine may be late for.
    private static readonly string[] Longest = ["PathMatrixPairTests", "PathMatrixTests", "PathMatrixRepairTests", "EstateTests", ".CausesTests", "FaultMatrixTests", "CipherSuiteTests"];

    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderBy(each => Array.FindIndex(Longest, name => each.DisplayName.EndsWith(name, StringComparison.Ordinal)) is var at and >= 0 ? at : Longest.Length);
}
