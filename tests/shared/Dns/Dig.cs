using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Testing;

/// <summary>BIND's client.</summary>
public sealed partial class Dig() : ProgramPeer("dig", "bind9-dnsutils"), IDnsPeer
{
    public static async Task<DnsReply> AskAsync(IPEndPoint server, string name, string type = "A")
    {
        var port = server.Port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [$"@{server.Address}", "-p", port, "+tries=1", "+time=5", "+noall", "+comments", "+answer", "+authority", name, type];
        using var dig = Process.Start(new ProcessStartInfo("dig", arguments) { RedirectStandardOutput = true })!;
        var output = await dig.StandardOutput.ReadToEndAsync();
        await dig.WaitForExitAsync();
        var records = output.Split('\n').Where(line => line.Length > 0 && line[0] != ';').Select(Read).ToList();
        var answers = CountOfAnswers().Match(output) is { Success: true } count ? int.Parse(count.Groups[1].ValueSpan, CultureInfo.InvariantCulture) : 0;
        return new(
            StatusOfAnswer().Match(output).Groups[1].Value,
            records[..answers],
            records.Skip(answers).FirstOrDefault(record => record.Type == "SOA"));
    }

    // Owner, seconds, class, type, data.
    private static DnsReplyRecord Read(string line) => line.Split((char[])[' ', '\t'], 5, StringSplitOptions.RemoveEmptyEntries) is var fields
        ? new(fields[0].TrimEnd('.'), uint.Parse(fields[1], CultureInfo.InvariantCulture), fields[3], fields[4].TrimEnd('.'))
        : throw new FormatException(line);

    [GeneratedRegex(@"status: (\w+)")]
    private static partial Regex StatusOfAnswer();

    [GeneratedRegex(@"ANSWER: (\d+)")]
    private static partial Regex CountOfAnswers();
}
