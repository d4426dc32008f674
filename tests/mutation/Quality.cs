using System.Globalization;
using System.Text;
using System.Text.Json;

namespace PrivateLinkPg.Mutation;

/// <summary>docs/quality.md, a section for each folder; and what was judged to be harmless.</summary>
/// <param name="path">The page.</param>
/// <param name="harmless">Survivors that cannot matter, with the reason.</param>
internal sealed class Quality(string path, IReadOnlyList<Survivor> harmless)
{
    private const string Head = "## ";
    private const int Longest = 100;

    // What says nothing by itself is shown with its line.
    private const int Short = 8;

    /// <summary>Survivors that cannot matter.</summary>
    public IReadOnlyList<Survivor> Harmless => harmless;

    public static Quality Of(string root) => new(
        Path.Combine(root, "docs", "quality.md"),
        JsonSerializer.Deserialize<Survivor[]>(File.ReadAllText(Path.Combine(root, "tests", "mutation", "harmless.json")), JsonSerializerOptions.Web)!);

    /// <summary>Puts a folder's section into the page, in place of the one before.</summary>
    public void Write(FolderScore score, DateTimeOffset now, string version)
    {
        string[] parts = File.ReadAllText(path).Split("\n" + Head);
        SortedDictionary<string, string> sections = new(StringComparer.Ordinal);
        foreach (string part in parts.Skip(1)) sections[part.Split('\n')[0].Trim()] = part.Trim();
        sections[score.Folder] = Section(score, now, version);
        File.WriteAllText(path, $"{parts[0].Trim()}\n{string.Concat(sections.Values.Select(section => $"\n{Head}{section}\n"))}");
    }

    private static string Section(FolderScore score, DateTimeOffset now, string version)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"{score.Folder}\n\n**{score.Percent:0.0} %** of {score.Counted} changes noticed ({now:yyyy-MM-dd}, Stryker.NET {version})");
        text.Append(CultureInfo.InvariantCulture, $"; of the {score.Survivors.Count} others {score.Unreached} are where no test comes by.\n");
        List(text, "Not noticed", score.Survivors.Where(each => each.Why is null), "");
        List(text, "Not noticed, and cannot matter", score.Survivors.Where(each => each.Why is not null), " why |");
        return text.ToString().TrimEnd();
    }

    private static void List(StringBuilder text, string title, IEnumerable<Survivor> survivors, string reason)
    {
        if (!survivors.Any()) return;
        text.Append(CultureInfo.InvariantCulture, $"\n{title}:\n\n| where | was | is |{reason}\n|---|---|---|{(reason.Length > 0 ? "---|" : "")}\n");
        foreach (Survivor each in survivors.OrderBy(each => each.File, StringComparer.Ordinal).ThenBy(each => each.Line))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {each.File}:{each.Line} | {Code(each.Before.Length < Short ? each.On! : each.Before)} | {Code(each.After)} |");
            text.Append(each.Why is null ? "\n" : $" {each.Why} |\n");
        }
    }

    private static string Code(string code)
    {
        string cut = code.Length <= Longest ? code : code[..Longest] + "…";
        return cut.Length == 0 ? "nothing" : $"`{cut.Replace("|", "\\|", StringComparison.Ordinal).Replace('`', '\'')}`";
    }
}
