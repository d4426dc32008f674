using System.Globalization;

namespace PrivateLinkPg.Probe;

/// <summary>
/// Prepares passwords as RFC 4013 (SASLprep) says, and as PostgreSQL does it on both sides (saslprep.c): a password that the RFC forbids is
/// taken as it is.
/// </summary>
internal static class SaslPrep
{
    private static readonly string[] Prohibited = ["C.1.2", "C.2.1", "C.2.2", "C.3", "C.4", "C.5", "C.6", "C.7", "C.8", "C.9", "A.1"];
    private static readonly Lazy<Dictionary<string, (int First, int Last)[]>> Tables = new(Read);

    /// <summary>False where this process runs without Unicode's data (globalization-invariant mode), and so cannot normalise.</summary>
    public static bool CanNormalise { get; } = "\u00AA".Normalize(NormalizationForm.FormKC) == "a";

    /// <summary>The password as SCRAM works on it.</summary>
    public static string Prepare(string password)
    {
        if (Ascii.IsValid(password)) return password;
        StringBuilder mapped = new(password.Length);
        // What is no Unicode is U+FFFD here, which is prohibited.
        foreach (Rune rune in password.EnumerateRunes())
        {
            // U+200B is in both tables; PostgreSQL looks for spaces first.
            if (IsIn("C.1.2", rune)) mapped.Append(' ');
            else if (!IsIn("B.1", rune)) mapped.Append(rune);
        }
        string prepared = mapped.ToString().Normalize(NormalizationForm.FormKC);
        Rune[] runes = [.. prepared.EnumerateRunes()];
        return runes.Length == 0 || runes.Any(rune => Prohibited.Any(table => IsIn(table, rune))) || IsMixed(runes) ? password : prepared;
    }

    // RFC 3454, section 6: what is written from right to left stands alone.
    private static bool IsMixed(Rune[] runes) =>
        runes.Any(rune => IsIn("D.1", rune))
        && (runes.Any(rune => IsIn("D.2", rune)) || !IsIn("D.1", runes[0]) || !IsIn("D.1", runes[^1]));

    private static bool IsIn(string table, Rune rune)
    {
        (int First, int Last)[] ranges = Tables.Value[table];
        int at = Array.BinarySearch(ranges, (rune.Value, int.MaxValue));
        int before = ~at - 1; // The last range that begins at the code point or before it.
        return before >= 0 && rune.Value <= ranges[before].Last;
    }

    private static Dictionary<string, (int First, int Last)[]> Read()
    {
        using StreamReader file = new(typeof(SaslPrep).Assembly.GetManifestResourceStream("stringprep.txt")!);
        Dictionary<string, List<(int, int)>> tables = [];
        List<(int, int)> table = [];
        while (file.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            if (line.StartsWith('[')) tables[line[1..^1]] = table = [];
            else table.AddRange(line.Split(' ').Select(Range));
        }
        return tables.ToDictionary(each => each.Key, each => each.Value.ToArray());
    }

    private static (int, int) Range(string text)
    {
        string[] ends = text.Split('-');
        return (Hexadecimal(ends[0]), Hexadecimal(ends[^1]));
    }

    private static int Hexadecimal(string text) => int.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
