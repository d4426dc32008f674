using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Sandbox.Tests.Network.Dns;

/// <summary>What dig, a client that we did not write, makes of an answer.</summary>
/// <param name="Status">NOERROR, NXDOMAIN, SERVFAIL…; empty if there was no answer.</param>
/// <param name="Answers">The answer section: type and data of each record, in order.</param>
/// <param name="Authority">The owner of the SOA in the authority section; empty if there is none.</param>
/// <param name="Text">All that dig printed.</param>
internal sealed partial record DigAnswer(string Status, IReadOnlyList<string> Answers, string Authority, string Text)
{
    public const string Program = "dig";
    public const string Package = "bind9-dnsutils";

    public static async Task<DigAnswer> OfAsync(IPEndPoint server, string name, string type = "A", params string[] options)
    {
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        var run = await ProgramRun.OfAsync(Program,
            [$"@{server.Address}", "-p", port, "+tries=1", "+time=5", "+noall", "+comments", "+answer", "+authority", .. options, name, type]);
        var records = run.Output.Split('\n')
            .Where(line => line.Length > 0 && line[0] != ';')
            .Select(line => line.Split((char[])[' ', '\t'], 5, StringSplitOptions.RemoveEmptyEntries))
            .ToList();
        var answerCount = CountOfAnswers().Match(run.Output) is { Success: true } count ? int.Parse(count.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new DigAnswer(
            StatusOfAnswer().Match(run.Output).Groups[1].Value,
            [.. records.Take(answerCount).Select(fields => $"{fields[3]} {fields[4].TrimEnd('.')}")],
            records.Skip(answerCount).FirstOrDefault()?[0].TrimEnd('.') ?? "",
            run.Output);
    }

    [GeneratedRegex(@"status: (\w+)")]
    private static partial Regex StatusOfAnswer();

    [GeneratedRegex(@"ANSWER: (\d+)")]
    private static partial Regex CountOfAnswers();
}
