using PrivateLinkPg.Contract.Tests.Support;
using PrivateLinkPg.HelpGen.Metadata;

namespace PrivateLinkPg.Contract.Tests;

/// <summary>The five commands fit together: what one puts out is what the next one binds by name.</summary>
public sealed class PipelineTests(CommandsFixture commands) : IClassFixture<CommandsFixture>
{
    [Theory]
    [InlineData("New-PgPrivateEndpoint", "Approve-PgEndpointConnection", "Id", "Id")]
    [InlineData("New-PgPrivateEndpoint", "Get-PgEndpointIp", "EndpointId", "Id")]
    [InlineData("Approve-PgEndpointConnection", "Get-PgEndpointIp", "EndpointId", "EndpointId")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord", "HostName", "HostName")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord", "IpAddress", "IpAddress")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord", "VirtualNetworkId", "VirtualNetworkId")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord", "ZoneName", "ZoneName")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord", "EndpointId", "EndpointId")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord", "TargetId", "TargetId")]
    [InlineData("Get-PgEndpointIp", "Test-PgPrivateConnection", "HostName", "HostName")]
    [InlineData("Get-PgEndpointIp", "Test-PgPrivateConnection", "ExpectedIpAddress", "IpAddress")]
    [InlineData("New-PgPrivateDnsRecord", "Test-PgPrivateConnection", "HostName", "HostName")]
    [InlineData("New-PgPrivateDnsRecord", "Test-PgPrivateConnection", "ExpectedIpAddress", "IpAddress")]
    public void An_output_property_binds_to_the_next_command(string from, string to, string parameter, string property)
    {
        ParameterFacts bound = commands[to].Parameters.Single(candidate => candidate.Name == parameter);
        Assert.Contains(bound.Places, place => place.FromPipelineByPropertyName);
        AssertEach.All(commands[from].OutputTypes, type =>
        {
            // The engine looks for the parameter's own name first, then for its aliases in their order.
            string? found = bound.Aliases.Prepend(parameter).FirstOrDefault(name => type.GetProperty(name) is not null);
            Assert.Equal(property, found);
        });
    }

    [Theory]
    [InlineData("New-PgPrivateEndpoint", "Approve-PgEndpointConnection")]
    [InlineData("Approve-PgEndpointConnection", "Get-PgEndpointIp")]
    [InlineData("Get-PgEndpointIp", "New-PgPrivateDnsRecord")]
    [InlineData("New-PgPrivateDnsRecord", "Test-PgPrivateConnection")]
    public void The_next_command_needs_nothing_but_the_piped_object(string from, string to) => AssertEach.All(commands[from].OutputTypes, type =>
        Assert.Contains(commands[to].ParameterSets, set => commands[to].Parameters.All(parameter =>
            parameter.In(set) is not { Mandatory: true } place
            || (place.FromPipelineByPropertyName && parameter.Aliases.Prepend(parameter.Name).Any(name => type.GetProperty(name) is not null)))));
}
