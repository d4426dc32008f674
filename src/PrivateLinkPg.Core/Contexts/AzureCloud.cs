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
    public static AzureCloud Public { get; } = new(
        "AzureCloud", new("https://management.azure.com/"), "https://management.azure.com/", new("https://login.microsoftonline.com/"),
        "postgres.database.azure.com", "https://ossrdbms-aad.database.windows.net");

    public static AzureCloud UsGovernment { get; } = new(
        "AzureUSGovernment", new("https://management.usgovcloudapi.net/"), "https://management.usgovcloudapi.net/",
        new("https://login.microsoftonline.us/"),
        "postgres.database.usgovcloudapi.net", "https://ossrdbms-aad.database.usgovcloudapi.net");

    /// <summary>Azure operated by 21Vianet.</summary>
    public static AzureCloud China { get; } = new(
        "AzureChinaCloud", new("https://management.chinacloudapi.cn/"), "https://management.chinacloudapi.cn/",
        new("https://login.chinacloudapi.cn/"),
        "postgres.database.chinacloudapi.cn", "https://ossrdbms-aad.database.chinacloudapi.cn");

    /// <summary>A PEM file with authorities to trust besides the system's, for an Azure whose certificate no public one signed.</summary>
    public string? CaCertificate { get; init; }

    /// <summary>The clouds that Microsoft and 21Vianet run.</summary>
    public static IReadOnlyList<AzureCloud> Known { get; } = [Public, UsGovernment, China];

    /// <summary>An Azure by the endpoints that a context of it names; the rest comes from the known cloud that they belong to.</summary>
    /// <param name="name">Its name; names of known clouds count without regard to case.</param>
    /// <param name="resourceManager">The endpoint of Azure Resource Manager, or null.</param>
    /// <param name="audience">What tokens for it are asked for, or null.</param>
    /// <param name="authority">The sign-in endpoint, or null.</param>
    /// <returns>Null where neither name nor endpoint tells which it is: a token is not sent on a guess.</returns>
    public static AzureCloud? From(string name, string? resourceManager, string? audience, string? authority)
    {
        AzureCloud? same = Known.FirstOrDefault(cloud => cloud.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (same is null && Absolute(resourceManager) is null) return null;
        Uri? signIn = Absolute(authority);
        AzureCloud kin = same ?? Known.FirstOrDefault(cloud => cloud.Authority!.Host == signIn?.Host) ?? Public;
        Uri endpoint = Absolute(resourceManager) ?? kin.ResourceManager;
        return kin with
        {
            Name = same?.Name ?? name,
            ResourceManager = endpoint,
            Audience = audience ?? endpoint.AbsoluteUri,
            Authority = signIn ?? (endpoint == kin.ResourceManager ? kin.Authority : null),
        };
    }

    private static Uri? Absolute(string? url) => Uri.TryCreate(url, UriKind.Absolute, out Uri? uri) ? uri : null;

    /// <summary>The private DNS zone of a flexible server's private endpoints (Azure Private Endpoint private DNS zone values).</summary>
    public string PostgreSqlPrivateZone => "privatelink." + PostgreSqlSuffix;

    /// <summary>The private DNS zone of a Cosmos DB for PostgreSQL cluster's private endpoints.</summary>
    /// <remarks>Those of China and Government follow the clusters' names.</remarks>
    public string CosmosPrivateZone => Name switch
    {
        "AzureUSGovernment" => "privatelink.postgres.cosmos.azure.us",
        "AzureChinaCloud" => "privatelink.postgres.cosmos.azure.cn",
        _ => "privatelink.postgres.cosmos.azure.com",
    };
}
