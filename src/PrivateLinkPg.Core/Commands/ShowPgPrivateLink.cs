using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Commands;

/// <summary>How the picture of all inputs is written.</summary>
/// <param name="Format">Mermaid or Html; null follows the file's name, else is Mermaid.</param>
/// <param name="Path">The file; null gives the text as output.</param>
/// <param name="NoClobber">Leaves a file that exists alone.</param>
internal sealed record ShownPicture(string? Format, string? Path, bool NoClobber);

/// <summary>Reads the paths of all inputs and then draws them as one picture.</summary>
internal sealed class ShowPgPrivateLink
{
    // In the order of the inputs, however they finish.
    private readonly List<IReadOnlyList<LinkPath>> _paths = [];

    /// <summary>Reads the path of one input.</summary>
    public async Task AddAsync(ShownEndpoint input, CommandHost host)
    {
        int place = _paths.Count;
        _paths.Add([]);
        string id = input.EndpointId
            ?? throw Failure.MissingParameter(
                "EndpointId", "the input names no private endpoint. Pipe an endpoint, its id, or a test of one.");
        ResourceIds.Parse(id, ResourceIds.PrivateEndpoint, "EndpointId");
        ResourceIds.CheckAll(input.VirtualNetworkId, ResourceIds.VirtualNetwork, "VirtualNetworkId");
        if (input.HostName is { } name) AzureNames.CheckHostName(name);
        _paths[place] = await new LinkPathReader(await LinkReader.OfAsync(host)).ReadAsync(id, input);
    }

    /// <summary>Writes the picture; nothing where no input could be read.</summary>
    public async Task WriteAsync(ShownPicture picture, CommandHost host)
    {
        LinkPath[] paths = [.. _paths.SelectMany(each => each)];
        if (paths.Length == 0) return;
        bool html = picture.Format is null
            ? Path.GetExtension(picture.Path)?.ToUpperInvariant() is ".HTML" or ".HTM"
            : picture.Format.Equals("Html", StringComparison.OrdinalIgnoreCase);
        string text = html ? HtmlPage.Write(paths, host.Clock.GetUtcNow()) : MermaidText.Write(paths);
        if (picture.Path is null) host.Output.WriteObject(text);
        else if (host.Output.ShouldProcess(picture.Path, "Write the picture"))
            host.Output.WriteObject(await PictureFile.SaveAsync(picture.Path, text, picture.NoClobber, host.Cancellation));
    }
}
