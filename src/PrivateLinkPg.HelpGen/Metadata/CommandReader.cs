using System.Reflection;

namespace PrivateLinkPg.HelpGen.Metadata;

/// <summary>Reads the cmdlets from the compiled assembly's metadata: the engine's reference assembly has no live attributes.</summary>
internal sealed class CommandReader : IDisposable
{
    private readonly MetadataLoadContext _context;
    private readonly Assembly _assembly;

    /// <param name="folder">The folder with the cmdlets' assembly and all that it references.</param>
    public CommandReader(string folder)
    {
        string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        _context = new MetadataLoadContext(new PathAssemblyResolver(
            [.. Directory.EnumerateFiles(runtime, "*.dll"), .. Directory.EnumerateFiles(folder, "*.dll")]));
        _assembly = _context.LoadFromAssemblyPath(Path.Combine(folder, "PrivateLinkPg.Cmdlets.dll"));
    }

    /// <summary>Every cmdlet, by name.</summary>
    public IReadOnlyList<CommandFacts> Read() =>
        [.. _assembly.GetExportedTypes().Select(Command).OfType<CommandFacts>().OrderBy(command => command.Name, StringComparer.Ordinal)];

    public void Dispose() => _context.Dispose();

    private static CommandFacts? Command(Type type)
    {
        if (Attributes.Of(type, "CmdletAttribute").SingleOrDefault() is not { } attribute) return null;
        string name = $"{attribute.ConstructorArguments[0].Value}-{attribute.ConstructorArguments[1].Value}";
        bool writes = attribute.Named<bool>("SupportsShouldProcess");
        List<ParameterFacts> parameters = ParameterReader.Read(type);
        if (writes) parameters.AddRange(ParameterReader.ShouldProcess);
        string? first = attribute.Named<string>("DefaultParameterSetName");
        string[] sets = [.. parameters.SelectMany(parameter => parameter.Places).Select(place => place.Set)
            .Where(set => set != ParameterPlace.AllSets).Distinct().OrderByDescending(set => set == first)];
        return new(name, type, writes, parameters, [.. OutputTypes(type)])
        {
            ParameterSets = sets.Length > 0 ? sets : [ParameterPlace.AllSets],
        };
    }

    private static IEnumerable<Type> OutputTypes(Type type) => Attributes.Of(type, "OutputTypeAttribute")
        .SelectMany(attribute => attribute.ConstructorArguments)
        .SelectMany(argument => argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> several
            ? several.Select(one => one.Value)
            : [argument.Value])
        .OfType<Type>();
}
