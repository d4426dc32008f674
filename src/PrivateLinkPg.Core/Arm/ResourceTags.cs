namespace PrivateLinkPg.Arm;

/// <summary>Tags: their names are compared without case, as Azure does, and those that nobody speaks of stay (Tags and names).</summary>
internal static class ResourceTags
{
    /// <summary>Refuses a name that is given twice, since Azure knows no case in them.</summary>
    /// <exception cref="CommandFailedException">TagGivenTwice.</exception>
    public static void Check(IReadOnlyDictionary<string, string>? tags)
    {
        foreach (var same in (tags ?? new Dictionary<string, string>()).Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase))
        {
            if (same.ToArray() is [{ } one, { } other, ..]) throw Failure.TagGivenTwice(one, other);
        }
    }

    /// <summary>The value of a tag; null where there is none.</summary>
    public static string? Tag(this IReadOnlyDictionary<string, string>? tags, string name) =>
        (tags ?? new Dictionary<string, string>()).Where(tag => AzureNames.Same(tag.Key, name)).Select(tag => tag.Value).FirstOrDefault();

    /// <summary>The tags that are there, with others in place of theirs or beside them; a name keeps its spelling.</summary>
    public static Dictionary<string, string>? With(
        this IReadOnlyDictionary<string, string>? tags, IReadOnlyDictionary<string, string>? others)
    {
        if (tags is null && others is null) return null;
        Dictionary<string, string> all = new(tags ?? new Dictionary<string, string>());
        foreach ((string name, string value) in others ?? new Dictionary<string, string>())
            all[all.Keys.FirstOrDefault(key => AzureNames.Same(key, name)) ?? name] = value;
        return all;
    }
}
