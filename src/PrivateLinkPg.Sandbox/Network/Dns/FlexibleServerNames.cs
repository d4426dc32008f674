using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace PrivateLinkPg.Sandbox.Network.Dns;

/// <summary>
/// The public names of one flexible server: its host name is an alias of its privatelink name once a private endpoint exists,
/// else of an infrastructure name; the chain ends in the public address (Azure's "Networking with Private Link" page).
/// </summary>
/// <param name="ServerName">The server's name, for example <c>orders</c>.</param>
/// <param name="Suffix">The cloud's suffix, for example <c>postgres.database.azure.com</c>.</param>
/// <param name="HasPrivateEndpoint">Whether a private endpoint leads to the server.</param>
/// <param name="PublicAddress">Where the public name ends.</param>
public sealed record FlexibleServerNames(string ServerName, string Suffix, bool HasPrivateEndpoint, IPAddress PublicAddress)
{
    private const int AliasTimeToLive = 60;
    private const int AddressTimeToLive = 30;

    /// <summary>The name that clients use and certificates carry.</summary>
    public string HostName => $"{ServerName}.{Suffix}";

    /// <summary>The name that a private zone answers for.</summary>
    public string PrivateLinkHostName => $"{ServerName}.privatelink.{Suffix}";

    /// <summary>The name of the machinery behind it: stable for a server, unlike any other's.</summary>
    public string InfrastructureHostName =>
        $"{ServerName}.rs-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(HostName)))[..15]}.{Suffix}";

    /// <summary>The public records of a name, if it is one of this server's.</summary>
    public IEnumerable<DnsRecord> RecordsAt(string name)
    {
        if (Same(name, HostName))
            yield return new CanonicalNameRecord(HasPrivateEndpoint ? PrivateLinkHostName : InfrastructureHostName, AliasTimeToLive);
        else if (HasPrivateEndpoint && Same(name, PrivateLinkHostName))
            yield return new CanonicalNameRecord(InfrastructureHostName, AliasTimeToLive);
        else if (Same(name, InfrastructureHostName))
            yield return new AddressRecord(PublicAddress, AddressTimeToLive);
    }

    private static bool Same(string left, string right) => left.Equals(right, StringComparison.OrdinalIgnoreCase);
}
