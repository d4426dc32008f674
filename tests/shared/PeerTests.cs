using System.Reflection;

namespace PrivateLinkPg.Testing;

public sealed class PeerTests
{
    [Fact]
    public void A_test_that_may_not_be_run_says_for_want_of_what() => Assert.All(
        typeof(PeerTests).Assembly.GetTypes().Where(type => !type.IsAbstract)
            .SelectMany(type => type.GetMethods().Select(method => (type, method, fact: method.GetCustomAttribute<FactAttribute>())))
            .Where(test => test.fact is PeerFactAttribute or PeerTheoryAttribute),
        test => Assert.NotEmpty(PeerTestCase.PeersOf(test.type, test.method)));
}
