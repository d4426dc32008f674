namespace PrivateLinkPg.Contexts;

/// <summary>Which Azure the user asked for.</summary>
/// <param name="Environment">The name of a known cloud, or null.</param>
/// <param name="ResourceManagerUrl">The endpoint of any Azure, or null.</param>
/// <param name="CaCertificate">The full path of a PEM file with authorities to trust, or null.</param>
internal sealed record CloudChoice(string? Environment, string? ResourceManagerUrl, string? CaCertificate)
{
    /// <summary>The cloud with its endpoints; asks only an Azure that is not known.</summary>
    /// <exception cref="CommandFailedException">What the user gave cannot be right.</exception>
    public async Task<AzureCloud> FindAsync(CancellationToken cancellation)
    {
        if (CaCertificate is not null) AuthorityFile.Read(CaCertificate);
        if (ResourceManagerUrl is null) return Named(Environment ?? AzureCloud.Public.Name) with { CaCertificate = CaCertificate };
        Uri endpoint = Endpoint(ResourceManagerUrl);
        return AzureCloud.Known.FirstOrDefault(cloud => cloud.ResourceManager.Host == endpoint.Host) is { } known
            ? known with { CaCertificate = CaCertificate }
            : await CloudDiscovery.DiscoverAsync(endpoint, CaCertificate, cancellation).ConfigureAwait(false);
    }

    private static AzureCloud Named(string name) =>
        AzureCloud.Known.FirstOrDefault(cloud => cloud.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
        ?? throw Failure.EnvironmentUnknown(name);

    // A bearer token must not travel in clear text.
    private static Uri Endpoint(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps
        && url is { AbsolutePath: "/", Query: "", UserInfo: "" }
            ? url
            : throw Failure.ResourceManagerUrlInvalid(given);
}
