namespace PrivateLinkPg.Testing;

/// <summary>This assembly, for the test cases that it shares with others.</summary>
internal static class TestAssembly
{
    internal const string Name = "PrivateLinkPg.Sandbox.Tests";
}
