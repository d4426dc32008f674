using System.Text.Json;
using PrivateLinkPg.Engine;

namespace PrivateLinkPg.Pester;

/// <summary>Which PowerShell is started: the pinned one, or the one that the user names; never one that just lies there.</summary>
public sealed class PowerShellEngineTests : IDisposable
{
    private const string AskVersion = "\"$($PSVersionTable.PSVersion) $PSHOME\"; pwsh -NoProfile -Command '\"$($PSVersionTable.PSVersion) $PSHOME\"'";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("engine-");

    [Fact]
    public async Task The_pinned_one_runs_whatever_pwsh_is_on_the_path_and_so_does_what_it_starts()
    {
        string other = await WriteProgramAsync("pwsh", "#!/bin/sh\necho another\nexit 9\n");
        ProgramRun run = await ProgramRun.OfAsync(
            PowerShellEngine.Choose(null, "", Places.PowerShellTool).StartInfo("-Command", AskVersion), Limit,
            ("PATH", Path.GetDirectoryName(other) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH")));
        string pinned = JsonDocument.Parse(await File.ReadAllTextAsync(Places.ToolManifest)).RootElement
            .GetProperty("tools").GetProperty("powershell").GetProperty("version").GetString()!;
        string[] lines = run.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(2, lines.Length);
        AssertEach.All(lines, line => Assert.StartsWith($"{pinned} {Path.TrimEndingDirectorySeparator(Places.PowerShellTool)}", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_users_choice_is_taken_by_path_and_by_name()
    {
        string chosen = await WriteProgramAsync("pwsh-preview", "#!/bin/sh\necho chosen\n");
        Assert.Equal(chosen, PowerShellEngine.Choose($" {chosen} ", "", Places.PowerShellTool).StartInfo().FileName);
        Assert.Equal(chosen, PowerShellEngine.Choose("pwsh-preview", Path.GetTempPath() + Path.PathSeparator + _folder.FullName, Places.PowerShellTool).StartInfo().FileName);
    }

    [Theory]
    [InlineData("no-such-pwsh")]
    [InlineData("/no/such/pwsh")]
    public void A_choice_that_is_not_there_is_an_error_and_nothing_stands_in_for_it(string chosen) => Assert.Contains(
        $"PRIVATELINKPG_PWSH is '{chosen}'",
        Assert.Throws<PowerShellEngineException>(() => PowerShellEngine.Choose(chosen, _folder.FullName, Places.PowerShellTool)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_package_folder_that_was_emptied_since_the_build_is_an_error_that_says_so() => Assert.Contains(
        "build again",
        Assert.Throws<PowerShellEngineException>(() => PowerShellEngine.Choose("", "", _folder.FullName)).Message, StringComparison.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<string> WriteProgramAsync(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
