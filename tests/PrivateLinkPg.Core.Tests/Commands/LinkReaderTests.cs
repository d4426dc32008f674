using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Hosting;
using PrivateLinkPg.Link;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class LinkReaderTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    [Fact]
    public void One_answer_serves_a_whole_command_and_Now_asks_anew() => Run(async host =>
    {
        string id = azure.Network(1);
        int Asked() => azure.Sandbox.Log.Requests.Count(request => request.Path.Equals(id, StringComparison.OrdinalIgnoreCase));
        LinkReader link = await LinkReader.OfAsync(host);
        Assert.True((await link.NetworkAsync(id)).IsFound);
        Assert.Same((await link.NetworkAsync(id)).Value, (await (await LinkReader.OfAsync(host)).NetworkAsync(id)).Value);
        Assert.Equal(1, Asked());
        Assert.True((await link.Now().NetworkAsync(id)).IsFound);
        Assert.True((await link.Now().NetworkAsync(id)).IsFound);
        Assert.Equal(3, Asked());
    });

    [Fact]
    public void What_is_missing_is_null_and_a_list_of_nothing_is_a_refusal() => Run(async host =>
    {
        LinkReader link = await LinkReader.OfAsync(host);
        var network = await link.NetworkAsync(azure.Network(1) + "-none");
        Assert.Equal((true, false), (network.IsMissing, network.IsNotReadable));
        Assert.Null(network.OrThrow());

        var zones = await link.ZonesAsync("00000000-0000-0000-0000-00000000000f");
        Assert.Equal((true, false), (zones.IsMissing, zones.IsNotReadable));
        Assert.Equal(404, Assert.Throws<ArmException>(() => zones.OrThrow()).Status);
    });

    private void Run(Func<CommandHost, Task> test)
    {
        CommandRunner runner = azure.Runner();
        runner.Run<string, object>((_, host) => test(host), "");
        Assert.Empty(runner.Output.Failures);
    }
}
