using System.Globalization;
using System.Text.Json.Nodes;
using PrivateLinkPg.Rehearsal.Jobs;

namespace PrivateLinkPg.Rehearsal;

/// <summary>What the viewer sees.</summary>
/// <param name="output">Where it is written.</param>
/// <param name="colours">Whether the output shows colours.</param>
internal sealed class Screen(TextWriter output, bool colours)
{
    private static readonly string[] Shown =
    [
        "Account", "SubscriptionName", "Name", "HostName", "IpAddress", "Status", "ConnectionStatus", "EndpointStatus", "ZoneName",
        "Changed",
    ];

    public void Title(string text) => output.WriteLine($"\n{Bold(text)}");

    public void Line(string text) => output.WriteLine(text);

    public void Command(string line) => output.WriteLine($"  {Dim("PS>")} {line.ReplaceLineEndings("\n      ")}");

    public void Show(Outcome outcome)
    {
        foreach (JsonObject each in outcome.Objects)
        {
            if (each["Steps"] is JsonArray) ShowTest(each);
            else if (each["Action"] is { } action) output.WriteLine($"    {action,-10} {each["Kind"],-20} {each["Name"]}");
            else ShowResource(each);
        }
        foreach (string error in outcome.Errors) output.WriteLine($"  {Red("error")} {error}");
    }

    /// <summary>Shows whether an expectation holds.</summary>
    public bool Check(Expectation expectation, Outcome outcome)
    {
        bool holds = expectation.Holds(outcome);
        output.WriteLine($"  {(holds ? Green("ok") : Red("NOT SO"))}  {expectation.Says}");
        return holds;
    }

    private void ShowTest(JsonObject test)
    {
        foreach (JsonNode? step in test["Steps"]!.AsArray())
        {
            string status = step!["Status"]!.ToString();
            string mark = status switch { "Passed" => Green("✓"), "Failed" => Red("✗"), _ => Dim("·") };
            string time = status is "Skipped" ? "" : Milliseconds(step["Duration"]);
            output.WriteLine($"    {mark} {step["Name"],-12} {time,9}  {step["Detail"]}");
        }
        bool passed = test["Status"]!.ToString() == "Passed";
        output.WriteLine($"    {(passed ? Green("Passed") : Red("Failed"))}: {test["Message"]}");
    }

    private void ShowResource(JsonObject resource)
    {
        if (resource["Text"] is { } letter) output.WriteLine("    " + letter.ToString().ReplaceLineEndings("\n    "));
        foreach (string property in Shown)
        {
            if (resource[property] is not { } value || value.ToString() is not { Length: > 0 } text) continue;
            output.WriteLine($"    {property,-18} {OneLine(value, text)}");
        }
    }

    private static string OneLine(JsonNode value, string text) =>
        value is JsonArray list ? string.Join(", ", list.Select(each => each?.ToString())) : text;

    // PowerShell writes a time span as an object, .NET as text.
    private static string Milliseconds(JsonNode? duration)
    {
        double milliseconds = duration is JsonObject span ? span["TotalMilliseconds"]!.GetValue<double>()
            : TimeSpan.Parse(duration!.ToString(), CultureInfo.InvariantCulture).TotalMilliseconds;
        return milliseconds.ToString("0.0", CultureInfo.InvariantCulture) + " ms";
    }

    private string Bold(string text) => Paint(text, "1");

    private string Dim(string text) => Paint(text, "2");

    private string Green(string text) => Paint(text, "32");

    private string Red(string text) => Paint(text, "31");

    private string Paint(string text, string code) => colours ? $"\e[{code}m{text}\e[0m" : text;
}
