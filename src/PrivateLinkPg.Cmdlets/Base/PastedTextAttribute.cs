using PrivateLinkPg.Arm;

namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>Reads a parameter's text, or each of its texts, as people paste names and ids; anything else is left to the engine.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class PastedTextAttribute : ArgumentTransformationAttribute
{
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData) => inputData switch
    {
        PSObject { BaseObject: not PSCustomObject } wrapped => Read(wrapped.BaseObject) ?? inputData,
        _ => Read(inputData) ?? inputData,
    };

    private static object? Read(object? given) => given switch
    {
        string text => PastedText.Read(text),
        string[] texts => Array.ConvertAll(texts, PastedText.Read),
        object[] items => Array.ConvertAll(items, item => Read(item is PSObject { BaseObject: string text } ? text : item) ?? item),
        _ => null,
    };
}
