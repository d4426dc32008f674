using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.Faults;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>What is told of a change whose time runs out, and what becomes of one that another change takes the place of.</summary>
public sealed class LateAndSupersededTests : LinkedServer
{
    private NewPgPrivateEndpointRequest Wish => new() { Target = Server, SubnetId = Azure.Subnet(1), Name = "late", SkipPreflight = true, Timeout = TimeSpan.FromMinutes(1) };

    [Fact]
    public async Task What_Azure_accepted_goes_on_there() =>
        Assert.Contains("did not finish within 60 s. It goes on in Azure.", await TimeOutAsync(new() { Path = Path, Operation = new() { Never = true } }), StringComparison.Ordinal);

    [Fact]
    public async Task What_Azure_never_accepted_is_told_with_the_last_answer()
    {
        string message = await TimeOutAsync(new() { Path = Path, Status = 502, Code = "BadGateway", Message = "As planned." });
        Assert.Matches("By then Azure had not accepted PUT /subscriptions/.+/late; the last try ended with: 502 .+\\.$", message);
        Assert.DoesNotContain("goes on", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_what_Azure_did_not_answer_nobody_knows() =>
        Assert.Matches("By then Azure had not answered PUT /subscriptions/.+/late, so that nobody knows", await TimeOutAsync(new() { Path = Path, DelaySeconds = 600 }));

    private static string Path => "*/privateEndpoints/late";

    private async Task<string> TimeOutAsync(RequestFault fault)
    {
        await Azure.Sandbox.AddFaultsAsync(new() { Requests = [fault with { Method = "PUT", Times = 99 }] });
        CommandFailure failure = new CommandRunner(Azure.Sandbox, null, new(), new FastClock(20)).Fails(NewPgPrivateEndpoint.RunAsync, Wish);
        Assert.Equal(nameof(Failure.TimedOut), failure.Id);
        return failure.Message;
    }
}
