using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace PrivateLinkPg.Probe.Dns;

/// <summary>Host names and addresses as users write them.</summary>
internal static class HostName
{
    private const int LongestName = 253;
    private const int LongestLabel = 63;
    private static readonly IdnMapping Idn = new() { AllowUnassigned = true, UseStd3AsciiRules = false };

    /// <summary>Reads a host name: in ASCII (xn-- where needed), lower case, without a final dot.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? name)
    {
        name = null;
        string given = text.Trim();
        if (given.EndsWith('.')) given = given[..^1];
        if (given.Length == 0) return false;
        try
        {
            string ascii = Idn.GetAscii(given).ToLowerInvariant();
            // A last label of digits only would be an address that lacks something.
            if (Labels(ascii) is not null && !ascii.Split('.')[^1].All(char.IsAsciiDigit)) name = ascii;
        }
        catch (ArgumentException)
        {
            // Not a name in any script.
        }
        return name is not null;
    }

    /// <summary>How many labels a name in ASCII has; null where it cannot be a name.</summary>
    public static int? Labels(string name)
    {
        string[] labels = name.Split('.');
        return name.Length <= LongestName && Array.TrueForAll(labels, IsLabel) ? labels.Length : null;
    }

    /// <summary>Reads an address in its full form only: .NET would take "10" and "10.4" for addresses too.</summary>
    public static bool TryParseAddress(string text, [NotNullWhen(true)] out IPAddress? address) =>
        IPAddress.TryParse(text.Trim(), out address)
        && (address.AddressFamily == AddressFamily.InterNetworkV6 || address.ToString() == text.Trim());

    // Underscores are no part of host names by the letter, yet live in DNS.
    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= LongestLabel && label[0] != '-' && label[^1] != '-'
        && label.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_');
}
