[assembly: TestCollectionOrderer("PrivateLinkPg.Core.Tests.Support.LongestFirst", PrivateLinkPg.Testing.TestAssembly.Name)]

namespace PrivateLinkPg.Testing;

/// <summary>This assembly, for the test cases that it shares with others.</summary>
internal static class TestAssembly
{
    internal const string Name = "PrivateLinkPg.Core.Tests";
}
