using Azure.ResourceManager;

namespace PrivateLinkPg.Contexts;

/// <summary>Asks an Azure for its own endpoints: {ARM}/metadata/endpoints, which needs no sign-in.</summary>
internal static class CloudDiscovery
{
    private const string Path = "/metadata/endpoints";
    private const string ApiVersion = "2022-09-01";

    /// <summary>Describes the Azure at an endpoint; what it does not tell is as in the public cloud.</summary>
    /// <exception cref="RequestFailedException">It could not be reached.</exception>
    public static async Task<AzureCloud> DiscoverAsync(Uri resourceManager, string? caCertificate, CancellationToken cancellation)
    {
        ArmClientOptions options = new() { Transport = TrustedTransport.For(caCertificate), RetryPolicy = new TransientRetry(retries: 3) };
        HttpPipeline pipeline = HttpPipelineBuilder.Build(options);
        using HttpMessage message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(resourceManager);
        message.Request.Uri.AppendPath(Path, escape: false);
        message.Request.Uri.AppendQuery("api-version", ApiVersion);
        message.Request.Headers.Add(HttpHeader.Names.Accept, "application/json");
        try
        {
            await pipeline.SendAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (UnansweredException.Is(e, cancellation) || e is AggregateException)
        {
            throw new UnansweredException($"{resourceManager.Host}:{resourceManager.Port}", e);
        }
        return Read(message.Response.IsError ? null : message.Response.Content, resourceManager) with { CaCertificate = caCertificate };
    }

    /// <summary>Reads the answer: one description, or in older versions a list of them.</summary>
    public static AzureCloud Read(BinaryData? answer, Uri resourceManager)
    {
        AzureCloud silent = AzureCloud.Public with
        {
            Name = resourceManager.Host, ResourceManager = resourceManager, Audience = resourceManager.AbsoluteUri, Authority = null,
        };
        try
        {
            if (answer is null) return silent;
            using JsonDocument document = JsonDocument.Parse(answer);
            return Describe(document.RootElement, resourceManager) is { } own ? Merge(own, silent) : silent;
        }
        catch (JsonException)
        {
            return silent; // Some other web server's page; the sign-in or the first request will tell.
        }
    }

    private static JsonElement? Describe(JsonElement root, Uri resourceManager) => root.ValueKind switch
    {
        JsonValueKind.Object => root,
        JsonValueKind.Array
            when root.EnumerateArray().Where(cloud => cloud.ValueKind == JsonValueKind.Object).ToArray() is { Length: > 0 } clouds =>
            clouds.Where(cloud => Url(cloud, "resourceManager")?.Host == resourceManager.Host).Append(clouds[0]).First(),
        _ => null,
    };

    private static AzureCloud Merge(JsonElement own, AzureCloud silent)
    {
        JsonElement signIn = Member(own, "authentication");
        string[] audiences = Member(signIn, "audiences") is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
        return silent with
        {
            Name = Text(own, "name") ?? silent.Name,
            Authority = Url(signIn, "loginEndpoint"),
            // Its own URL where it takes tokens for that, since then the token is of use nowhere else.
            Audience = Array.Find(audiences, audience => audience.TrimEnd('/') == silent.Audience.TrimEnd('/'))
                ?? audiences.FirstOrDefault() ?? silent.Audience,
            PostgreSqlSuffix = Text(Member(own, "suffixes"), "postgresqlServerEndpoint")?.TrimStart('.') ?? silent.PostgreSqlSuffix,
            PostgreSqlAudience = Text(own, "ossrDbmsResourceId")?.TrimEnd('/') ?? silent.PostgreSqlAudience,
        };
    }

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out JsonElement member) ? member : default;

    private static string? Text(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } given ? given : null;

    private static Uri? Url(JsonElement value, string name) =>
        Uri.TryCreate(Text(value, name), UriKind.Absolute, out Uri? url) ? url : null;
}
