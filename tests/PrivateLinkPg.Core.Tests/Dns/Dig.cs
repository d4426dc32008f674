using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Core.Tests.Dns;

/// <summary>What dig, a client that we did not write, reads out of an answer.</summary>
/// <param name="Status">NOERROR, NXDOMAIN, SERVFAIL…</param>
/// <param name="Records">The answer section: owner, seconds, class, type and data of each record, in order.</param>
internal sealed partial record Dig(string Status, IReadOnlyList<string[]> Records)
{
    public static async Task<Dig> AskAsync(IPEndPoint server, string name, string type)
    {
        string port = server.Port.ToString(CultureInfo.InvariantCulture);
        string[] arguments = [$"@{server.Address}", "-p", port, "+tries=1", "+time=5", "+noall", "+comments", "+answer", name, type];
        using Process dig = Process.Start(new ProcessStartInfo("dig", arguments) { RedirectStandardOutput = true })!;
        string output = await dig.StandardOutput.ReadToEndAsync();
        await dig.WaitForExitAsync();
        IEnumerable<string> records = output.Split('\n').Where(line => line.Length > 0 && line[0] != ';');
        return new(
            StatusOfAnswer().Match(output).Groups[1].Value,
            [.. records.Select(record => record.Split((char[])[' ', '\t'], 5, StringSplitOptions.RemoveEmptyEntries))]);
    }

    [GeneratedRegex(@"status: (\w+)")]
    private static partial Regex StatusOfAnswer();
}

/// <summary>A test that needs dig on this machine. Skipped, saying so, where there is none; on CI it runs and fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class DigTheoryAttribute : TheoryAttribute
{
    public DigTheoryAttribute() => Skip =
        IsOnPath || Environment.GetEnvironmentVariable("CI") == "true" ? null : "dig is not installed: apt-get install bind9-dnsutils";

    private static bool IsOnPath => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, "dig")));
}
