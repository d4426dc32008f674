using System.ComponentModel;
using System.Text;

namespace PrivateLinkPg.Cmdlets.Views;

/// <summary>
/// The default view of a test: a head line, one line a step, then the cause and the way out. Called by PrivateLinkPg.format.ps1xml.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ConnectionReport
{
    private const int NarrowestWidth = 60;
    private const int WidthOfFiles = 120;
    private const int DetailColumn = 28;
    private const int WordsColumn = 10;

    /// <summary>The report of a test as a file or a job left it.</summary>
    /// <param name="given">What was saved.</param>
    /// <param name="colour">True where the host draws colours.</param>
    /// <param name="width">The width of the screen.</param>
    public static IReadOnlyList<string> LinesOf(object given, bool colour, int width) =>
        PipedTest.Read(PSObject.AsPSObject(given)) is { } test ? Lines(test, colour, width) : [$"{given}"];

    /// <summary>The report's lines, which fit the screen.</summary>
    /// <param name="test">The test.</param>
    /// <param name="colour">True where the host draws colours.</param>
    /// <param name="width">The width of the screen in columns; less than 60 stands for a host that has none.</param>
    public static IReadOnlyList<string> Lines(PgConnectionTest test, bool colour, int width)
    {
        ArgumentNullException.ThrowIfNull(test);
        int columns = width < NarrowestWidth ? WidthOfFiles : width;
        string address = test.IpAddress is null ? "" : $" → {test.IpAddress}";
        var text = new StringBuilder($"{ViewText.Mark(test.Status, colour)} {ViewText.State(test.Status, colour)}  ")
            .Append($"{test.HostName}:{test.Port}{address}  ({ViewText.Milliseconds(test.Duration)})\n");
        foreach (PgConnectionStep step in test.Steps)
        {
            string time = step.Status == "Skipped" ? "" : ViewText.Milliseconds(step.Duration);
            text.Append($"  {ViewText.Mark(step.Status, colour)} {step.Name,-11} {time,9}  ");
            AppendWords(text, step.Detail, DetailColumn, columns);
        }

        foreach ((string label, string words) in Outcome(test)) Append(label, words);
        if (test is { Attempts: > 1, LatencyMedian: { } median })
        {
            string most = $"{ViewText.Milliseconds(test.LatencyP95!.Value)} 95 %, {ViewText.Milliseconds(test.LatencyMax!.Value)} at most";
            int passed = test.Attempts - test.FailedAttempts;
            Append("Latency", $"{ViewText.Milliseconds(median)} median, {most}, of {passed} attempts that passed");
        }
        foreach (string notice in test.Notice) Append("Notice", notice);
        foreach (string finding in test.Finding) Append("Azure", finding);
        return text.ToString().TrimEnd().Split('\n');

        void Append(string label, string words) => AppendWords(text.Append($"  {label,-WordsColumn + 2}"), words, WordsColumn, columns);
    }

    // What was saved by an earlier version has one cause and no list.
    private static IEnumerable<(string Label, string Words)> Outcome(PgConnectionTest test)
    {
        if (test.Causes.Count > 1)
        {
            return test.Causes.SelectMany(
                cause => ((string, string)[])[("Cause", $"{cause.Code}: {cause.Message}"), ("Remedy", cause.Remedy)]);
        }
        (string, string) outcome = test.Cause is null ? ("Result", test.Message) : ("Cause", $"{test.Cause}: {test.Message}");
        return test.Remedy is null ? [outcome] : [outcome, ("Remedy", test.Remedy)];
    }

    // A word longer than the line is left whole, so that ids and commands can be copied.
    private static void AppendWords(StringBuilder text, string words, int indentation, int columns)
    {
        int used = indentation;
        foreach (string word in words.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (used > indentation && used + 1 + word.Length >= columns)
            {
                text.Append('\n').Append(' ', indentation);
                used = indentation;
            }

            text.Append(used > indentation ? " " : "").Append(word);
            used += word.Length + (used > indentation ? 1 : 0);
        }

        text.Append('\n');
    }
}
