using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Arm;

/// <summary>What a filter can ask of a resource or a group. Null for what it does not have.</summary>
internal sealed record FilterFacts(string Name, string? Type, string? ResourceGroup, string? Location, JsonObject? Tags)
{
    public static FilterFacts Of(ArmResource resource) =>
        new(resource.Id.NamePath, resource.Type, resource.Id.ResourceGroup, resource.Location, resource.Tags);

    public static FilterFacts Of(ResourceGroup group) => new(group.Name, null, null, group.Location, group.Tags);
}

/// <summary>
/// $filter of the lists of resources and of groups, as Microsoft describes both: eq and ne, substringof of name and resourceGroup,
/// and/or; or else a tag's name, its prefix, or its name and value, which combine with nothing else and are all that groups know.
/// What is not described is refused, never ignored.
/// </summary>
internal sealed partial class ResourceFilter
{
    private readonly string filter;
    private readonly Queue<string> tokens;

    private ResourceFilter(string filter)
    {
        this.filter = filter;
        tokens = new(Token().Matches(filter).Select(match => match.Value));
    }

    public static Func<FilterFacts, bool> ForGroups(string? filter) =>
        string.IsNullOrWhiteSpace(filter) ? _ => true : ByTag(filter) ?? throw ArmErrors.InvalidFilter(filter);

    public static Func<FilterFacts, bool> ForResources(string? filter) =>
        string.IsNullOrWhiteSpace(filter) ? _ => true : ByTag(filter) ?? new ResourceFilter(filter).Read();

    /// <summary>Whether the filter is by tag: such a list leaves the tags of the resources out.</summary>
    public static bool IsByTag(string? filter) => filter is not null && ByTag(filter) is not null;

    private static Func<FilterFacts, bool>? ByTag(string filter)
    {
        if (TagEquals().Match(filter.Trim()) is { Success: true } equals)
        {
            var (name, value) = (Unquote(equals.Groups["name"].Value), equals.Groups["value"]);
            return facts => Tags(facts).Any(tag => Same(tag.Key, name) && (!value.Success || tag.Value == Unquote(value.Value)));
        }
        if (TagStarts().Match(filter.Trim()) is { Success: true } starts)
        {
            var prefix = Unquote(starts.Groups["name"].Value);
            return facts => Tags(facts).Any(tag => tag.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));
        }
        return null;
    }

    private static IEnumerable<(string Key, string? Value)> Tags(FilterFacts facts) =>
        (facts.Tags ?? []).Select(pair => (pair.Key, pair.Value?.ToString()));

    private Func<FilterFacts, bool> Read()
    {
        var condition = ReadEither();
        return tokens.Count == 0 ? condition : throw Invalid();
    }

    private Func<FilterFacts, bool> ReadEither()
    {
        var left = ReadBoth();
        while (TryTake("or"))
        {
            var (before, right) = (left, ReadBoth());
            left = facts => before(facts) || right(facts);
        }
        return left;
    }

    private Func<FilterFacts, bool> ReadBoth()
    {
        var left = ReadOne();
        while (TryTake("and"))
        {
            var (before, right) = (left, ReadOne());
            left = facts => before(facts) && right(facts);
        }
        return left;
    }

    private Func<FilterFacts, bool> ReadOne()
    {
        if (TryTake("("))
        {
            var inner = ReadEither();
            Demand(")");
            return inner;
        }
        if (TryTake("substringof"))
        {
            Demand("(");
            var part = TakeText();
            Demand(",");
            var searched = TakeProperty("name", "resourceGroup");
            Demand(")");
            return facts => searched(facts)?.Contains(part, StringComparison.OrdinalIgnoreCase) == true;
        }
        var isLocation = tokens.TryPeek(out var next) && Same(next, "location");
        var property = TakeProperty("location", "resourceType", "name", "resourceGroup", "identity", "identity/principalId",
            "plan", "plan/publisher", "plan/product", "plan/name", "plan/version", "plan/promotionCode");
        var wantsEqual = TryTake("eq");
        if (!wantsEqual) Demand("ne");
        var value = isLocation ? Regions.Normalize(TakeText()) : TakeText();
        return facts => Same(property(facts), value) == wantsEqual;
    }

    private Func<FilterFacts, string?> TakeProperty(params string[] allowed)
    {
        var name = Array.Find(allowed, item => tokens.TryPeek(out var token) && Same(token, item)) ?? throw Invalid();
        tokens.Dequeue();
        return name switch
        {
            "name" => facts => facts.Name,
            "resourceType" => facts => facts.Type,
            "resourceGroup" => facts => facts.ResourceGroup,
            "location" => facts => facts.Location,
            // Nothing in here has an identity or a plan.
            _ => _ => null,
        };
    }

    // A quote that nothing closes is a token by itself.
    private string TakeText() => tokens.TryDequeue(out var token) && token is ['\'', .., '\''] ? Unquote(token) : throw Invalid();

    private bool TryTake(string word)
    {
        if (!tokens.TryPeek(out var token) || !Same(token, word)) return false;
        tokens.Dequeue();
        return true;
    }

    private void Demand(string word)
    {
        if (!TryTake(word)) throw Invalid();
    }

    private ArmException Invalid() => ArmErrors.InvalidFilter(filter);

    private static string Unquote(string literal) => literal[1..^1].Replace("''", "'", StringComparison.Ordinal);

    private static bool Same(string? left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    // A quote inside a literal is doubled; what fits nothing is a token by itself, and no rule takes it.
    [GeneratedRegex(@"'(?:[^']|'')*'|[A-Za-z/]+|\S")]
    private static partial Regex Token();

    [GeneratedRegex(
        @"^tagName\s+eq\s+(?<name>'(?:[^']|'')*')(?:\s+and\s+tagValue\s+eq\s+(?<value>'(?:[^']|'')*'))?$", RegexOptions.IgnoreCase)]
    private static partial Regex TagEquals();

    [GeneratedRegex(@"^startswith\(\s*tagName\s*,\s*(?<name>'(?:[^']|'')*')\s*\)$", RegexOptions.IgnoreCase)]
    private static partial Regex TagStarts();
}
