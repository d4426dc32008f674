namespace PrivateLinkPg.Rehearsal.Jobs;

/// <summary>How a step signs in to the sandbox.</summary>
internal static class SignIn
{
    /// <summary>The line that does it as a managed identity.</summary>
    /// <param name="arguments">Which identity, or which subscription.</param>
    public static string With(string arguments) =>
        $"Connect-PgAzure -Identity {arguments} -ResourceManagerUrl $sandbox.armEndpoint -CaCertificate $sandbox.certificateAuthority";
}
