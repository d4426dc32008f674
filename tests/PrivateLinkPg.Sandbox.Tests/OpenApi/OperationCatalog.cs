using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace PrivateLinkPg.Sandbox.Tests.OpenApi;

internal sealed record SpecifiedOperation(string Document, string Path, string Method, Regex Pattern, JsonObject Definition)
{
    public string Name => (string)Definition["operationId"]!;

    public JsonObject? Response(int status) => (Definition["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        ?? (status >= 400 ? Definition["responses"]!["default"] : null))?.AsObject();
}

/// <summary>The operations that the documents specify, by method and path.</summary>
internal sealed class OperationCatalog
{
    public OperationCatalog(OpenApiDocuments documents)
    {
        foreach (var document in OpenApiDocuments.WithOperations)
            foreach (var (path, methods) in documents[document]["paths"]!.AsObject())
                foreach (var (method, definition) in methods!.AsObject())
                    Operations.Add(new(document, path, method.ToUpperInvariant(), ToPattern(path), definition!.AsObject()));
    }

    public List<SpecifiedOperation> Operations { get; } = [];

    /// <summary>The operation that a request is; a path with fewer wildcards wins.</summary>
    public SpecifiedOperation? Find(string method, string path) => Operations
        .Where(operation => operation.Method == method && operation.Pattern.IsMatch(path.Split('?')[0]))
        .OrderBy(operation => operation.Path.Count(character => character == '{')).FirstOrDefault();

    private static Regex ToPattern(string path) =>
        new("^" + Regex.Replace(path, @"\{\w+\}", "[^/]+") + "$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
