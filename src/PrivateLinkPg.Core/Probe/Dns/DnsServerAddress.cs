using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PrivateLinkPg.Probe.Dns;

/// <summary>Reads what users give as -DnsServer: 10.0.0.2, 10.0.0.2:5353, fd00::2 or [fd00::2]:5353.</summary>
internal static class DnsServerAddress
{
    private const int DefaultPort = 53;

    /// <summary>Reads <paramref name="text"/>; the port is 53 where none is given.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out IPEndPoint? server)
    {
        (string address, string? port) = Split(text.Trim());
        server = HostName.TryParseAddress(address, out IPAddress? ip) && TryParsePort(port, out int number) ? new(ip, number) : null;
        return server is not null;
    }

    /// <summary>The server as users write it: the port only where it is not 53.</summary>
    public static string Format(IPEndPoint server) => server.Port == DefaultPort ? server.Address.ToString() : server.ToString();

    private static (string Address, string? Port) Split(string text)
    {
        int close = text.IndexOf(']');
        if (text.StartsWith('[') && close > 0)
        {
            string rest = text[(close + 1)..];
            return (text[1..close], rest.Length == 0 ? null : rest.StartsWith(':') ? rest[1..] : "?");
        }
        int colon = text.IndexOf(':');
        // Two colons make an IPv6 address, which takes a port only in brackets.
        return colon >= 0 && colon == text.LastIndexOf(':') ? (text[..colon], text[(colon + 1)..]) : (text, null);
    }

    private static bool TryParsePort(string? text, out int port)
    {
        port = DefaultPort;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= 65535);
    }
}
