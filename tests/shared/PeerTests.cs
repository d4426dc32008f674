using System.Reflection;
using System.Text.Json;

namespace PrivateLinkPg.Testing;

/// <summary>What would lose tests without a word.</summary>
public sealed class PeerTests
{
    private static readonly Assembly This = typeof(PeerTests).Assembly;

    // By another name xunit would find no discoverer, and pass over all tests that need a peer.
    [Fact]
    public void The_assembly_is_called_as_the_discoverers_are_looked_for() => Assert.Equal(TestAssembly.Name, This.GetName().Name);

    [Fact]
    public void What_is_not_run_is_told()
    {
        var settings = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "xunit.runner.json")));
        Assert.True(settings.RootElement.GetProperty("diagnosticMessages").GetBoolean());
    }

    [Fact]
    public void A_test_that_may_not_be_run_says_for_want_of_what()
    {
        var tests = This.GetTypes().Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetMethods().Select(method => (type, method, fact: method.GetCustomAttribute<FactAttribute>())))
            .Where(test => test.fact is PeerFactAttribute or PeerTheoryAttribute)
            .ToList();
        Assert.NotEmpty(tests);
        AssertEach.All(tests, test => Assert.NotEmpty(PeerTestCase.PeersOf(test.type, test.method)));
    }
}
