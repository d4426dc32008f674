using System.CommandLine;
using PrivateLinkPg.Sandbox;
using PrivateLinkPg.Sandbox.Faults;
using PrivateLinkPg.Sandbox.Postgres;

var line = new SandboxCommandLine();
line.Command.SetAction(async (arguments, cancellation) =>
{
    using var stop = new StopSignal(cancellation);
#pragma warning disable RS0030 // A program may write to the console.
    var errors = Console.Error;
#pragma warning restore RS0030
    try
    {
        await using var host = await SandboxHost.StartAsync(line.Options(arguments, errors.WriteLine), stop.Token);
        await ReadyFile.WriteAsync(line.ReadyFile(arguments), host.Ready, stop.Token);
        await stop.WaitAsync();
        return 0;
    }
    catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
    {
        return 1; // it never was ready
    }
    catch (PostgresStartException failure)
    {
        await errors.WriteLineAsync(failure.Message + " (or start with --no-postgres)");
        return 1;
    }
    catch (Exception failure) when (failure is FaultPlanException or IOException)
    {
        await errors.WriteLineAsync(failure.Message);
        return 1;
    }
});
return await line.Command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
