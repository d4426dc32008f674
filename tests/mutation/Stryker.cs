using System.Diagnostics;
using System.Globalization;

namespace PrivateLinkPg.Mutation;

/// <summary>The mutation tester: makes changes, runs the tests that reach them, and says which were noticed.</summary>
/// <param name="root">The project's folder.</param>
/// <param name="version">Of the tool.</param>
internal sealed class Stryker(string root, string version)
{
    // Changes that make a test wait for what never comes leave the processors idle.
    private const int AtOnce = 4;

    private readonly string _tool = Path.Combine(root, "out", "mutation", "tool");

    /// <summary>The folders of Core that have a configuration.</summary>
    public IReadOnlyList<string> Folders { get; } =
        [.. Directory.GetFiles(Path.Combine(root, "tests", "mutation", "folders"), "*.json").Select(file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)];

    /// <summary>Fetches the tool where it is not there.</summary>
    public async Task FetchAsync()
    {
        if (Directory.Exists(_tool)) return;
        await ProcessAsync("dotnet", root, "tool", "install", "dotnet-stryker", "--version", version, "--tool-path", _tool);
    }

    /// <summary>Where the report of a folder's last run is.</summary>
    public string Report(string folder) => Path.Combine(Output(folder), "reports", "mutation-report.json");

    /// <summary>Tries all changes of a folder, which takes from minutes to hours.</summary>
    public async Task RunAsync(string folder)
    {
        string output = Output(folder);
        if (Directory.Exists(output)) Directory.Delete(output, recursive: true);
        await ProcessAsync(
            Path.Combine(_tool, OperatingSystem.IsWindows() ? "dotnet-stryker.exe" : "dotnet-stryker"), Path.Combine(root, "tests", "PrivateLinkPg.Core.Tests"),
            "--config-file", Path.Combine(root, "tests", "mutation", "folders", folder + ".json"), "--output", output,
            "--concurrency", (AtOnce * Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture), "--skip-version-check");
    }

    private string Output(string folder) => Path.Combine(root, "out", "mutation", folder);

    private static async Task ProcessAsync(string program, string folder, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder };
        // Each change starts the tests anew, which then run too short to win back what better code of theirs costs to compile.
        (start.Environment["DOTNET_TieredPGO"], start.Environment["DOTNET_TC_CallCounting"]) = ("0", "0");
        using Process process = Process.Start(start)!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.");
    }
}
