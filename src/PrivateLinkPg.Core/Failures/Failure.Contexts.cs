namespace PrivateLinkPg.Failures;

/// <content>Where the connection to Azure comes from.</content>
internal static partial class Failure
{
    /// <summary>No context was found.</summary>
    /// <param name="looked">What was looked at, in words.</param>
    /// <param name="cause">Why the last source failed, where it says.</param>
    public static CommandFailedException NotConnected(string looked, Exception? cause = null) => Fail(
        FailureKind.Authentication, null, $"Not connected to Azure: {looked}",
        "Sign in with Connect-AzAccount (Az PowerShell) or Connect-PgAzure, or pass a context with -DefaultProfile.", cause);

    /// <summary>A context was found, but it gave no usable token.</summary>
    public static CommandFailedException SignInFailed(Exception cause, object? target) => Fail(
        FailureKind.Authentication, target, $"Azure did not accept the sign-in: {SignInReason(cause)}",
        "Sign in again (Connect-AzAccount or Connect-PgAzure) and see Get-PgAzureContext for what is used.", cause);

    /// <summary>The time allowed ran out while a sign-in was looked for.</summary>
    public static CommandFailedException TimedOut(TimeSpan limit) => Fail(
        FailureKind.Timeout, null,
        $"No sign-in was found within {limit.TotalSeconds:0} s: neither Connect-PgAzure nor Az PowerShell has one in this session, and the "
        + "environment was still being searched (managed identity, Azure CLI).",
        "Sign in with Connect-AzAccount (Az PowerShell) or Connect-PgAzure, and run the same line again.");

    // Entra's own words where there are any: around them are names of classes and links. Its trace ids stay in the original exception.
    private static string SignInReason(Exception cause)
    {
        for (Exception? each = cause; each is not null; each = each.InnerException)
        {
            if (EntraError().Match(each.Message) is { Success: true } error) return error.Value.TrimEnd();
        }
        string[] lines = cause.Message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines is [var first, var second, ..] && first.EndsWith(':')
            ? $"{first} {second}"
            : lines.FirstOrDefault() ?? cause.GetType().Name;
    }

    [GeneratedRegex(@"AADSTS\d+: .*?(?= Trace ID:|[\r\n]|$)")]
    private static partial Regex EntraError();

    /// <summary>
    /// Azure wants more than the sign-in gave, such as a second factor, and Az PowerShell cannot renew a token with that.
    /// </summary>
    public static CommandFailedException SignInChallenged(string account, string claims) => Fail(
        FailureKind.Authentication, account, $"Azure requires '{account}' to sign in again with stronger authentication.",
        $"Run Connect-AzAccount -ClaimsChallenge '{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}' and then the same line again.");

    /// <summary>-DefaultProfile holds no sign-in.</summary>
    public static CommandFailedException ContextNotUsable(object given) => Fail(
        FailureKind.InvalidArgument, given, "The object passed with -DefaultProfile is not a signed-in Azure context.",
        "Pass the output of Get-AzContext, Connect-AzAccount, Import-AzContext or Connect-PgAzure. "
        + "A PgAzureContext that was saved, or sent to another process, carries no sign-in: run Connect-PgAzure there.");

    /// <summary>A name is to be looked up and the context has no subscription.</summary>
    public static CommandFailedException SubscriptionMissing(string account) => Fail(
        FailureKind.InvalidArgument, account, $"The context of '{account}' has no subscription, so a name cannot be looked up.",
        "Pass -SubscriptionId, or a resource id instead of a name, "
        + "or choose one with Set-AzContext -Subscription or Connect-PgAzure -Subscription.");

    /// <summary>-Subscription names none that the account can see.</summary>
    public static CommandFailedException SubscriptionNotVisible(string wanted, string visible) => Fail(
        FailureKind.NotFound, wanted,
        $"The account cannot see a subscription '{wanted}'. It can see: {(visible.Length > 0 ? visible : "none")}.",
        "Correct -Subscription, sign in to the subscription's tenant with -Tenant, or give the account a role there.");

    /// <summary>Several subscriptions have the name given with -Subscription.</summary>
    public static CommandFailedException SubscriptionAmbiguous(string wanted, string matches) => Fail(
        FailureKind.InvalidArgument, wanted, $"Several subscriptions are named '{wanted}': {matches}.",
        "Pass the id with -Subscription.");

