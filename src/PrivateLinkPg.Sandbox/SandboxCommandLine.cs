using System.CommandLine;
using PrivateLinkPg.Sandbox.Postgres;
using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox;

/// <summary>The arguments that the program takes.</summary>
internal sealed class SandboxCommandLine
{
    private readonly Option<FileInfo> readyFile = new("--ready-file")
    {
        Required = true,
        Description = "Written, whole, when the sandbox listens: a JSON document with everything a client needs.",
    };

    private readonly Option<int> port = new("--port") { Description = "The port of the https endpoint; a free one by default." };

    private readonly Option<double?> seconds = new("--operation-seconds")
    {
        Description = "How long every long-running operation takes; 0.2 by default.",
    };

    private readonly Option<bool> withoutPostgres = new("--no-postgres")
    {
        Description = "Start no PostgreSQL: endpoints have addresses, but nothing answers there. "
            + $"Else {PostgresSource.Variable} may name one: a folder with initdb and postgres, machine, or embedded (by npm).",
    };

    private readonly Option<FileInfo?> faults = new("--faults") { Description = "A JSON file with a plan of faults." };

    private readonly Option<string?> publicAddresses = new("--public-addresses")
    {
        Description = "Where the public names of servers lead: a range such as 203.0.113.0/24. By default to loopback addresses. "
            + "Servers answer there while their public access is on, if the addresses stay on this machine's loopback interface.",
    };

    private readonly Option<bool> buckets = new("--buckets") { Description = "Throttle by Azure's token buckets." };

    internal SandboxCommandLine()
    {
        Demand(port, value => value is >= 0 and <= 65535, "--port must be 0 to 65535.");
        Demand(publicAddresses, value => value is null || Range(value) is not null, "--public-addresses must be a range.");
        Demand(seconds, value => value is null or (>= 0 and <= 86400), "--operation-seconds must be 0 to 86400.");
        Command = new RootCommand(
            "Azure in a box: enough of it to create, approve and prove private endpoints to PostgreSQL, on this machine alone.")
        {
            readyFile, port, seconds, withoutPostgres, faults, buckets, publicAddresses,
        };
    }

    internal RootCommand Command { get; }

    /// <summary>Where to tell that the sandbox listens.</summary>
    internal string ReadyFile(ParseResult arguments) => arguments.GetValue(readyFile)!.FullName;

    /// <summary>The sandbox to start.</summary>
    internal SandboxOptions Options(ParseResult arguments, Action<string> tell) => new()
    {
        Port = arguments.GetValue(port),
        OperationTime = arguments.GetValue(seconds) is { } value ? TimeSpan.FromSeconds(value) : null,
        Postgres = !arguments.GetValue(withoutPostgres),
        FaultPlan = arguments.GetValue(faults)?.FullName,
        Buckets = arguments.GetValue(buckets),
        PublicAddresses = Range(arguments.GetValue(publicAddresses) ?? ""),
        Tell = tell,
    };

    private static AddressRange? Range(string text) => AddressRange.TryParse(text, out var range, out _) ? range : null;

    private static void Demand<T>(Option<T> option, Func<T?, bool> isRight, string message) => option.Validators.Add(result =>
    {
        if (!isRight(result.GetValue(option))) result.AddError(message);
    });
}
