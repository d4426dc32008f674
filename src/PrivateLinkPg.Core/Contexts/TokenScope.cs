namespace PrivateLinkPg.Contexts;

/// <summary>Between a resource (audience) and the scope that Azure.Core asks for.</summary>
internal static class TokenScope
{
    private const string Suffix = "/.default";

    /// <summary>The request for a token of <paramref name="resource"/>.</summary>
    public static TokenRequestContext For(string resource) => new([resource + Suffix]);

    /// <summary>The resource that a request asks for, byte for byte: a trailing slash is part of it.</summary>
    public static string Resource(TokenRequestContext request) =>
        request.Scopes[0] is var scope && scope.EndsWith(Suffix, StringComparison.Ordinal) ? scope[..^Suffix.Length] : scope;
}
