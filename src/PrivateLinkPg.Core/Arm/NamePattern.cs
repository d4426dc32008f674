namespace PrivateLinkPg.Arm;

/// <summary>A name as users give it to a Get- command: in full, or with PowerShell's wildcards * and ?; compared without case.</summary>
internal sealed class NamePattern
{
    private readonly Regex _form;

    /// <param name="text">The name or wildcard.</param>
    /// <param name="optionalEnd">A regular expression for what may follow the name.</param>
    public NamePattern(string text, string optionalEnd = "")
    {
        IsWildcard = text.AsSpan().IndexOfAny('*', '?') >= 0;
        string form = Regex.Escape(text).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal);
        _form = new(
            $"^{form}{(optionalEnd.Length == 0 ? "" : $"({optionalEnd})?")}$",
            RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking);
    }

    /// <summary>True where the user means all that match, not one.</summary>
    public bool IsWildcard { get; }

    /// <summary>Whether the name is meant.</summary>
    public bool Matches(string? name) => name is not null && _form.IsMatch(name);
}
