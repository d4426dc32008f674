using System.Text;

namespace PrivateLinkPg.HelpGen.Topics;

/// <summary>Text for about_ topics, which PowerShell shows as it is.</summary>
internal static class PlainText
{
    private const int Width = 80;

    /// <summary>Breaks a paragraph into indented lines; the last one ends with a line feed.</summary>
    public static string Wrap(string paragraph, int indentation)
    {
        var text = new StringBuilder();
        var line = new StringBuilder();
        foreach (string word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && indentation + line.Length + 1 + word.Length > Width) EndLine();
            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0) EndLine();
        return text.ToString();

        void EndLine()
        {
            text.Append(' ', indentation).Append(line).Append('\n');
            line.Clear();
        }
    }

    public static string Indent(string lines, int indentation) =>
        string.Concat(lines.Split('\n').Select(line => new string(' ', indentation) + line + "\n"));
}
