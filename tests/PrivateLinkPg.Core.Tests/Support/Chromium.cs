using System.Diagnostics;

namespace PrivateLinkPg.Core.Tests.Support;

/// <summary>A headless Chromium of this machine, one run a page.</summary>
internal sealed class Chromium : IPeer
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private static string? Program { get; } = Names.Select(ProgramPeer.Find).FirstOrDefault(path => path is not null);

    public Task<string?> MissingAsync() =>
        Task.FromResult(Program is null ? "Chromium is not installed (Debian: apt-get install chromium)" : null);

    /// <summary>Gives the document as it is after loading and running.</summary>
    public static Task<string> DumpAsync(string page, int width, bool dark) => RunAsync(page, width, dark, "--dump-dom");

    /// <summary>Leaves a picture of the page in a PNG file.</summary>
    public static Task<string> ScreenshotAsync(string page, int width, bool dark, string file) => RunAsync(page, width, dark, "--screenshot=" + file);

    private static async Task<string> RunAsync(string page, int width, bool dark, string task)
    {
        DirectoryInfo profile = Directory.CreateTempSubdirectory("chromium-");
        try
        {
            ProcessStartInfo start = new(Program ?? throw new InvalidOperationException("Chromium is not on this machine."),
            [
                "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", $"--user-data-dir={profile.FullName}", $"--window-size={width},1200",
                $"--blink-settings=preferredColorScheme={(dark ? 0 : 1)}", task, new Uri(page).AbsoluteUri,
            ]);
            ProgramRun run = await ProgramRun.OfAsync(start, TimeSpan.FromMinutes(3));
            return run.ExitCode == 0 ? run.Output : throw new InvalidOperationException($"Chromium ended with {run.ExitCode}: {run.Errors}");
        }
        finally
        {
            profile.Delete(recursive: true);
        }
    }
}
