using System.Collections.ObjectModel;

namespace PrivateLinkPg.Models;

/// <summary>A table that reads well as text, for where an object becomes a row (Export-Csv): key=value, joined by semicolons.</summary>
internal sealed class JoinedTable : ReadOnlyDictionary<string, string>, IShown
{
    private JoinedTable(IDictionary<string, string> pairs) : base(pairs)
    {
    }

    /// <summary>The table of nothing.</summary>
    public static new JoinedTable Empty { get; } = new(new Dictionary<string, string>());

    /// <summary>A table of the same pairs, in the same order.</summary>
    public static JoinedTable Of(IReadOnlyDictionary<string, string>? pairs) => pairs switch
    {
        null => Empty,
        JoinedTable same => same,
        IDictionary<string, string> table => new(table),
        _ => new(pairs.ToDictionary()),
    };

    /// <summary>True for the same pairs, so that two records which say the same are equal.</summary>
    public override bool Equals(object? obj) =>
        obj is JoinedTable other && Count == other.Count
        && this.All(pair => other.TryGetValue(pair.Key, out string? value) && value == pair.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <inheritdoc/>
    public object With(Func<object, object> plain)
    {
        Dictionary<string, string> table = [];
        // Two keys that differ in what is not shown become one.
        foreach ((string key, string value) in this) table[(string)plain(key)] = (string)plain(value);
        return new JoinedTable(table);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this.Select(pair => $"{pair.Key}={pair.Value}"));
}
