namespace PrivateLinkPg.Contexts;

/// <summary>One Azure: its endpoints, its names and what to trust when calling it.</summary>
/// <param name="Name">AzureCloud, AzureUSGovernment, AzureChinaCloud, or a name of the user's.</param>
/// <param name="ResourceManager">The endpoint of Azure Resource Manager.</param>
/// <param name="Audience">The resource that tokens for it are asked for.</param>
/// <param name="Authority">The sign-in endpoint, or null where sign-in needs none (managed identity, a given token).</param>
/// <param name="PostgreSqlSuffix">What follows a flexible server's name, such as postgres.database.azure.com.</param>
/// <param name="PostgreSqlAudience">The resource that tokens for signing in to PostgreSQL are asked for.</param>
internal sealed record AzureCloud(
    string Name, Uri ResourceManager, string Audience, Uri? Authority, string PostgreSqlSuffix, string PostgreSqlAudience)
{
    /// <summary>The public cloud.</summary>
    public static AzureCloud Public { get; } = new(
        "AzureCloud", new("https://management.azure.com/"), "https://management.azure.com/", new("https://login.microsoftonline.com/"),
        "postgres.database.azure.com", "https://ossrdbms-aad.database.windows.net");

    /// <summary>Azure US Government.</summary>
    public static AzureCloud UsGovernment { get; } = new(
        "AzureUSGovernment", new("https://management.usgovcloudapi.net/"), "https://management.usgovcloudapi.net/", new("https://login.microsoftonline.us/"),
        "postgres.database.usgovcloudapi.net", "https://ossrdbms-aad.database.usgovcloudapi.net");

    /// <summary>Azure operated by 21Vianet.</summary>
    public static AzureCloud China { get; } = new(
        "AzureChinaCloud", new("https://management.chinacloudapi.cn/"), "https://management.chinacloudapi.cn/", new("https://login.chinacloudapi.cn/"),
        "postgres.database.chinacloudapi.cn", "https://ossrdbms-aad.database.chinacloudapi.cn");

    /// <summary>A PEM file with the authorities to trust besides the system's, for an Azure whose certificate no public authority signed.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>The private DNS zone of a flexible server's private endpoints (Azure Private Endpoint private DNS zone values).</summary>
    public string PostgreSqlPrivateZone => "privatelink." + PostgreSqlSuffix;
}
