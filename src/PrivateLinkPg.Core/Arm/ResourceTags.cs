using System.Buffers;

namespace PrivateLinkPg.Arm;

/// <summary>Tags: their names are compared without case, as Azure does, and those that nobody speaks of stay (Tags and names).</summary>
internal static class ResourceTags
{
    private const int Most = 50;
    private const int MostOfPrivateDns = 15;
    private const int LongestName = 512;
    private const int LongestValue = 256;

    private static readonly SearchValues<char> Reserved = SearchValues.Create(@"<>%&\?/");

    /// <summary>Refuses what Azure would refuse, and a name that is given twice, since Azure knows no case in them.</summary>
    /// <exception cref="CommandFailedException">TagGivenTwice, InvalidTag.</exception>
    public static void Check(IReadOnlyDictionary<string, string>? tags)
    {
        if (tags is null) return;
        foreach (var same in tags.Keys.GroupBy(name => name, StringComparer.OrdinalIgnoreCase))
        {
            if (same.ToArray() is [{ } one, { } other, ..]) throw Failure.TagGivenTwice(one, other);
        }
        if (tags.Count > Most) throw Failure.TooManyTags(tags.Count, Most);
        foreach ((string name, string value) in tags)
        {
            bool written = name.Trim().Length > 0 && !name.AsSpan().ContainsAny(Reserved) && !name.Any(char.IsControl);
            if (!written || name.Length > LongestName)
                throw Failure.InvalidTag(name, @$"1 to {LongestName} characters for its name, no control character and none of <>%&\?/");
            if (value.Length > LongestValue)
                throw Failure.InvalidTag(name, $"at most {LongestValue} characters for its value; it has {value.Length}");
        }
    }

    /// <summary>The same for zones and links, which may have fewer, and lose some without a word.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="own">How many this module sets beside them.</param>
    /// <exception cref="CommandFailedException">TagGivenTwice, InvalidTag.</exception>
    public static void CheckOfPrivateDns(IReadOnlyDictionary<string, string>? tags, int own)
    {
        Check(tags);
        if (tags is null) return;
        if (tags.Count > MostOfPrivateDns - own) throw Failure.TooManyTags(tags.Count, MostOfPrivateDns - own);
        foreach (string name in tags.Keys.Where(name => name.Any(each => each == ':' || char.IsWhiteSpace(each))))
            throw Failure.InvalidTag(name, "no blank and no colon in its name: Azure drops such a tag of a zone or link without a word");
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
