namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>Reads tags as a cell of a file holds them, env=prod;team=orders, and as an object does; a table is left as it is.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TagTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        string text => Read(text),
        PSObject { BaseObject: string text } => Read(text),
        PSObject { BaseObject: PSCustomObject } row => Table(row.Properties.Select(each => (each.Name, (object?)each.Value))),
        PSObject { BaseObject: IDictionary } wrapped => wrapped.BaseObject,
        _ => inputData,
    };

    private static Hashtable Read(string text) => Table(text
        .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(tag => tag.Split('=', 2, StringSplitOptions.TrimEntries) is [{ Length: > 0 } name, var value]
            ? (name, (object?)value)
            : throw new ArgumentTransformationMetadataException($"'{tag}' is not a tag. Write them as name=value; name=value.")));

    private static Hashtable Table(IEnumerable<(string Name, object? Value)> tags)
    {
        Hashtable table = new(StringComparer.Ordinal);
        foreach (var (name, value) in tags)
        {
            if (table.ContainsKey(name)) throw new ArgumentTransformationMetadataException($"The tag '{name}' is there twice.");
            table[name] = value;
        }
        return table;
    }
}
