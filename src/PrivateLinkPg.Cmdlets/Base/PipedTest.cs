namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A connection test as it comes down the pipeline: alive, or as a file or a job left it.</summary>
internal static class PipedTest
{
    /// <summary>The test, as far as it is told to people; null where the object is none.</summary>
    public static PgConnectionTest? Read(PSObject? given)
    {
        if (given?.BaseObject is PgConnectionTest alive) return alive;
        if (given is null || given.Properties["Steps"] is not { } steps || Text(given, "Status") is not { } status) return null;
        return new()
        {
            HostName = Text(given, "HostName") ?? "",
            Port = LanguagePrimitives.TryConvertTo(given.Properties["Port"]?.Value, out int port) ? port : 5432,
            IpAddress = Text(given, "IpAddress"),
            Status = status,
            FailedStep = Text(given, "FailedStep"),
            Cause = Text(given, "Cause"),
            Causes =
            [
                .. Items(given.Properties["Causes"]?.Value).Select(cause => Cause(PSObject.AsPSObject(cause))).OfType<PgConnectionCause>(),
            ],
            Message = Text(given, "Message") ?? "",
            Remedy = Text(given, "Remedy"),
            SslMode = Text(given, "SslMode") ?? "",
            SslNegotiation = Text(given, "SslNegotiation") ?? "",
            Duration = Time(given),
            Steps = [.. Items(steps.Value).Select(step => Step(PSObject.AsPSObject(step))).OfType<PgConnectionStep>()],
            Notice = [.. Items(given.Properties["Notice"]?.Value).Select(notice => $"{notice}")],
            Finding = [.. Items(given.Properties["Finding"]?.Value).Select(finding => $"{finding}")],
        };
    }

    private static PgConnectionStep? Step(PSObject step) =>
        Text(step, "Name") is { } name && Text(step, "Status") is { } status
            ? new(name, status, Time(step), Text(step, "Detail") ?? "")
            : null;

    private static PgConnectionCause? Cause(PSObject cause) => Text(cause, "Code") is { } code
        ? new()
        {
            Code = code, Layer = Text(cause, "Layer") ?? "", Message = Text(cause, "Message") ?? "", Remedy = Text(cause, "Remedy") ?? "",
            Command = Text(cause, "Command"), HeldBack = Text(cause, "HeldBack"),
        }
        : null;

    // Null for a text, such as a cell of a file holds in place of a list.
    private static IEnumerable<object> Items(object? list) => LanguagePrimitives.GetEnumerable(list)?.Cast<object>() ?? [];

    private static string? Text(PSObject from, string name) =>
        from.Properties[name]?.Value?.ToString() is { Length: > 0 } text ? text : null;

    private static TimeSpan Time(PSObject from) =>
        LanguagePrimitives.TryConvertTo(from.Properties["Duration"]?.Value, out TimeSpan time) ? time : TimeSpan.Zero;
}
