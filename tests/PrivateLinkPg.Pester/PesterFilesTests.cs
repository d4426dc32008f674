using System.Reflection;
using Xunit.Abstractions;

namespace PrivateLinkPg.Pester;

/// <summary>Each file is a class, for classes run side by side.</summary>
public sealed class PesterFilesTests(ITestOutputHelper output) : PesterFile(output)
{
    [Fact]
    public void Each_file_is_a_class() => Assert.Equal(
        Directory.EnumerateFiles(Places.PesterFiles, "*.Tests.ps1").Select(path => Path.GetFileName(path))
            .Where(name => name != ScriptAnalyzer.PesterFile).Order(StringComparer.Ordinal),
        typeof(WholePesterFile).Assembly.GetTypes().Where(type => type.BaseType == typeof(WholePesterFile))
            .Select(WholePesterFile.NameOf).Order(StringComparer.Ordinal));

    [PeerFact<ScriptAnalyzer>]
    public Task PSScriptAnalyzer_finds_nothing_in_the_scripts() => RunAsync(ScriptAnalyzer.PesterFile);
}

/// <summary>The Pester file that its class is called as.</summary>
public abstract class WholePesterFile(ITestOutputHelper output) : PesterFile(output)
{
    [Fact]
    public Task Passes() => RunAsync(NameOf(GetType()));

    internal static string NameOf(MemberInfo type) => type.Name[..^"File".Length] + ".Tests.ps1";
}

public sealed class AzContextsFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class AzPowerShellFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class CiSamplesFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class CompletionFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class ConnectionsFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class ContextsFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class DownstreamFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class EnvironmentFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class ExamplesFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class IsolationFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class KilledFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class ModuleFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class OutputFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class PackageFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class PipelineFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class PlansFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class RecordsFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class RemovalFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class RepairFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class SamplesFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class ScriptsFile(ITestOutputHelper output) : WholePesterFile(output);

public sealed class SignInFile(ITestOutputHelper output) : WholePesterFile(output);
