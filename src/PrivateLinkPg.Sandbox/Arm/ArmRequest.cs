using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.Identity;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>One request as a handler sees it. Handlers run inside the state's lock.</summary>
internal sealed class ArmRequest(
    HttpContext http, SandboxState state, Principal principal, ResourceTypeInfo type, string apiVersion, JsonNode? body)
{
    private DateTimeOffset? now;

    public HttpContext Http { get; } = http;

    public SandboxState State { get; } = state;

    public Principal Principal { get; } = principal;

    public ResourceTypeInfo Type { get; } = type;

    public string ApiVersion { get; } = apiVersion;

    public JsonNode? Content { get; } = body;

    /// <summary>Made by the provider; also the id of an operation of Microsoft.Network.</summary>
    public Guid RequestId { get; } = Guid.NewGuid();

    public string Method => Http.Request.Method;

    public bool IsWrite => !HttpMethods.IsGet(Method) && !HttpMethods.IsHead(Method);

    /// <summary>The id of what the request is about, as the client wrote it; of an action the resource that it acts on.</summary>
    public string Scope => HttpMethods.IsPost(Method) ? Path[..Path.LastIndexOf('/')] : Path;

    /// <summary>One moment for the whole request: it starts what it starts, and ends what has ended, at once.</summary>
    public DateTimeOffset Now => now ??= State.Clock.GetUtcNow();

    /// <summary>Scheme, host and port as the client knows them.</summary>
    public string BaseUrl => $"{Http.Request.Scheme}://{Http.Request.Host}";

    public string? IfMatch => Header("If-Match");

    public string? IfNoneMatch => Header("If-None-Match");

    /// <summary>The body, which must be an object.</summary>
    public JsonObject Body => Content switch
    {
        JsonObject value => value,
        null => throw ArmErrors.MissingContent(),
        _ => throw ArmErrors.InvalidContent("Unexpected token while reading the resource: an object was expected"),
    };

    public Subscription Subscription =>
        State.Subscriptions.GetValueOrDefault(Value("subscription")) ?? throw ArmErrors.SubscriptionNotFound(Value("subscription"));

    public ResourceGroup Group =>
        Subscription.Groups.GetValueOrDefault(Value("group")) ?? throw ArmErrors.GroupNotFound(Value("group"));

    private string Path => Http.Request.Path.Value!;

    public string Value(string name) => (string)Http.Request.RouteValues[name]!;

    public string? Query(string name) => Http.Request.Query.TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>The id of a resource of this request's group, in Azure's casing.</summary>
    public ResourceId IdInGroup(string @namespace, string type, string name) =>
        ResourceId.InGroup(Subscription.Id, Group.Name, @namespace, type, Value(name));

    /// <summary>The scope that an extension hangs on, which must be there.</summary>
    public string ExtendedScope()
    {
        var scope = Path[..Path.LastIndexOf($"/providers/{Type.FullName}", StringComparison.OrdinalIgnoreCase)];
        if (ResourceId.TryParse(scope, out var id) && !State.Exists(id)) throw ArmErrors.NotFound(id);
        return scope;
    }

    /// <summary>The same as an id; null for a subscription.</summary>
    public ResourceId? ExtendedId() => ResourceId.TryParse(ExtendedScope(), out var id) ? id
        : Http.Request.RouteValues.ContainsKey("group") ? Group.Id : null;

    /// <summary>Whether a list of extensions has the filter atScope(), the only one that is known.</summary>
    public bool IsAtScope()
    {
        var filter = Query("$filter")?.Trim() ?? "";
        if (filter.Length == 0) return false;
        return filter.Equals("atScope()", StringComparison.OrdinalIgnoreCase) ? true : throw ArmErrors.InvalidFilter(filter);
    }

    /// <summary>The resource that must be there, else 404 from the gateway.</summary>
    public T Find<T>(ResourceId id) where T : ArmResource =>
        State.TryGet<T>(id, out var resource) ? resource : throw ArmErrors.NotFound(id);

    /// <summary>The location of a new resource, normalised; it must be one that exists.</summary>
    public string RequireLocation(string type)
    {
        var location = Body.Text("location");
        if (string.IsNullOrWhiteSpace(location)) throw ArmErrors.LocationRequired();
        var normalized = Regions.Normalize(location);
        return Regions.IsKnown(normalized) ? normalized : throw ArmErrors.LocationNotAvailable(location, type);
    }

    private string? Header(string name) => Http.Request.Headers.TryGetValue(name, out var value) ? value.ToString() : null;
}
