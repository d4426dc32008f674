using PrivateLinkPg.Probe.Dns;

namespace PrivateLinkPg.Arm;

/// <summary>Azure's rules for names, checked before anything is sent (Naming rules and restrictions for Azure resources).</summary>
internal static partial class AzureNames
{
    /// <summary>The longest request message that an owner sees.</summary>
    public const int MaxRequestMessage = 140;

    /// <summary>
    /// A private endpoint's name. PostgreSQL makes it the first part of a connection's name, which may hold letters, digits and
    /// hyphens only and begins with a letter; other targets also take underscores and periods.
    /// </summary>
    public static void CheckEndpoint(string name, TargetType target)
    {
        bool isService = target == TargetType.PrivateLinkService;
        if ((isService ? EndpointName() : PostgresEndpointName()).IsMatch(name)) return;
        throw Failure.InvalidName("Name", name, isService
            ? "2 to 64 letters, digits, '_', '.' or '-', the first a letter or digit, the last no '.' or '-'"
            : "2 to 64 letters, digits or '-', the first a letter and the last no '-': PostgreSQL makes it part of the connection's name");
    }

    /// <summary>A network interface's name.</summary>
    public static void CheckNetworkInterface(string name)
    {
        if (InterfaceName().IsMatch(name)) return;
        throw Failure.InvalidName(
            "NetworkInterfaceName", name, "1 to 80 letters, digits, '_', '.' or '-', the first a letter or digit, the last no '.' or '-'");
    }

    /// <summary>A resource group's name.</summary>
    public static void CheckResourceGroup(string name)
    {
        if (ResourceGroupName().IsMatch(name)) return;
        throw Failure.InvalidName("ResourceGroupName", name, "1 to 90 letters, digits, '_', '-', '.' or parentheses, not ending in '.'");
    }

    /// <summary>What one side of a connection writes to the other.</summary>
    public static void CheckMessage(string parameter, string? message)
    {
        if (message?.Length > MaxRequestMessage) throw Failure.MessageTooLong(parameter, message.Length, MaxRequestMessage);
    }

    /// <summary>A private DNS zone's name: 2 to 34 labels. The dot of the root may follow.</summary>
    public static void CheckZone(string given)
    {
        string name = given.WithoutRoot();
        if (HostName.Labels(name) is >= 2 and <= 34) return;
        throw Failure.InvalidName(
            "ZoneName", name,
            "2 to 34 labels of letters, digits, '-' or '_', joined by '.', such as privatelink.postgres.database.azure.com");
    }

    /// <summary>A host name. The dot of the root may follow.</summary>
    public static void CheckHostName(string given)
    {
        string name = given.WithoutRoot();
        if (HostName.Labels(name) >= 2) return;
        throw Failure.InvalidName("HostName", name, "a full host name such as myserver.postgres.database.azure.com");
    }

    /// <summary>True where both are the same name; Azure and DNS compare without case.</summary>
    public static bool Same(string? one, string? other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    /// <summary>A name of DNS without the dot that stands for the root; Azure writes none, and compares without it.</summary>
    public static string WithoutRoot(this string name) => name.TrimEnd('.');

    /// <summary>An IPv4 address in its usual form; .NET alone would take 10.0.4 for 10.0.0.4.</summary>
    public static void CheckIpv4(string parameter, string address)
    {
        bool isAddress = IPAddress.TryParse(address, out IPAddress? parsed);
        if (!isAddress || parsed!.AddressFamily != AddressFamily.InterNetwork || parsed.ToString() != address)
            throw Failure.InvalidIpAddress(parameter, address);
    }

    /// <summary>The default name of an endpoint: network, target, pe; within Azure's rules for any target.</summary>
    public static string DefaultEndpoint(string network, string target)
    {
        string name = Others().Replace($"{network}-{target}", "-").Trim('-');
        if (name.Length == 0 || !char.IsAsciiLetter(name[0])) name = "pe-" + name;
        return name[..Math.Min(name.Length, 61)].TrimEnd('-') + "-pe";
    }

    /// <summary>The default name of a virtual network link.</summary>
    public static string DefaultLink(string network) => network.Length <= 80 ? network : network[..80].TrimEnd('.', '-');

    /// <summary>"West US" and "westus" are the same region.</summary>
    public static string Region(string location) => location.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}[A-Za-z0-9_]$")]
    private static partial Regex EndpointName();

    [GeneratedRegex(@"^[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,78}[A-Za-z0-9_])?$")]
    private static partial Regex InterfaceName();

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9-]{0,62}[A-Za-z0-9]$")]
    private static partial Regex PostgresEndpointName();

    [GeneratedRegex(@"^[\p{L}\p{Nd}_().-]{0,89}[\p{L}\p{Nd}_()-]$")]
    private static partial Regex ResourceGroupName();

    [GeneratedRegex(@"[^A-Za-z0-9]+")]
    private static partial Regex Others();
}
