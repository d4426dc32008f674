namespace PrivateLinkPg.Diagnosis;

/// <summary>From what the probe found to the root cause: the first fault decides, since what comes after it may follow from it.</summary>
internal static class ProbeDiagnosis
{
    /// <summary>The root cause as far as the probe alone can tell; null where all passed.</summary>
    public static RootCause? Of(ProbeResult result)
    {
        if (result.State.Faults is not [var first, ..]) return null;
        RootCause cause = FaultRules.Of(first.Fault).Cause(first.Fault, new ProbeWords(result.State), first.Detail);
        return cause with { Message = $"{cause.Message}{BehindIt(result)}" };
    }

    /// <summary>The outcome in one sentence where nothing is wrong.</summary>
    public static string Success(ProbeResult result)
    {
        ProbeState state = result.State;
        string address = $"{state.Request.HostName} is reached at {state.Address}";
        string tls = state.Tls is not { } found ? " without TLS"
            : state.Request.SslMode == PgSslMode.Require && state.Request.RootCertificates is null
                ? $" over {found.Version} with a certificate that was not checked"
            : $" over {found.Version} with a valid certificate";
        return state.SessionFacts is { } session
            ? $"{address}{tls}; {session.User} is signed in to PostgreSQL {session.ServerVersion}."
            : $"{address}{tls}; sign-in was not asked for.";
    }

    // A wrong name is one fault, a dead path behind it another: users must know whether the second one waits for them.
    private static string BehindIt(ProbeResult result)
    {
        ProbeState state = result.State;
        if (state.Faults[0].Step is not ("Name" or "Address") || state.Address is null) return "";
        return state.Faults.Count == 1
            ? $" The path itself works: the expected address {state.Address} answers as it should."
            : $" The path to the expected address {state.Address} fails too, at step {state.Faults[1].Step}: {state.Faults[1].Detail}";
    }
}
