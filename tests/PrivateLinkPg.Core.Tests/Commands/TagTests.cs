using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Core.Tests.Commands;

/// <summary>Tags that Azure would refuse, or lose without a word, are refused before anything is asked, with -WhatIf too.</summary>
public sealed class TagTests : LinkedServer
{
    [Fact]
    public void Two_tags_of_one_name_are_refused_before_anything_is_asked()
    {
        CommandRunner runner = Azure.Runner();
        Dictionary<string, string> twins = new() { ["Env"] = "a", ["env"] = "b" };
        int before = Azure.Sandbox.Log.Requests.Count;
        Assert.Equal(nameof(Failure.TagGivenTwice), runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(1) with { Tag = twins }).Id);
        Assert.Equal(nameof(Failure.TagGivenTwice), runner.Fails(NewPgPrivateDnsRecord.RunAsync, Tagged(twins)).Id);
        Assert.Equal(before, Azure.Sandbox.Log.Requests.Count);
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("  ", 1, 1)]
    [InlineData("cost/centre", 1, 1)]
    [InlineData("a\nb", 1, 1)]
    [InlineData("n", 257, 1)]
    [InlineData("n", 1, 51)]
    public void A_tag_that_Azure_would_refuse_is_refused_before_anything_is_asked(string name, int length, int tags)
    {
        CommandRunner runner = Azure.Runner();
        Dictionary<string, string> tag = Enumerable.Range(1, tags - 1).ToDictionary(each => $"t{each}", _ => "");
        tag[name] = new string('v', length);
        int before = Azure.Sandbox.Log.Requests.Count;
        string id = tags > 50 ? nameof(Failure.TooManyTags) : nameof(Failure.InvalidTag);
        Assert.Equal(id, runner.Fails(NewPgPrivateEndpoint.RunAsync, Request(1) with { Tag = tag }).Id);
        Assert.Equal(id, runner.Fails(NewPgPrivateDnsRecord.RunAsync, Tagged(tag)).Id);
        Assert.Equal(before, Azure.Sandbox.Log.Requests.Count);
    }

    [Fact]
    public void Tags_at_the_limits_are_kept()
    {
        CommandRunner runner = Azure.Runner();
        Dictionary<string, string> most = Enumerable.Range(1, 50).ToDictionary(each => $"t {each}", _ => new string('v', 256));
        Assert.Equal(50, runner.One<NewPgPrivateEndpointRequest, PgPrivateEndpoint>(NewPgPrivateEndpoint.RunAsync, Request(1) with { Tag = most }).Tag.Count);

        Dictionary<string, string> ofZone = Enumerable.Range(1, 14).ToDictionary(each => $"t{each}", _ => "");
        PgDnsRecord record = New(runner, Tagged(ofZone));
        Assert.Equal(15, Azure.Sandbox.State.Run(() => Find<PrivateDnsZone>(record.ZoneId).Tags!.Count));
    }

    [Theory]
    [InlineData("cost centre", 1, nameof(Failure.InvalidTag))]
    [InlineData("cost:centre", 1, nameof(Failure.InvalidTag))]
    [InlineData("t15", 15, nameof(Failure.TooManyTags))]
    public void A_tag_that_private_DNS_would_lose_or_refuse_is_refused(string name, int tags, string id)
    {
        Dictionary<string, string> tag = Enumerable.Range(1, tags - 1).ToDictionary(each => $"t{each}", _ => "");
        tag[name] = "v";
        Assert.Equal(id, Azure.Runner().Fails(NewPgPrivateDnsRecord.RunAsync, Tagged(tag)).Id);
        tag["creator"] = tag[name];
        tag.Remove(name);
        Assert.Equal(tags, New(Azure.Runner(), Tagged(tag)).Changed ? tags : 0);
    }

    private NewPgPrivateEndpointRequest Request(int network) => new() { Target = Server, SubnetId = Azure.Subnet(network) };

    private NewPgPrivateDnsRecordRequest Tagged(IReadOnlyDictionary<string, string> tags) =>
        new() { HostName = HostName, IpAddress = ["10.0.0.4"], NoLink = true, ResourceGroupName = "rg-client", Tag = tags };
}
