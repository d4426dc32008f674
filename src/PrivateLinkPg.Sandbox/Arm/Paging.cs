using System.Globalization;
using System.Text.Json.Nodes;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>Lists come in pages; nextLink leads on.</summary>
internal static class Paging
{
    private const int DefaultSize = 100;

    public static ArmAnswer Page(ArmRequest request, IEnumerable<ArmResource> resources) =>
        Page(request, resources.Select(resource => (resource.Id.Value, (Func<JsonNode>)resource.Render)));

    /// <summary>One page of items that are ordered by their key; the token of the next page is the last key.</summary>
    public static ArmAnswer Page(ArmRequest request, IEnumerable<(string Key, Func<JsonNode> Render)> items)
    {
        var size = Size(request);
        var after = request.Query("$skiptoken");
        var rest = after is null ? items : items.SkipWhile(item => StringComparer.OrdinalIgnoreCase.Compare(item.Key, after) <= 0);
        var page = rest.Take(size + 1).ToList();
        var body = ArmRoutes.List(page.Take(size).Select(item => item.Render()));
        if (page.Count > size) body["nextLink"] = NextLink(request, page[size - 1].Key);
        return new ArmAnswer(200, body);
    }

    private static int Size(ArmRequest request)
    {
        if (request.Query("$top") is not { } text) return DefaultSize;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top > 0) return Math.Min(top, 1000);
        throw new ArmException(400, "InvalidQueryParameterValue", $"Invalid $top query parameter value '{text}'.");
    }

    private static string NextLink(ArmRequest request, string last)
    {
        var query = request.Http.Request.Query.Where(pair => pair.Key != "$skiptoken")
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}");
        var path = request.Http.Request.Path.ToUriComponent();
        return $"{request.BaseUrl}{path}?{string.Join('&', query)}&$skiptoken={Uri.EscapeDataString(last)}";
    }
}
