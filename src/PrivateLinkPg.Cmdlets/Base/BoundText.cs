using System.Net;
using System.Security;
using PrivateLinkPg.Failures;

namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>What piped text means: the engine binds a property that is null, and Import-Csv an empty cell, as empty text.</summary>
internal static class BoundText
{
    private const StringSplitOptions Trimmed = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;

    /// <summary>The text, or null where there is none.</summary>
    public static string? OrNull(this string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    /// <summary>The items of a list of ids or addresses, also where a file holds it as one text, joined by commas.</summary>
    public static string[] Items(this string[]? list) =>
        [.. (list ?? []).SelectMany(each => each.Split([',', ';', ' '], Trimmed))];

    /// <summary>Ids as Azure writes them.</summary>
    public static string[] Texts(this Guid[]? ids) => [.. (ids ?? []).Select(id => id.ToString())];

    /// <summary>Tags, in the engine's spelling of numbers and dates, which no culture changes; null where none are given.</summary>
    /// <exception cref="CommandFailedException">TagGivenTwice: such as a number and its digits as text, two keys to PowerShell.</exception>
    public static Dictionary<string, string>? Tags(this Hashtable? given)
    {
        if (given is null) return null;
        Dictionary<string, string> tags = [];
        foreach (DictionaryEntry each in given)
            if (!tags.TryAdd(Text(each.Key), Text(each.Value))) throw Failure.TagGivenTwice(Text(each.Key), Text(each.Key));
        return tags;
    }

    /// <summary>States or kinds, compared without case.</summary>
    public static HashSet<string> Set(this string[]? words) => new(words ?? [], StringComparer.OrdinalIgnoreCase);

    /// <summary>The text of a secret, to the last line break.</summary>
    /// <remarks>GetNetworkCredential of a whole credential throws for user names such as @admins.</remarks>
    public static string Text(this SecureString secret) => new NetworkCredential("", secret).Password;

    private static string Text(object? value) => LanguagePrimitives.ConvertTo<string>(value) ?? "";
}