    /// <summary>-Environment.</summary>
    public static CommandFailedException EnvironmentUnknown(string name) => Fail(
        FailureKind.InvalidArgument, name, $"There is no Azure environment '{name}'.",
        "Use AzureCloud, AzureUSGovernment or AzureChinaCloud; for any other, "
        + "register it with Add-AzEnvironment (Az PowerShell) or pass -ResourceManagerUrl to Connect-PgAzure.");

    /// <summary>-ResourceManagerUrl.</summary>
    public static CommandFailedException ResourceManagerUrlInvalid(string given) => Fail(
        FailureKind.InvalidArgument, given, $"'{given}' is not a valid Azure Resource Manager endpoint.",
        "Pass an https URL without a path, such as https://management.example.org/. Tokens are never sent over http.");

    /// <summary>This Azure publishes no endpoint at which a service principal could sign in.</summary>
    public static CommandFailedException SignInEndpointUnknown(Uri resourceManager) => Fail(
        FailureKind.InvalidOperation, resourceManager,
        $"{resourceManager} publishes no sign-in endpoint for service principals (metadata/endpoints).",
        "Use -Identity or -AccessToken, or correct -ResourceManagerUrl.");

    /// <summary>A service principal without a tenant.</summary>
    public static CommandFailedException TenantMissing() => Fail(
        FailureKind.InvalidArgument, null, "A service principal needs a tenant to sign in to.", "Pass its id or domain with -Tenant.");

    /// <summary>The sign-in worked, in another tenant than the one asked for.</summary>
    public static CommandFailedException TenantDiffers(string wanted, string actual) => Fail(
        FailureKind.Authentication, wanted, $"The sign-in returned a token for tenant {actual}, not for {wanted}.",
        "Correct -Tenant, or sign in with an account of that tenant.");

    /// <summary>-AccountId of a managed identity.</summary>
    public static CommandFailedException IdentityIdInvalid(string given) => Fail(
        FailureKind.InvalidArgument, given, $"'{given}' is not the id of a user-assigned managed identity.",
        "Pass its client id (a GUID) or its resource id "
        + "(/subscriptions/.../providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>).");

    /// <summary>A service principal's certificate.</summary>
    public static CommandFailedException CertificateUnusable(string which, string reason, Exception? cause = null) => Fail(
        FailureKind.InvalidArgument, which, $"The certificate '{which}' cannot be used to sign in: {reason}",
        "Pass a PKCS#12 or PEM file with the certificate and its private key, with -CertificatePassword if it has one, "
        + "or the thumbprint of a certificate in your personal store.", cause);

    /// <summary>A file that was named cannot be read, or holds something else.</summary>
    public static CommandFailedException FileUnusable(string path, string reason, Exception? cause = null) => Fail(
        FailureKind.InvalidArgument, path, $"The file '{path}' cannot be used: {reason}",
        "Check the path and the contents of the file.", cause);

    /// <summary>The given token has expired.</summary>
    public static CommandFailedException AccessTokenExpired(string resource, DateTimeOffset expiredOn) => Fail(
        FailureKind.Authentication, resource, $"The access token for {resource} expired on {expiredOn:u} and cannot be renewed.",
        "Run Connect-PgAzure with a new -AccessToken, or with a way to sign in that renews its tokens.");

    /// <summary>Azure requires a token with other claims than the given one has.</summary>
    public static CommandFailedException AccessTokenRefused(string resource) => Fail(
        FailureKind.Authentication, resource, $"Azure requires stronger authentication than the access token for {resource} carries.",
        "Run Connect-PgAzure with a new -AccessToken from a session that satisfies the tenant's Conditional Access policies.");

    /// <summary>A token for ARM is no token for PostgreSQL.</summary>
    public static CommandFailedException PostgreSqlTokenMissing(string resource) => Fail(
        FailureKind.Authentication, resource,
        "This context was made with an access token for Azure Resource Manager, which PostgreSQL does not accept.",
        $"Also pass a token for {resource} with -PostgreSqlAccessToken of Connect-PgAzure.");

    /// <summary>What was given with -AccessToken is not an access token.</summary>
    public static CommandFailedException AccessTokenInvalid(string parameter) => Fail(
        FailureKind.InvalidArgument, parameter, $"-{parameter} is not an access token.",
        "Pass the token as a string or SecureString, or the output of Get-AzAccessToken.");
}
