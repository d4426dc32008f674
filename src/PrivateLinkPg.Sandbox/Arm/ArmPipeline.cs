using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Identity;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What happens to every ARM request around its handler: sign-in, version, rights, the lock, the answer's form.</summary>
internal sealed class ArmPipeline(
    SandboxState state, TokenIssuer tokens, AnswerWriter writer, DataPlane dataPlane, StaleAnswers stale, Gate gate)
{
    private static readonly object ContentKey = new();
    private static readonly object FailureKey = new();

    public async Task RunAsync(
        HttpContext http, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler, Func<ArmRequest, ArmAnswer>? read)
    {
        Principal? principal = null;
        ArmRequest? request = null;
        try
        {
            principal = Authenticate(http);
            var content = await RequestContent.ReadAsync(http);
            http.Items[ContentKey] = content;
            var version = http.Request.Query["api-version"].ToString();
            if (version.Length == 0) throw ArmErrors.MissingApiVersion();
            if (!type.Supports(version)) throw UnsupportedVersion(type, version, content);
            request = new ArmRequest(http, state, principal, type, version, content);
            var answer = state.Run(() => Answer(request, handler, read), request.IsWrite);
            ApiShapes.Trim(answer.Body, type, version);
            await dataPlane.CatchUpAsync();
            await writer.WriteAsync(http, request, answer);
        }
        catch (ArmException failure)
        {
            await writer.WriteAsync(http, request, type, failure);
        }
    }

    /// <summary>What no route answers: an unknown type or path.</summary>
    public Task RefuseUnknownAsync(HttpContext http) => RefuseAsync(http, version => UnknownType(http.Request.Path.Value!, version));

    /// <summary>A method that a known path does not have.</summary>
    public Task RefuseMethodAsync(HttpContext http, IEnumerable<string> allowed) => RefuseAsync(http, _ =>
    {
        http.Response.Headers.Allow = string.Join(", ", allowed);
        return ArmErrors.MethodNotAllowed(http.Request.Method);
    });

    // Who calls, and in which version, comes first: a stranger learns nothing of what there is.
    private Task RefuseAsync(HttpContext http, Func<string, ArmException> refusal)
    {
        ArmException failure;
        try
        {
            Authenticate(http);
            var version = http.Request.Query["api-version"].ToString();
            failure = version.Length == 0 ? ArmErrors.MissingApiVersion() : refusal(version);
        }
        catch (ArmException refused)
        {
            failure = refused;
        }
        return writer.WriteAsync(http, null, ResourceProviders.Resources, failure);
    }

    // The last provider in a path counts: what stands before it is a scope that the type extends.
    private static ArmException UnknownType(string path, string version)
    {
        const string providers = "/providers/";
        var at = path.LastIndexOf(providers, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || path[(at + providers.Length)..].Split('/') is not [{ Length: > 0 } space, { Length: > 0 } type, .. var rest])
            return ArmErrors.NoRoute(path);
        if (!ResourceProviders.Namespaces.Contains(space, StringComparer.OrdinalIgnoreCase)) return ArmErrors.UnknownNamespace(space);
        var children = rest.Where((_, i) => i % 2 == 1);
        return ArmErrors.UnknownType(space, string.Join('/', children.Prepend(type)), version);
    }

    /// <summary>The sandbox's own fault: said as such, and kept for the log.</summary>
    public async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
        }
        catch (Exception failure) when (failure is not OperationCanceledException && !http.Response.HasStarted)
        {
            http.Items[FailureKey] = failure.ToString();
            http.Response.Clear();
            await writer.WriteAsync(http, null, ResourceProviders.Resources,
                ArmErrors.Gateway(500, "SandboxFailure", $"The sandbox itself failed: {failure.Message}"));
        }
    }

    /// <summary>What went wrong in the sandbox itself, if anything.</summary>
    public static string? LoggedFailure(HttpContext http) => (string?)http.Items[FailureKey];

    /// <summary>The body that a request had, for the log.</summary>
    public static JsonNode? LoggedContent(HttpContext http) => RequestLog.Blot((JsonNode?)http.Items[ContentKey]);

    public Principal Authenticate(HttpContext http)
    {
        var header = http.Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            throw Unauthorized("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.",
                "error=\"invalid_token\", error_description=\"The authentication failed because of missing 'Authorization' header.\"");
        }
        return tokens.Check(header["Bearer ".Length..].Trim(), audience => IsAudience(audience, http), out var principal) switch
        {
            TokenVerdict.Valid => principal!,
            TokenVerdict.Expired => throw Unauthorized("ExpiredAuthenticationToken",
                "The access token expiry UTC time is earlier than current UTC time.",
                "error=\"invalid_token\", error_description=\"The access token has expired.\""),
            TokenVerdict.WrongAudience => throw Unauthorized("InvalidAuthenticationTokenAudience",
                "The access token has been obtained for wrong audience or resource.",
                "error=\"invalid_token\", error_description=\"The access token has been obtained from wrong audience or resource.\""),
            _ => throw Unauthorized("InvalidAuthenticationToken", "The access token is invalid.",
                "error=\"invalid_token\", error_description=\"The access token is invalid.\""),
        };
    }

    private ArmException Unauthorized(string code, string message, string challenge) => new(401, code, message)
    {
        FromGateway = true,
        Challenge = $"Bearer authorization_uri=\"https://login.windows.net/{state.TenantId}\", {challenge}",
    };

    private static bool IsAudience(string audience, HttpContext http)
    {
        if (!Uri.TryCreate(audience, UriKind.Absolute, out var uri)) return false;
        if (uri.Host is "management.azure.com" or "management.core.windows.net") return true;
        return uri.IsLoopback && uri.Port == http.Connection.LocalPort;
    }

    private ArmAnswer Answer(ArmRequest request, Func<ArmRequest, ArmAnswer> handler, Func<ArmRequest, ArmAnswer>? read)
    {
        if (request.Http.Request.RouteValues.ContainsKey("subscription")) gate.Demand(request);
        if (request.IsWrite) stale.Remember(request, read);
        else if (stale.Find(request.Http) is { } old) return old;
        return handler(request);
    }

    private static ArmException UnsupportedVersion(ResourceTypeInfo type, string version, JsonNode? content) =>
        type.IsOfGateway
            ? ArmErrors.InvalidApiVersion(version, type)
            : ArmErrors.UnsupportedApiVersion(version, type, (content as JsonObject)?["location"]?.ToString());
}
