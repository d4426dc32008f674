using System.Text;
using PrivateLinkPg.Diagnosis;

namespace PrivateLinkPg.HelpGen.Topics;

/// <summary>about_PrivateLinkPg_Causes: every cause that Test-PgPrivateConnection names, in the words that it has for an example.</summary>
internal static class CauseTopic
{
    private const string Introduction =
        "Test-PgPrivateConnection names the cause of what is wrong: a code that stays the same, a sentence, and the remedy. Cause is the "
        + "one that blocks the others. With -Diagnose it asks Azure as well and names all that it finds in Causes, and so tells a "
        + "connection that waits for approval from a zone that nobody linked. What Azure does not let this account read is told, and not "
        + "taken for missing. Repair-PgPrivateConnection runs the remedies that are marked with it, where nobody else would notice. The "
        + $"sentences are those of an example: {CauseSamples.Host}, whose private endpoint orders-pe has {CauseSamples.Address}; words in "
        + "angle brackets stand for resource ids.";

    private const string Sample = "Test-PgPrivateConnection " + CauseSamples.Host + " -Diagnose |\n"
        + "    Select-Object -ExpandProperty Causes | Format-List Code, Message, Remedy";

    // From the layer that blocks all others to the one that is met last.
    private static readonly (string Key, string Title)[] Layers =
    [
        ("Ends", "THE SERVER AND THE ENDPOINT (-Diagnose)"), ("Connection", "THE ENDPOINT'S CONNECTION (-Diagnose)"),
        ("Name", "PRIVATE ZONES AND RECORDS (-Diagnose)"), ("NameCauses", "NAMES"), ("Path", "THE WAY TO THE ENDPOINT (-Diagnose)"),
        ("NetworkCauses", "CONNECTION AND TLS"), ("CertificateCauses", "CERTIFICATES"), ("SignInCauses", "SIGN-IN"),
        ("ServerCauses", "THE SERVER'S STATE"), ("PoolerCauses", "POOLERS"),
    ];

    public static string Text()
    {
        // A cause stands where it is met first.
        var causes = CauseSamples.OfAzure().Concat(CauseSamples.OfProbe())
            .SelectMany(layer => layer.Select(cause => (Layer: layer.Key, Cause: cause))).DistinctBy(each => each.Cause.Code)
            .ToLookup(each => each.Layer, each => each.Cause);
        var text = new StringBuilder();
        text.Append("TOPIC\n    about_PrivateLinkPg_Causes\n\n");
        text.Append("SHORT DESCRIPTION\n")
            .Append(PlainText.Wrap("What each cause of a failed connection means and what to do.", 4)).Append('\n');
        text.Append("LONG DESCRIPTION\n").Append(PlainText.Wrap(Introduction, 4)).Append('\n');
        text.Append(PlainText.Indent(Sample, 8)).Append('\n');
        foreach ((string key, string title) in Layers)
            text.Append(title).Append('\n').AppendJoin('\n', causes[key].Select(Entry)).Append('\n');
        return text.Append("SEE ALSO\n    about_PrivateLinkPg\n    Test-PgPrivateConnection\n    Repair-PgPrivateConnection\n").ToString();
    }

    private static string Entry(RootCause cause) =>
        $"    {cause.Code}{(cause.Repair is null ? "" : " (Repair-PgPrivateConnection)")}\n"
        + PlainText.Wrap(CauseSamples.Short(cause.Message), 8) + PlainText.Wrap("What to do: " + CauseSamples.Short(cause.Remedy), 8);
}
