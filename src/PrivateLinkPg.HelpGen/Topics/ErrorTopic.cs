using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using PrivateLinkPg.Cmdlets.Base;
using PrivateLinkPg.Failures;
using PrivateLinkPg.HelpGen.Documentation;

namespace PrivateLinkPg.HelpGen.Topics;

/// <summary>about_PrivateLinkPg_Errors: every failure of the catalogue, made once with placeholders to learn its kind and remedy.</summary>
internal sealed class ErrorTopic(SourceDocs docs)
{
    private const string Introduction =
        "Every error of this module has an id that stays the same, a category, a target and a way out. The id is the first part of " +
        "FullyQualifiedErrorId, so a script can tell errors apart without reading their text. " +
        "The way out is the last part of the message. " +
        "Errors on one piped input end the work on that input only. " +
        "Test-PgPrivateConnection reports a failed connection as output, not as an error.";

    private const string Sample = "Approve-PgEndpointConnection $connection -ErrorAction SilentlyContinue -ErrorVariable problem\n"
        + "if ($problem.FullyQualifiedErrorId -like 'ResourceBusy,*') { 'somebody else is at it' }";

    public string Text()
    {
        var text = new StringBuilder();
        text.Append("TOPIC\n    about_PrivateLinkPg_Errors\n\n");
        text.Append("SHORT DESCRIPTION\n")
            .Append(PlainText.Wrap("What each error id of PrivateLinkPg means and what to do.", 4)).Append('\n');
        text.Append("LONG DESCRIPTION\n").Append(PlainText.Wrap(Introduction, 4)).Append('\n');
        text.Append(PlainText.Indent(Sample, 8)).Append('\n');
        text.Append("ERRORS\n").Append(PlainText.Wrap("Words in angle brackets stand for what the error names.", 4)).Append('\n');
        text.AppendJoin('\n', Catalogue().Select(Entry).Distinct());
        return text.Append("\nSEE ALSO\n    about_PrivateLinkPg\n    Get-Error\n").ToString();
    }

    /// <summary>The failures, by id.</summary>
    public static IEnumerable<MethodInfo> Catalogue() => typeof(Failure).GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.ReturnType == typeof(CommandFailedException)).OrderBy(method => method.Name, StringComparer.Ordinal);

    private string Entry(MethodInfo method)
    {
        CommandFailure failure = ((CommandFailedException)method.Invoke(null, [.. method.GetParameters().Select(Placeholder)])!).Failure;
        return $"    {failure.Id} ({EngineOutput.Category(failure.Kind)})\n"
            + PlainText.Wrap(docs.Of(method).Summary, 8)
            + PlainText.Wrap("What to do: " + failure.Remedy, 8);
    }

    private static object? Placeholder(System.Reflection.ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        string name = $"<{parameter.Name}>";
        if (type.IsAssignableFrom(typeof(string))) return name;
        if (type.IsAssignableFrom(typeof(string[]))) return new[] { name };
        if (type == typeof(Exception)) return new InvalidOperationException(name);
        // No constructor is needed to name a kind and a remedy, and exceptions of the Azure pipeline have none that is usable.
        return RuntimeHelpers.GetUninitializedObject(Nullable.GetUnderlyingType(type) ?? type);
    }
}
