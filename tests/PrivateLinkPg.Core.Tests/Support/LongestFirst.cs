using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>The class that takes longest begins, so that all others run beside it.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(each => each.DisplayName.Contains(nameof(Diagnosis.Paths.PathMatrixTests), StringComparison.Ordinal));
}
