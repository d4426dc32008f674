using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Ties paths to handlers. Literal segments match in any case, as ARM's do.</summary>
internal sealed class ArmRoutes(IEndpointRouteBuilder routes, ArmPipeline pipeline)
{
    public const string InSubscription = "/subscriptions/{subscription}";
    public const string InGroup = "/subscriptions/{subscription}/resourceGroups/{group}";

    /// <summary>Whatever an extension may hang on.</summary>
    public static readonly IReadOnlyList<string> Scopes =
    [
        InSubscription, InGroup, InGroup + "/providers/{namespace}/{type}/{name}",
        InGroup + "/providers/{namespace}/{type}/{name}/{childType}/{child}",
    ];

    private readonly Dictionary<string, Func<ArmRequest, ArmAnswer>> reads = [];
    private readonly Dictionary<string, List<string>> methods = [];

    /// <summary>A read; of one thing in a group a HEAD too, which tells by its status alone whether it is there.</summary>
    public void Get(string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler)
    {
        Add("GET", pattern, type, handler);
        if (pattern.StartsWith(InGroup, StringComparison.Ordinal) && pattern.EndsWith('}'))
            Add("HEAD", pattern, type, request => Exists(request, handler));
    }

    public void Put(string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler) => Add("PUT", pattern, type, handler);

    public void Patch(string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler) => Add("PATCH", pattern, type, handler);

    public void Post(string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler) => Add("POST", pattern, type, handler);

    public void Delete(string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler) => Add("DELETE", pattern, type, handler);

    /// <summary>An operation's URL answers any api-version that it was handed out with.</summary>
    public void Operation(string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler) =>
        Add("GET", pattern, type with { IsOperation = true }, handler);

    /// <summary>The whole of an extension type, on every scope.</summary>
    public void Extensions(
        ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> list, Func<ArmRequest, ArmAnswer> get,
        Func<ArmRequest, ArmAnswer> put, Func<ArmRequest, ArmAnswer> delete)
    {
        foreach (var all in Scopes.Select(scope => $"{scope}/providers/{type.FullName}"))
        {
            var one = all + "/{extension}";
            Get(all, type, list);
            Get(one, type, get);
            Put(one, type, put);
            Delete(one, type, delete);
        }
    }

    /// <summary>The lists of a top-level type, in a group and in a subscription.</summary>
    public void Lists<T>(ResourceTypeInfo type) where T : ArmResource
    {
        var path = $"/providers/{type.FullName}";
        Get(InGroup + path, type, request => Paging.Page(request, request.State.Ordered<T>()
            .Where(resource => resource.Id.Subscription == request.Subscription.Id
                && string.Equals(resource.Id.ResourceGroup, request.Group.Name, StringComparison.OrdinalIgnoreCase))));
        Get(InSubscription + path, type, request => Paging.Page(request, request.State.Ordered<T>()
            .Where(resource => resource.Id.Subscription == request.Subscription.Id)));
    }

    public static JsonObject List(IEnumerable<JsonNode> items) => new() { ["value"] = new JsonArray([.. items]) };

    private static ArmAnswer Exists(ArmRequest request, Func<ArmRequest, ArmAnswer> read)
    {
        try
        {
            return new ArmAnswer(read(request).Body is null ? StatusCodes.Status404NotFound : StatusCodes.Status204NoContent);
        }
        catch (ArmException absent) when (absent.Status == StatusCodes.Status404NotFound)
        {
            return new ArmAnswer(StatusCodes.Status404NotFound);
        }
    }

    // A type's GET is mapped before its writes: what a write is about to change can be read by it.
    private void Add(string method, string pattern, ResourceTypeInfo type, Func<ArmRequest, ArmAnswer> handler)
    {
        if (method == "GET") reads[pattern] = handler;
        var read = reads.GetValueOrDefault(pattern);
        if (!methods.TryGetValue(pattern, out var known))
        {
            var allowed = methods[pattern] = known = [];
            routes.Map(pattern, http => pipeline.RefuseMethodAsync(http, allowed));
        }
        known.Add(method);
        routes.MapMethods(pattern, [method], http => pipeline.RunAsync(http, type, handler, read));
    }
}
