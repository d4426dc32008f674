using System.Globalization;

namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>
/// Reads a whole number as a cell of a file holds it, of which an empty one is none, and keeps it within limits. ValidateRange would refuse
/// the empty cell.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class NumberCellAttribute(long least, long most) : ArgumentTransformationAttribute
{
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        object? given = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (given is null || (given is string text && string.IsNullOrWhiteSpace(text))) return null;
        if (LanguagePrimitives.TryConvertTo(given, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most)
            return number;
        throw new ArgumentTransformationMetadataException($"'{given}' is not a whole number from {least} to {most}.");
    }
}
