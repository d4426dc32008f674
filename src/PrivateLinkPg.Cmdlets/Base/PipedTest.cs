using System.Management.Automation;
using PrivateLinkPg.Commands;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A connection test as it comes down the pipeline: alive, or as a file or a job left it.</summary>
internal static class PipedTest
{
    /// <summary>The test, or null where the object is none.</summary>
    public static ShownTest? Read(PSObject? given)
    {
        if (given?.BaseObject is PgConnectionTest alive) return ShownTest.Of(alive);
        if (given?.Properties["Status"]?.Value is not string status || given.Properties["Steps"] is not { } steps) return null;
        return new(
            status, Text(given, "FailedStep"), Text(given, "Message"), Text(given, "Remedy"), Time(given),
            [.. (LanguagePrimitives.GetEnumerable(steps.Value) ?? Array.Empty<object>()).Cast<object>().Select(step => Step(PSObject.AsPSObject(step))).OfType<PgConnectionStep>()]);
    }

    private static PgConnectionStep? Step(PSObject step) =>
        Text(step, "Name") is { } name && Text(step, "Status") is { } status ? new(name, status, Time(step), Text(step, "Detail") ?? "") : null;

    private static string? Text(PSObject from, string name) => from.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    private static TimeSpan Time(PSObject from) =>
        LanguagePrimitives.TryConvertTo(from.Properties["Duration"]?.Value, out TimeSpan time) ? time : TimeSpan.Zero;
}
