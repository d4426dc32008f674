using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Core.Tests.Connections;

/// <summary>What the ways to say which connections are meant add up to.</summary>
public sealed class ConnectionSelectionTests
{
    private const string Group = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg/providers";
    private const string Server = $"{Group}/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Endpoint = $"{Group}/Microsoft.Network/privateEndpoints/pe";
    private const string Connection = $"{Server}/privateEndpointConnections/pe.1";

    [Theory]
    [InlineData(Connection, null, null, null, null, null, "'pe.1'")]
    [InlineData(Endpoint, null, null, null, null, null, $"endpoint '{Endpoint}'")]
    [InlineData(null, Endpoint, Server, null, null, null, $"endpoint '{Endpoint}'")]
    [InlineData(Server, null, null, null, null, null, "anything")]
    [InlineData(null, null, Server, "dbt", null, null, "'dbt'")]
    [InlineData(null, null, Server, null, "*please*", null, "the message '*please*'")]
    [InlineData(null, null, Server, null, null, "a-b", "an endpoint of subscription 'a-b'")]
    [InlineData(null, Endpoint, Server, "dbt", "hello", "a-b", $"endpoint '{Endpoint}' and 'dbt' and the message 'hello' and an endpoint of subscription 'a-b'")]
    public void What_is_looked_for_is_said_in_words(string? id, string? endpoint, string? target, string? name, string? message, string? subscription, string words) =>
        Assert.Equal(words, new ConnectionSelection(id, endpoint, target, name, message, subscription).Wanted);

    // id, endpoint, name, message, subscription: one is meant, it must be there, only the requester's words say which, a change may be made.
    [Theory]
    [InlineData(Connection, null, null, null, null, true, true, false, true)]
    [InlineData(Endpoint, null, null, null, null, false, true, false, true)]
    [InlineData(Server, null, null, null, null, false, false, false, false)]
    [InlineData(null, null, "dbt", null, null, true, true, false, true)]
    [InlineData(null, null, "dbt*", null, null, false, false, true, true)]
    [InlineData(null, null, null, "hello", null, true, true, true, true)]
    [InlineData(null, null, null, "hello*", null, false, false, true, true)]
    [InlineData(null, null, null, null, "a-b", true, true, false, true)]
    [InlineData(null, null, "dbt*", null, "a-b", false, false, false, true)]
    [InlineData(null, null, null, "hello", "a-b", true, true, false, true)]
    [InlineData(null, Endpoint, null, null, null, false, false, false, true)]
    [InlineData(null, Endpoint, "dbt*", null, null, false, false, false, true)]
    [InlineData(null, Endpoint, null, "hello", null, true, true, false, true)]
    public void How_much_is_meant_follows_from_what_is_named(
        string? id, string? endpoint, string? name, string? message, string? subscription, bool one, bool mustExist, bool words, bool change)
    {
        ConnectionSelection selection = new(id, endpoint, id is null ? Server : null, name, message, subscription);
        Assert.Equal((one, mustExist, words), (selection.IsOne, selection.MustExist, selection.IsByRequestersWords));
        CommandFailedException? refused = (CommandFailedException?)Record.Exception(selection.CheckForChange);
        Assert.Equal(change ? null : nameof(Failure.MissingParameter), refused?.Failure.Id);
    }

    [Fact]
    public void An_endpoint_whose_names_or_messages_are_to_match_need_not_have_a_connection() =>
        Assert.False(new ConnectionSelection(null, Endpoint, null, "pe*").MustExist);

    [Theory]
    [InlineData("pe", null)]
    [InlineData(null, "hello")]
    public void A_connections_id_says_it_all(string? name, string? message)
    {
        CommandFailedException refused = Assert.Throws<CommandFailedException>(new ConnectionSelection(Connection, null, null, name, message).Check);
        Assert.Equal(nameof(Failure.ConflictingParameters), refused.Failure.Id);
        new ConnectionSelection(Server, null, null, name, message).Check();
        new ConnectionSelection(Connection, null, null, null, null, "a-b").Check();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Server)]
    public void An_endpoint_is_named_by_its_own_id(string? target)
    {
        CommandFailedException refused = Assert.Throws<CommandFailedException>(new ConnectionSelection(null, Server, target, "pe").Check);
        Assert.Equal((FailureKind.InvalidArgument, true), (refused.Failure.Kind, refused.Failure.Message.Contains("EndpointId", StringComparison.Ordinal)));
    }
}
