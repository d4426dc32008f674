using PrivateLinkPg.Sandbox;

namespace PrivateLinkPg.Rehearsal.Stages;

/// <summary>Chooses the stage: the real module where pwsh is on PATH, else its handlers.</summary>
internal static class StageChoice
{
    public static async Task<IStage> OpenAsync(SandboxHost sandbox, CancellationToken cancellation)
    {
        // What a managed identity finds in its environment; this process and its children only.
        Environment.SetEnvironmentVariable("IDENTITY_ENDPOINT", sandbox.Ready.IdentityEndpoint);
        Environment.SetEnvironmentVariable("IDENTITY_HEADER", sandbox.Ready.IdentityHeader);
        return PowerShellStage.Find() is { } pwsh && ModuleFolder() is { } module
            ? await PowerShellStage.StartAsync(pwsh, module, sandbox, cancellation)
            : new HandlerStage(sandbox);
    }

    // Built along with this program.
    private static string? ModuleFolder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string manifest = Path.Combine(folder.FullName, "out", "PrivateLinkPg", "PrivateLinkPg.psd1");
            if (File.Exists(manifest)) return manifest;
        }
        return null;
    }
}
