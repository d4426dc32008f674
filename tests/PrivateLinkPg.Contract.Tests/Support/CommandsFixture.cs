using PrivateLinkPg.HelpGen;
using PrivateLinkPg.HelpGen.Documentation;
using PrivateLinkPg.HelpGen.Metadata;

namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>The cmdlets by their metadata, with their documentation; read once for a test class.</summary>
public sealed class CommandsFixture : IDisposable
{
    private readonly CommandReader _reader = new(HelpFiles.AssemblyFolder);

    public CommandsFixture() => All = _reader.Read();

    internal IReadOnlyList<CommandFacts> All { get; }

    internal SourceDocs Docs { get; } = new(HelpFiles.AssemblyFolder, "PrivateLinkPg.Core", "PrivateLinkPg.Cmdlets");

    internal CommandFacts this[string name] => All.Single(command => command.Name == name);

    public void Dispose() => _reader.Dispose();
}
