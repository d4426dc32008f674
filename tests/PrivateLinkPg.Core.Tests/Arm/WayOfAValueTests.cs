using System.Diagnostics;
using System.Reflection;
using System.Runtime.CompilerServices;
using Azure.Core;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Connections;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Hosting;
using static PrivateLinkPg.Core.Tests.Support.ScriptedTransport;

namespace PrivateLinkPg.Core.Tests.Arm;

/// <summary>
/// From a parameter to the request that Azure sees: how many functions of ours are under way when it is sent. All answers are there at once,
/// so that each function still stands on the stack.
/// </summary>
public sealed class WayOfAValueTests
{
    // The cmdlet's own expression, which hands the request record on and cannot run without an engine.
    private const int Cmdlet = 1;

    private const string Group = $"/subscriptions/{ScriptedAzure.Subscription}/resourceGroups/rg";
    private const string Server = $"{Group}/providers/Microsoft.DBforPostgreSQL/flexibleServers/db";
    private const string Endpoint = $"{Group}/providers/Microsoft.Network/privateEndpoints/pe";
    private const string Subnet = $"{Group}/providers/Microsoft.Network/virtualNetworks/vnet/subnets/default";

    private static readonly Answer Absent = ScriptedAzure.Absent;

    [Fact]
    public void A_subnet_reaches_the_request_for_an_endpoint_in_few_functions()
    {
        NewPgPrivateEndpointRequest request = new() { Target = Server, SubnetId = Subnet, Name = "pe", Location = "westeurope", SkipPreflight = true };
        string made = $$$"""
            {"id":"{{{Endpoint}}}","name":"pe","location":"westeurope","properties":{"provisioningState":"Succeeded","subnet":{"id":"{{{Subnet}}}"},
             "privateLinkServiceConnections":[{"name":"pe","properties":{"privateLinkServiceId":"{{{Server}}}","groupIds":["postgresqlServer"],
              "privateLinkServiceConnectionState":{"status":"Approved"}} }]}}
            """;

        Measure(6, Subnet, host => NewPgPrivateEndpoint.RunAsync(request, host), Absent, new(201, made), new(200, made));
    }

    [Fact]
    public void An_address_reaches_the_request_for_a_record_in_few_functions()
    {
        const string Zone = $"{Group}/providers/Microsoft.Network/privateDnsZones/privatelink.postgres.database.azure.com";
        NewPgPrivateDnsRecordRequest request = new()
        {
            HostName = "db.postgres.database.azure.com", IpAddress = ["10.1.0.4"], ResourceGroupName = "rg", NoLink = true,
        };

        Measure(
            6, "10.1.0.4", host => NewPgPrivateDnsRecord.RunAsync(request, host),
            new(200, $$$"""{"id":"{{{Zone}}}","name":"privatelink.postgres.database.azure.com","properties":{}}"""), Absent,
            new(201, $$$"""{"id":"{{{Zone}}}/A/db","name":"db","properties":{"ttl":300,"aRecords":[{"ipv4Address":"10.1.0.4"}]}}"""));
    }

    [Fact]
    public void A_description_reaches_the_request_for_an_approval_in_few_functions()
    {
        const string Id = $"{Server}/privateEndpointConnections/pe.1";
        DecidePgEndpointConnectionRequest request = new(
            ConnectionDecision.Approve, new ConnectionSelection(Id, null, null, null), "Agreed on.", NoWait: false, TimeSpan.FromMinutes(1));
        static string Is(string status) => $$$"""
            {"id":"{{{Id}}}","name":"pe.1","properties":{"privateEndpoint":{"id":"{{{Endpoint}}}-asked"},
             "privateLinkServiceConnectionState":{"status":"{{{status}}}"},"provisioningState":"Succeeded"}}
            """;

        Measure(
            6, "Agreed on.", host => DecidePgEndpointConnection.RunAsync(request, host),
            new(200, Is("Pending")), new(200, Is("Approved")), new(200, Is("Approved")), Absent);
    }

    private static void Measure(int most, string value, Func<CommandHost, Task> handler, params Answer[] answers)
    {
        List<string>? way = null;
        ScriptedTransport azure = new(answers)
        {
            Inspect = request =>
            {
                if (request.Method != RequestMethod.Put) return;
                Assert.Null(way);
                way = [.. Functions(new StackTrace())];
            },
        };
        Assert.Empty(new ScriptedAzure(azure).Run((_, host) => handler(host), value).Output.Failures);
        Assert.Contains(value, Assert.Single(azure.Bodies), StringComparison.Ordinal);
        Assert.NotNull(way);
        Assert.EndsWith(".RunAsync", way[0], StringComparison.Ordinal);
        Assert.True(way.Count + Cmdlet <= most, $"{way.Count + Cmdlet} functions, {most} at most:\n{string.Join('\n', way)}");
        Assert.Equal(answers.Length, azure.Asked.Count);
    }

    // Of Core, from the handler down to the transport; an asynchronous one stands there twice, as itself and as its state machine.
    private static IEnumerable<string> Functions(StackTrace stack) => stack.GetFrames().Reverse()
        .Select(frame => frame.GetMethod()!)
        .SkipWhile(method => method.DeclaringType?.Namespace != "PrivateLinkPg.Commands")
        .Where(method => method.Module.Assembly == typeof(CommandHost).Assembly)
        .Select(Written)
        .Distinct()
        .Select(method => $"{method.DeclaringType!.Name}.{method.Name}");

    private static MethodBase Written(MethodBase method)
    {
        if (method.DeclaringType is not { DeclaringType: { } outer } machine || !machine.IsAssignableTo(typeof(IAsyncStateMachine))) return method;
        Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        const BindingFlags All = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        return outer.GetMethods(All).Single(each => each.GetCustomAttribute<AsyncStateMachineAttribute>()?.StateMachineType == Definition(machine));
    }
}
