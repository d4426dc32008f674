namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>Reads a switch as a cell of a file holds it: true, yes or 1; false, no, 0 or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class FlagTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        string? text = (inputData as string) ?? (inputData as PSObject)?.BaseObject as string;
        return text?.Trim().ToLowerInvariant() switch
        {
            null => inputData,
            "true" or "yes" or "1" => true,
            "false" or "no" or "0" or "" => false,
            _ => throw new ArgumentTransformationMetadataException($"'{text}' is neither true nor false."),
        };
    }
}
