using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.State;

/// <summary>
/// What a network security group lets through to a private endpoint: the first inbound rule by priority that is about the connection
/// decides. Clients come from the first address of their subnet; where nobody said which that is, of the endpoint's own network.
/// </summary>
internal static class SecurityFilter
{
    private static readonly string[] Applying = ["Enabled", "NetworkSecurityGroupEnabled"];

    /// <summary>True where a connection over TCP comes through: also where the subnet applies no rules to endpoints.</summary>
    public static bool Admits(PrivateEndpoint endpoint, IPAddress address, int port, Subnet? clients)
    {
        var subnet = endpoint.Subnet;
        if (subnet.SecurityGroup is not { } group || !Applying.Contains(subnet.PrivateEndpointNetworkPolicies)) return true;
        var client = (clients?.Ranges ?? subnet.Network.AddressSpace)[0].First;
        var deciding = group.Rules.Values
            .Where(rule => (string?)rule["direction"] == "Inbound" && (string?)rule["protocol"] is "*" or "Tcp")
            .Where(rule => Values(rule, "destinationPortRange").Any(range => HoldsPort(range, port)))
            .Where(rule => Names(rule, "source", client) && Names(rule, "destination", AddressRange.ToNumber(address)))
            .MinBy(rule => (long)rule["priority"]!);
        // The rules that every group has let in what comes from the network.
        return (string?)deciding?["access"] != "Deny";
    }

    private static bool Names(JsonObject rule, string end, uint address) => Values(rule, $"{end}AddressPrefix").Any(prefix =>
        prefix is "*" or "VirtualNetwork"
        || (AddressRange.TryParse(prefix.Contains('/') ? prefix : prefix + "/32", out var range, out _) && range.Value.Contains(address)));

    private static IEnumerable<string> Values(JsonObject rule, string name)
    {
        if ((string?)rule[name] is { Length: > 0 } one) yield return one;
        foreach (var each in rule[$"{name}es"] as JsonArray ?? rule[$"{name}s"] as JsonArray ?? [])
            if (each is not null) yield return (string)each!;
    }

    private static bool HoldsPort(string range, int port)
    {
        if (range == "*") return true;
        var ends = range.Split('-').Select(end => int.Parse(end, CultureInfo.InvariantCulture)).ToArray();
        return ends[0] <= port && port <= ends[^1];
    }
}
