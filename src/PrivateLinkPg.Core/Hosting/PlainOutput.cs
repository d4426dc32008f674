using System.Collections.Concurrent;
using System.Reflection;
using PrivateLinkPg.Text;

namespace PrivateLinkPg.Hosting;

/// <summary>
/// The one place through which everything goes that users see: what others wrote (servers, certificates, name servers, Azure, the people
/// behind a request) is text there, and nothing that a terminal, a log or a table obeys.
/// </summary>
internal sealed class PlainOutput(ICommandOutput engine) : ICommandOutput
{
    private static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = new();

    public void WriteObject(object value) => engine.WriteObject(value is string text ? ForeignText.PlainLines(text) : Plain(value));

    public void WriteFailure(CommandFailure failure) => engine.WriteFailure(failure with
    {
        Message = ForeignText.Plain(failure.Message.Trim()),
        Remedy = ForeignText.Plain(failure.Remedy.Trim()),
        Target = failure.Target is string target ? ForeignText.Plain(target) : failure.Target,
    });

    public void WriteWarning(string message) => engine.WriteWarning(ForeignText.Plain(message.Trim()));
    public void WriteVerbose(string message) => engine.WriteVerbose(ForeignText.Plain(message.Trim()));
    public void WriteDebug(string message) => engine.WriteDebug(ForeignText.Plain(message.Trim()));

    public void WriteProgress(ProgressUpdate update) => engine.WriteProgress(update with
    {
        Activity = ForeignText.Plain(update.Activity),
        Status = ForeignText.Plain(update.Status),
    });

    public bool ShouldProcess(string target, string action) => engine.ShouldProcess(ForeignText.Plain(target), ForeignText.Plain(action));

    public bool? ShouldContinue(string query, string caption) =>
        engine.ShouldContinue(ForeignText.Plain(query), ForeignText.Plain(caption));

    public bool WhatIf => engine.WhatIf;

    /// <summary>The value with all its text made plain: itself, where it is that already.</summary>
    internal static object Plain(object value)
    {
        if (value is string text) return ForeignText.Plain(text);
        if (value is IShown items)
        {
            bool changed = false;
            object plain = items.With(item => Keep(item, ref changed));
            return changed ? plain : value;
        }
        object? copy = null;
        foreach (PropertyInfo property in Of(value.GetType()))
        {
            if (property.GetValue(value) is not { } given) continue;
            bool hasLines = property.IsDefined(typeof(LinesAttribute));
            object shown = given is string lines && hasLines ? ForeignText.PlainLines(lines) : Plain(given);
            if (ReferenceEquals(given, shown)) continue;
            // Others may hold the same record.
            copy ??= value.GetType().GetMethod("<Clone>$")!.Invoke(value, null)!;
            property.SetValue(copy, shown);
        }
        return copy ?? value;
    }

    private static object Keep(object item, ref bool changed)
    {
        object plain = Plain(item);
        changed |= !ReferenceEquals(item, plain);
        return plain;
    }

    // Of our own records, what can hold text.
    private static PropertyInfo[] Of(Type type) => type.Namespace != typeof(IShown).Namespace
        ? []
        : Properties.GetOrAdd(type, static known => [.. known.GetProperties()
            .Where(each => each.CanWrite && !each.PropertyType.IsValueType && each.GetIndexParameters().Length == 0)]);
}
