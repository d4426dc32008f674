using System.Text.RegularExpressions;

namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>PrivateLinkPg.psd1, read as text: this project runs without PowerShell.</summary>
internal static partial class Manifest
{
    public static string Version => VersionLine().Match(Repository.Text("PrivateLinkPg.psd1")).Groups[1].Value;

    public static IReadOnlyList<string> Cmdlets => List("CmdletsToExport");

    public static IReadOnlyList<string> List(string key)
    {
        Match match = Regex.Match(Repository.Text("PrivateLinkPg.psd1"), key + @"\s+= @\((?<items>[^)]*)\)");
        return [.. Quoted().Matches(match.Groups["items"].Value).Select(item => item.Groups[1].Value)];
    }

    [GeneratedRegex("ModuleVersion\\s+= '([^']+)'")]
    private static partial Regex VersionLine();

    [GeneratedRegex("'([^']+)'")]
    private static partial Regex Quoted();
}
