using Xunit.Abstractions;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>The two classes that take longest begin, so that all others run beside them.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(each => each.DisplayName.Contains(".PathMatrix", StringComparison.Ordinal));
}
