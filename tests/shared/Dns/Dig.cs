using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Testing;

/// <summary>BIND's client.</summary>
public sealed partial class Dig() : ProgramPeer("dig", "bind9-dnsutils"), IDnsPeer
{
    public static async Task<DnsReply> AskAsync(IPEndPoint server, string name, string type = "A")
    {
        var output = await PrintAsync(server, name, type);
        var records = output.Split('\n').Where(line => line.Length > 0 && line[0] != ';').Select(Read).ToList();
        var answers = CountOfAnswers().Match(output) is { Success: true } count ? int.Parse(count.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new(
            StatusOfAnswer().Match(output).Groups[1].Value,
            records[..answers],
            records.Skip(answers).FirstOrDefault(record => record.Type == "SOA"));
    }

    /// <summary>All that it prints. Options are its own, such as <c>+edns=1</c>; another question may follow among them.</summary>
    internal static async Task<string> PrintAsync(IPEndPoint server, string name, string type, params string[] options)
    {
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [$"@{server.Address}", "-p", port, "+tries=1", "+time=5", "+noall", "+comments", "+answer", "+authority", name, type, .. options];
        return (await ProgramRun.OfAsync("dig", arguments)).Output.ReplaceLineEndings("\n");
    }

    private static DnsReplyRecord Read(string line) =>
        line.Split((char[])[' ', '\t'], 5, StringSplitOptions.RemoveEmptyEntries) is [var owner, var seconds, _, var type, var data]
            ? new(owner.TrimEnd('.'), uint.Parse(seconds, CultureInfo.InvariantCulture), type, data.TrimEnd('.'))
            : throw new FormatException(line);

    [GeneratedRegex(@"status: (\w+)")]
    private static partial Regex StatusOfAnswer();

    [GeneratedRegex(@"ANSWER: (\d+)")]
    private static partial Regex CountOfAnswers();
}
