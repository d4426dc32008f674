using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace PrivateLinkPg.Engine;

/// <summary>There is no PowerShell to start; the message says what to do.</summary>
public sealed class PowerShellEngineException(string message) : Exception(message);

/// <summary>
/// The PowerShell that runs the module here: the one that the tool manifest pins, which the build restored, or another of the user's
/// choice. A pwsh that happens to be on PATH is never taken for it.
/// </summary>
public sealed class PowerShellEngine
{
    /// <summary>The environment variable that names another: the path of a pwsh, or a name that is looked up on PATH.</summary>
    public const string Variable = "PRIVATELINKPG_PWSH";

    /// <summary>The folder of the package that the build restored.</summary>
    internal static string Restored { get; } = typeof(PowerShellEngine).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "PowerShellTool").Value!;

    private readonly string _program;
    private readonly string[] _before;

    private PowerShellEngine(string program, params string[] before) => (_program, _before) = (program, before);

    /// <summary>The one of the environment variable, else the restored one.</summary>
    /// <exception cref="PowerShellEngineException">
    /// The chosen one is not there, or the restored one has been removed since the build.
    /// </exception>
    public static PowerShellEngine Choose() =>
        Choose(Environment.GetEnvironmentVariable(Variable), Environment.GetEnvironmentVariable("PATH") ?? "", Restored);

    internal static PowerShellEngine Choose(string? chosen, string path, string tool)
    {
        if (!string.IsNullOrWhiteSpace(chosen))
        {
            string given = chosen.Trim();
            return new(Find(given, path) ?? throw new PowerShellEngineException(
                $"{Variable} is '{given}', and no such program is there. Give the path of a pwsh, or 'pwsh' for the one on PATH; "
                + "without the variable, the PowerShell of .config/dotnet-tools.json is used."));
        }
        string assembly = Path.Combine(tool, OperatingSystem.IsWindows() ? "win" : "unix", "pwsh.dll");
        return File.Exists(assembly)
            ? new(Path.Combine(DotnetRoot, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"), assembly)
            : throw new PowerShellEngineException(
                $"The PowerShell of .config/dotnet-tools.json is not in {tool} any more: build again to restore it.");
    }

    /// <summary>How to start it with these arguments. What it starts as <c>pwsh</c> in its turn is the same program.</summary>
    public ProcessStartInfo StartInfo(params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(_program, [.. _before, "-NoProfile", "-NonInteractive", .. arguments]);
        // The tool's own pwsh, which Start-Job and scripts start, looks for .NET there.
        if (_before.Length > 0) start.Environment["DOTNET_ROOT"] = DotnetRoot;
        start.Environment["POWERSHELL_UPDATECHECK"] = "Off";
        start.Environment["POWERSHELL_TELEMETRY_OPTOUT"] = "1";
        return start;
    }

    // shared/Microsoft.NETCore.App/<version>/ below the root.
    private static string DotnetRoot => Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string? Find(string given, string path)
    {
        IEnumerable<string> places = given.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? [Path.GetFullPath(given)]
            : path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, given));
        return places.SelectMany(place => (IEnumerable<string>)[place, place + ".exe"]).FirstOrDefault(File.Exists);
    }
}
