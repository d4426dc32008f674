using System.CommandLine;
using System.CommandLine.Parsing;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Postgres;

var readyFile = new Option<FileInfo>("--ready-file") { Required = true, Description = "Written, whole, when the sandbox listens: a JSON document with everything a client needs." };
var port = new Option<int>("--port") { Description = "The port of the https endpoint; a free one by default." };
var seconds = new Option<double?>("--operation-seconds") { Description = "How long every long-running operation takes; 0.2 by default." };
var withoutPostgres = new Option<bool>("--no-postgres") { Description = "Start no PostgreSQL: endpoints have addresses, but nothing answers there. Else " + PostgresSource.Variable + " may name one: a folder with initdb and postgres, machine, or embedded (by npm)." };
var faults = new Option<FileInfo?>("--faults") { Description = "A JSON file with a plan of faults." };
var buckets = new Option<bool>("--buckets") { Description = "Throttle by Azure's token buckets." };
port.Validators.Add(result => Demand(result, result.GetValue(port) is >= 0 and <= 65535, "--port must be 0 to 65535."));
seconds.Validators.Add(result => Demand(result, result.GetValue(seconds) is null or (>= 0 and <= 86400), "--operation-seconds must be 0 to 86400."));
var command = new RootCommand("Azure in a box: enough of it to create, approve and prove private endpoints to PostgreSQL, on this machine alone.")
{
    readyFile, port, seconds, withoutPostgres, faults, buckets,
};
command.SetAction(async (arguments, cancellation) =>
{
    using var stop = new StopSignal(cancellation);
#pragma warning disable RS0030 // A program may write to the console.
    var errors = Console.Error;
#pragma warning restore RS0030
    var options = new SandboxOptions
    {
        Port = arguments.GetValue(port),
        OperationTime = arguments.GetValue(seconds) is { } value ? TimeSpan.FromSeconds(value) : null,
        Postgres = !arguments.GetValue(withoutPostgres),
        FaultPlan = arguments.GetValue(faults)?.FullName,
        Buckets = arguments.GetValue(buckets),
        Tell = errors.WriteLine,
    };
    try
    {
        await using var host = await SandboxHost.StartAsync(options, stop.Token);
        await ReadyFile.WriteAsync(arguments.GetValue(readyFile)!.FullName, host.Ready, stop.Token);
        await stop.WaitAsync();
        return 0;
    }
    catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
    {
        return 1; // it never was ready
    }
    catch (Exception failure) when (failure is PostgresStartException or FaultPlanException or IOException)
    {
        await errors.WriteLineAsync(failure is PostgresStartException ? failure.Message + " (or start with --no-postgres)" : failure.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static void Demand(OptionResult result, bool isRight, string message)
{
    if (!isRight) result.AddError(message);
}
