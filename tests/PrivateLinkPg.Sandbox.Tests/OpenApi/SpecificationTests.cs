using PrivateLinkPg.Sandbox.Tests.Arm;

namespace PrivateLinkPg.Sandbox.Tests.OpenApi;

/// <summary>Every answer to every specified operation has a specified status and a body that fits its schema.</summary>
public class SpecificationTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    // What Azure answers although its specification does not say so: recorded (see Replay), or in its own examples.
    private static readonly string[] BeyondSpecification =
    [
        "$.properties.resourceGuid", // recorded on every endpoint
        "$.type", // recorded on zone groups
        "$.properties.privateDnsZoneConfigs[0].id", // these four too
        "$.properties.privateDnsZoneConfigs[0].etag",
        "$.properties.privateDnsZoneConfigs[0].type",
        "$.properties.privateDnsZoneConfigs[0].properties.provisioningState",
        "$.properties.ipConfigurations[0].id", // recorded on endpoints
        "$.properties.ipConfigurations[0].properties.provisioningState",
        "$.properties.networkInterfaces[0].properties.allowPort25Out", // interfaces, as their exports show
        "$.properties.networkInterfaces[0].properties.disableTcpStateTracking", // interfaces, in newer versions than the collected one
        "$.properties.networkInterfaces[0].properties.nicType",
        "$.properties.networkInterfaces[0].properties.vnetEncryptionSupported",
        "$.error", // the schema of errors has no envelope, the reported errors have
        "$.code", // and the recorded 412 of record sets has none, where the schema does
        "$.message",
    ];

    [PeerFact<Specifications>]
    public async Task Every_answer_fits_Microsofts_specification()
    {
        var documents = new OpenApiDocuments();
        var catalog = new OperationCatalog(documents);
        var check = new SchemaCheck(documents);
        var faults = new SortedSet<string>();
        var seen = new HashSet<string>();
        sandbox.Client.Observer = (method, path, answer) =>
        {
            if (catalog.Find(method, path) is not { } operation) return;
            if (answer.Status < 400) seen.Add(operation.Name);
            foreach (var fault in Faults(check, operation, answer)) faults.Add($"{operation.Name} {answer.Status} {fault}");
        };

        await new WholeStory(sandbox).TellAsync();

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        var unseen = catalog.Operations.Select(operation => operation.Name).Except(seen).ToList();
        Assert.True(unseen.Count == 0, "Never exercised: " + string.Join(", ", unseen));
    }

    private static IEnumerable<string> Faults(SchemaCheck check, SpecifiedOperation operation, ArmResponse answer)
    {
        if (operation.Response(answer.Status) is not { } response) return ["status is not specified"];
        if (response["schema"] is not { } schema || answer.Body is null) return [];
        return check.Faults(operation.Document, schema.AsObject(), answer.Body)
            .Where(fault => !Array.Exists(BeyondSpecification, known => Normal(fault) == known + ": not specified"));
    }

    // The same resource occurs alone and in lists.
    private static string Normal(string fault) => System.Text.RegularExpressions.Regex.Replace(fault, @"\.value\[\d+\]", "", System.Text.RegularExpressions.RegexOptions.CultureInvariant);
}
