using System.Reflection;

namespace PrivateLinkPg.Pester;

/// <summary>Where the build left what the Pester files run.</summary>
internal static class Places
{
    /// <summary>The importable module folder.</summary>
    public static string Module => Read("Module");

    /// <summary>The sandbox's assembly.</summary>
    public static string Sandbox => Read("Sandbox");

    /// <summary>The package of the pinned PowerShell.</summary>
    public static string PowerShellTool => Engine.PowerShellEngine.Restored;

    /// <summary>The manifest that pins PowerShell.</summary>
    public static string ToolManifest => Path.Combine(PesterFiles, "../../.config/dotnet-tools.json");

    /// <summary>The manifest of Pester.</summary>
    public static string PesterModule => Read("PesterModule");

    /// <summary>The folder of the Pester files.</summary>
    public static string PesterFiles => Read("PesterFiles");

    /// <summary>A reader of YAML, for the Pester files that look into YAML samples.</summary>
    public static string Yaml => Path.Combine(AppContext.BaseDirectory, "YamlDotNet.dll");

    private static string Read(string key) => typeof(Places).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
