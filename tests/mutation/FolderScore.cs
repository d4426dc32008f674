using System.Text.Json;

namespace PrivateLinkPg.Mutation;

/// <summary>A change that no test noticed.</summary>
/// <param name="File">From the folder of Core.</param>
/// <param name="Before">The code that was changed, on one line.</param>
/// <param name="After">What took its place.</param>
/// <param name="Why">Why it cannot matter; null where it may.</param>
/// <param name="On">The line that it is on. Of one that cannot matter: some of that line, where the code alone may stand in others.</param>
internal sealed record Survivor(string File, int Line, string Before, string After, string? Why, string? On)
{
    /// <summary>Whether this is what was judged to be harmless.</summary>
    public bool Is(Survivor judged) => judged.File == File && judged.Before == Before && judged.After == After
        && On!.Contains(judged.On ?? "", StringComparison.Ordinal);
}

/// <summary>How many changes of a folder were noticed.</summary>
/// <param name="Folder">Of Core.</param>
/// <param name="Noticed">By a failing test, or by one that no longer ended.</param>
/// <param name="Unreached">Of those that were not: no test comes by.</param>
/// <param name="Survivors">Those that were not.</param>
internal sealed record FolderScore(string Folder, int Noticed, int Unreached, IReadOnlyList<Survivor> Survivors)
{
    private const double Target = 85;

    /// <summary>The changes that could matter.</summary>
    public int Counted => Noticed + Survivors.Count(each => each.Why is null);

    public double Percent => Counted == 0 ? 100 : 100.0 * Noticed / Counted;

    public bool IsEnough => Percent >= Target;

    /// <summary>Reads Stryker's report (mutation-testing-report-schema).</summary>
    public static FolderScore Read(string folder, string report, IReadOnlyList<Survivor> harmless)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(report));
        (int noticed, int unreached) = (0, 0);
        List<Survivor> survivors = [];
        foreach (JsonProperty file in document.RootElement.GetProperty("files").EnumerateObject())
        {
            string[] lines = file.Value.GetProperty("source").GetString()!.Split('\n');
            string name = file.Name.Replace('\\', '/');
            name = name[(name.LastIndexOf("PrivateLinkPg.Core/", StringComparison.Ordinal) + "PrivateLinkPg.Core/".Length)..];
            foreach (JsonElement mutant in file.Value.GetProperty("mutants").EnumerateArray())
            {
                switch (mutant.GetProperty("status").GetString())
                {
                    case "Killed" or "Timeout":
                        noticed++;
                        break;
                    case "Survived" or "NoCoverage":
                        if (mutant.GetProperty("status").GetString() == "NoCoverage") unreached++;
                        JsonElement place = mutant.GetProperty("location");
                        int line = Place(place.GetProperty("start")).Line;
                        Survivor survivor = new(name, line, Code(lines, place), OneLine(mutant.GetProperty("replacement").GetString()!), null, OneLine(lines[line - 1]));
                        survivors.Add(survivor with { Why = harmless.FirstOrDefault(survivor.Is)?.Why });
                        break;
                }
            }
        }
        return new(folder, noticed, unreached, survivors);
    }

    private static string Code(string[] lines, JsonElement location)
    {
        (int line, int column) = Place(location.GetProperty("start"));
        (int lastLine, int lastColumn) = Place(location.GetProperty("end"));
        string text = line == lastLine
            ? lines[line - 1][(column - 1)..Math.Min(lastColumn - 1, lines[line - 1].Length)]
            : string.Join(' ', [lines[line - 1][(column - 1)..], .. lines[line..(lastLine - 1)], lines[lastLine - 1][..(lastColumn - 1)]]);
        return OneLine(text);
    }

    private static (int Line, int Column) Place(JsonElement place) => (place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32());

    private static string OneLine(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
