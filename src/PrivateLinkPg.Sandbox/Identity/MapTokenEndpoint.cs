using System.Globalization;
using System.Text.Json.Nodes;

namespace PrivateLinkPg.Sandbox.Identity;

/// <summary>
/// The managed identity endpoint, in the forms that clients use: App Service 2019-08-01 (X-IDENTITY-HEADER) and
/// 2017-09-01 (secret), and the form POST of the old VM extension.
/// </summary>
internal sealed class MapTokenEndpoint(TokenIssuer tokens, Principals principals, string identityHeader)
{
    public const string Path = "/msi/token";

    // The old App Service form adds a slash before its query; routing does not mind.
    public void Map(IEndpointRouteBuilder routes) => routes.MapMethods(Path, ["GET", "POST"], AnswerAsync);

    private async Task AnswerAsync(HttpContext http)
    {
        var isPost = HttpMethods.IsPost(http.Request.Method);
        if (!IsAllowed(http.Request, isPost))
        {
            await RefuseAsync(http, 401, "invalid_request", "The header that proves access to the endpoint is missing or wrong.");
            return;
        }
        var form = isPost && http.Request.HasFormContentType ? await http.Request.ReadFormAsync(http.RequestAborted) : null;
        string? Parameter(string name) => http.Request.Query[name].FirstOrDefault() ?? form?[name].FirstOrDefault();

        var resource = Parameter("resource");
        if (string.IsNullOrEmpty(resource))
        {
            await RefuseAsync(http, 400, "invalid_request", "The parameter 'resource' is missing.");
            return;
        }
        var asked = Parameter("client_id") ?? Parameter("clientid") ?? Parameter("object_id") ?? Parameter("principal_id");
        if (principals.Find(asked) is not { } principal)
        {
            await RefuseAsync(http, 400, "invalid_request", $"Identity not found: no identity has the id '{asked}'.");
            return;
        }
        await http.Response.WriteAsync(Describe(principal, resource, Parameter("api-version")).ToJsonString(), http.RequestAborted);
    }

    private JsonObject Describe(Principal principal, string resource, string? version)
    {
        var (token, expires) = tokens.Issue(principal, resource);
        var seconds = expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var lifetime = ((long)TokenIssuer.Lifetime.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new JsonObject
        {
            ["access_token"] = token,
            ["client_id"] = principal.ClientId,
            ["expires_in"] = lifetime,
            ["expires_on"] = version == "2017-09-01"
                ? expires.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss '+00:00'", CultureInfo.InvariantCulture)
                : seconds,
            ["not_before"] = (expires - TokenIssuer.Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            ["resource"] = resource,
            ["token_type"] = "Bearer",
        };
    }

    // A page in a browser can reach loopback too, but cannot set these headers: Azure asks for them for that reason.
    private bool IsAllowed(HttpRequest request, bool isPost) =>
        request.Headers["X-IDENTITY-HEADER"] == identityHeader
        || request.Headers["secret"] == identityHeader
        || (isPost && "true".Equals(request.Headers["Metadata"], StringComparison.OrdinalIgnoreCase));

    private static Task RefuseAsync(HttpContext http, int status, string error, string description)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        var body = new JsonObject { ["error"] = error, ["error_description"] = description };
        return http.Response.WriteAsync(body.ToJsonString(), http.RequestAborted);
    }
}
