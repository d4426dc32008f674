using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>Signs in.</summary>
internal sealed class SignInStep : IProbeStep
{
    public string Name => "SignIn";
    public ProbeFault? TimeoutFault => ProbeFault.ServerSilent;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        if (state.Request.SignIn is not { } signIn) return StepOutcome.Skipped("Not asked for (-Credential or -EntraUser).");
        PostgresSession session = connection.Session ??= PostgresSession.Start(state.Address!, state.Request, null);
        try
        {
            await session.Opening.WaitAsync(time.Token).ConfigureAwait(false);
            return StepOutcome.Passed($"{signIn.User} to database {state.Request.Database}{(signIn.IsToken ? ", by Entra token" : "")}.");
        }
        catch (PostgresException e)
        {
            return StepOutcome.Failed(SignInFaults.Of(e, signIn), $"The server says: {e.MessageText} ({e.SqlState}).");
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            ProbeFault fault = e is IOException || e.InnerException is IOException ? ProbeFault.ConnectionClosed : ProbeFault.SignInFailed;
            return StepOutcome.Failed(fault, $"{e.GetBaseException().Message.TrimEnd('.')}.");
        }
    }
}
