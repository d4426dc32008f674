using System.Collections.ObjectModel;

namespace PrivateLinkPg.Models;

/// <summary>A list that reads well as text, for where an object becomes a row (Export-Csv): its items, joined by commas.</summary>
internal sealed class JoinedList<T> : ReadOnlyCollection<T>, IShown
{
    private JoinedList(IList<T> items) : base(items)
    {
    }

    /// <summary>The list of nothing.</summary>
    public static new JoinedList<T> Empty { get; } = new([]);

    /// <summary>A list of the same items.</summary>
    public static JoinedList<T> Of(IEnumerable<T>? items) => items switch
    {
        null => Empty,
        JoinedList<T> same => same,
        _ => new([.. items]),
    };

    /// <summary>True for the same items in the same order, so that two records which say the same are equal.</summary>
    public override bool Equals(object? obj) => obj is JoinedList<T> other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => this.Aggregate(Count, HashCode.Combine);

    /// <inheritdoc/>
    public object With(Func<object, object> plain) => new JoinedList<T>([.. this.Select(item => (T)plain(item!))]);

    /// <inheritdoc/>
    public override string ToString() => string.Join(", ", this);
}
