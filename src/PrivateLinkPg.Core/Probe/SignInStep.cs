using System.Security.Authentication;
using Npgsql;

namespace PrivateLinkPg.Probe;

/// <summary>Signs in.</summary>
internal sealed class SignInStep : IProbeStep
{
    public string Name => "SignIn";
    public ProbeFault? TimeoutFault => ProbeFault.ServerSilent;

    public async Task<StepOutcome> RunAsync(ProbeState state, ProbeConnection connection, StepTime time)
    {
        if (state.Request.SignIn is not { } signIn) return StepOutcome.Skipped("Not asked for (-Credential, -UserName or -EntraUser).");
        PostgresSession session = connection.Session ??= PostgresSession.Start(state, null);
        try
        {
            await session.Opening.WaitAsync(time.Token).ConfigureAwait(false);
            return StepOutcome.Passed(
                $"{signIn.User} to database {state.Request.Database}{By(session, state.Request)}.",
                state with { IsTrusted = !session.PasswordAsked && state.Request.ClientCertificate is null });
        }
        catch (PostgresException e)
        {
            return StepOutcome.Failed(SignInFaults.Of(e, state.Request, session.PasswordAsked), ServerWords.Of(e, signIn));
        }
        catch (NotSupportedException e)
        {
            // Npgsql's words for it are for its programmers.
            bool isKerberos = e.Message.Contains("IntegratedSecurity", StringComparison.Ordinal);
            return StepOutcome.Failed(
                ProbeFault.MethodUnsupported, isKerberos ? "It asks for Kerberos (GSSAPI or SSPI)." : ServerWords.Of(e, signIn));
        }
        catch (Exception e) when (!session.PasswordAsked && session.Tls?.Refusal(e) is { } refused && IsOfConnection(e))
        {
            return StepOutcome.Failed(refused, ServerWords.Of(e, signIn));
        }
        catch (Exception e) when (e is NpgsqlException or IOException)
        {
            ProbeFault fault = Fault(e, session, signIn);
            // A reset may overtake the alert that says why; without a word of ours it arrives.
            return fault == ProbeFault.ConnectionClosed && state.Request.ClientCertificate is not null && !session.PasswordAsked
                && await AskAgainAsync(state, time.Token).ConfigureAwait(false) is { } refused
                    ? refused
                    : StepOutcome.Failed(fault, ServerWords.Of(e, signIn));
        }
    }

    private static async Task<StepOutcome?> AskAgainAsync(ProbeState state, CancellationToken cancellation)
    {
        try
        {
            return await SslRequest.AgainAsync(state, cancellation).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private static string By(PostgresSession session, ProbeRequest request) => (session.PasswordAsked, request.SignIn!.IsToken) switch
    {
        (true, true) => ", by Entra token",
        (true, false) => "",
        _ when request.ClientCertificate is not null => ", by client certificate or without any proof: no password was asked for",
        (false, var token) => $"; the server did not ask for a {(token ? "token" : "password")} (trust)",
    };

    // A server that does without the certificate it asked for goes on to speak, and fails otherwise if at all.
    private static bool IsOfConnection(Exception failure) =>
        failure is IOException || failure.InnerException is IOException or AuthenticationException;

    private static ProbeFault Fault(Exception failure, PostgresSession session, SignIn signIn) =>
        failure is IOException || failure.InnerException is IOException ? ProbeFault.ConnectionClosed
        : session.PasswordAsked && signIn.Password.Length == 0 ? ProbeFault.PasswordMissing
        // Npgsql has no exception of its own for this one.
        : failure.Message.Contains("SASL mechanism", StringComparison.Ordinal) ? ProbeFault.MethodUnsupported
        : ProbeFault.ProtocolBroken;
}
