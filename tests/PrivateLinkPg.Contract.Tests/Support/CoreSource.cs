using System.Text.RegularExpressions;

namespace PrivateLinkPg.Contract.Tests.Support;

/// <summary>A source file of Core: the types that it declares, and the names that may be types of others.</summary>
internal sealed partial class CoreSource
{
    private const string Root = "src/PrivateLinkPg.Core";
    private const string Ours = "PrivateLinkPg";

    private readonly HashSet<string> _names;
    private readonly HashSet<string> _qualifiedNames;
    private readonly HashSet<string> _members;
    private readonly HashSet<string> _declaring;
    private readonly HashSet<string> _imports;

    private CoreSource(string path)
    {
        Path = path[(Root.Length + 1)..];
        string code = CodeText.Of(Repository.Text(path));
        Namespace = Declaration().Match(code).Groups[1].Value;
        Types = Found(TypeDeclaration(), code);
        _imports = Found(Import(), code);
        GlobalImports = Found(GlobalImport(), code);
        GlobalAliases = [.. GlobalAlias().Matches(code).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
        code = GlobalAlias().Replace(GlobalImport().Replace(Import().Replace(Declaration().Replace(code, ""), ""), ""), "");
        _names = Found(Name(), code);
        _qualifiedNames = Found(QualifiedName(), code);
        _members = [.. Found(Property(), code), .. Found(Method(), code), .. Found(RecordParameter(), code)];
        _declaring = Found(DeclaringName(), code);
    }

    /// <summary>All of Core's.</summary>
    public static IReadOnlyList<CoreSource> All { get; } = [.. Repository.Files(Root, ".cs").Select(path => new CoreSource(path))];

    private static readonly ILookup<string, string> Places =
        All.SelectMany(source => source.Types.Select(type => (Type: type, source.Namespace))).Distinct()
            .ToLookup(pair => pair.Type, pair => pair.Namespace);

    private static readonly HashSet<string> ImportedEverywhere = [.. All.SelectMany(source => source.GlobalImports)];

    private static readonly ILookup<string, (string Type, string Place)> Aliased = All
        .SelectMany(source => source.GlobalAliases)
        .SelectMany(alias => Found(QualifiedName(), alias.Types).SelectMany(Resolve).Select(type => (alias.Name, type)))
        .ToLookup(pair => pair.Name, pair => pair.type);

    /// <summary>The path below Core.</summary>
    public string Path { get; }

    /// <summary>The folder below Core, with dots; empty for a file in Core itself.</summary>
    public string Folder => System.IO.Path.GetDirectoryName(Path)!.Replace('\\', '.').Replace('/', '.');

    /// <summary>The namespace; empty where the file has none.</summary>
    public string Namespace { get; }

    /// <summary>The top-level types that it declares.</summary>
    public IReadOnlySet<string> Types { get; }

    /// <summary>The namespaces of ours that it imports for all files.</summary>
    public IReadOnlySet<string> GlobalImports { get; }

    /// <summary>The names that it gives to types of ours for all files, each with what it stands for.</summary>
    public IReadOnlyList<(string Name, string Types)> GlobalAliases { get; }

    /// <summary>
    /// The types of other folders that it names, each with its folder. What the compiler resolves is resolved here by name: a type of a
    /// namespace that is imported or that encloses the file's, or one that stands behind its namespace.
    /// </summary>
    public IEnumerable<(string Type, string Folder)> Uses() => _names
        .SelectMany(name => Places[name].Where(place => Sees(name, place)).Select(place => (name, place)))
        .Concat(_names.SelectMany(name => Aliased[name]))
        .Concat(_qualifiedNames.SelectMany(Resolve))
        .Where(found => found.Item2 != Namespace)
        .Select(found => (found.Item1, FolderOf(found.Item2)))
        .Distinct();

    // Where a file has a member of that name, it is the member, unless the file imports the type's namespace itself or declares something
    // of the type.
    private bool Sees(string name, string place) =>
        _imports.Contains(place)
        || (Namespace + ".").StartsWith(place + ".", StringComparison.Ordinal)
        || (ImportedEverywhere.Contains(place) && (!_members.Contains(name) || _declaring.Contains(name)) && !Places[name].Contains(Namespace));

    private static IEnumerable<(string Type, string Place)> Resolve(string qualified)
    {
        string[] parts = qualified.Split('.');
        if (parts[0] == Ours) parts = parts[1..];
        for (int last = 1; last < parts.Length; last++)
        {
            string place = $"{Ours}.{string.Join('.', parts[..last])}";
            if (Places[parts[last]].Contains(place)) yield return (parts[last], place);
        }
    }

    private static string FolderOf(string name) => name.Length > Ours.Length ? name[(Ours.Length + 1)..] : "";

    private static HashSet<string> Found(Regex pattern, string code) => [.. pattern.Matches(code).Select(match => match.Groups[1].Value)];

    [GeneratedRegex(@"^namespace\s+([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Declaration();

    [GeneratedRegex(
        @"^(?:public |internal )?(?:sealed |static |abstract |partial |readonly |ref )*"
        + @"(?:class|record struct|record|struct|interface|enum)\s+(\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeDeclaration();

    [GeneratedRegex(@"^using (PrivateLinkPg[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex Import();

    [GeneratedRegex(@"^global using (PrivateLinkPg[\w.]*);", RegexOptions.Multiline)]
    private static partial Regex GlobalImport();

    [GeneratedRegex(@"^global using (\w+) = (PrivateLinkPg[^;]*);", RegexOptions.Multiline)]
    private static partial Regex GlobalAlias();

    // What something is assigned to is no type.
    [GeneratedRegex(@"(?<![\w.@])([A-Z]\w*)\b(?!\s*=(?![=>]))")]
    private static partial Regex Name();

    // A name with another behind it: the type of a variable, a parameter or a member.
    [GeneratedRegex(
        @"(?<![\w.@])([A-Z]\w*)\??(?:\[\]\??)?[ ]+@?"
        + @"(?!(?:is|as|switch|with|and|or|when|where|in|on|equals|by|into|select|orderby|not|ascending|descending|from|let|join|group)\b)[A-Za-z_]\w*")]
    private static partial Regex DeclaringName();

    [GeneratedRegex(@"(?<![\w.@])([A-Z]\w*(?:\.[A-Z]\w*)+)")]
    private static partial Regex QualifiedName();

    [GeneratedRegex(@"(\w+) \{ get")]
    private static partial Regex Property();

    [GeneratedRegex(@"^    (?:public|internal|private|protected) [^=(\n]* (\w+)\(", RegexOptions.Multiline)]
    private static partial Regex Method();

    [GeneratedRegex(@"(?<=\brecord(?: struct)? \w+\([^;{]* )(\w+)(?=[,)])")]
    private static partial Regex RecordParameter();
}
