using System.Text;

namespace PrivateLinkPg.Failures;

/// <content>Where the connection to Azure comes from.</content>
internal static partial class Failures
{
    /// <summary>No context was found.</summary>
    /// <param name="looked">What was looked at, in words.</param>
    /// <param name="cause">Why the last source failed, where it says.</param>
    public static CommandFailedException NotConnected(string looked, Exception? cause = null) => Fail(
        FailureKind.Authentication, null, $"Not connected to Azure: {looked}",
        "Sign in with Connect-AzAccount (Az PowerShell) or Connect-PgAzure, or pass a context with -DefaultProfile.", cause);

    /// <summary>A context was found, but it gave no usable token.</summary>
    public static CommandFailedException SignInFailed(Exception cause, object? target) => Fail(
        FailureKind.Authentication, target, $"Azure did not accept the sign-in: {FirstLine(cause)}",
        "Sign in again (Connect-AzAccount or Connect-PgAzure) and see Get-PgAzureContext for what is used.", cause);

    /// <summary>Azure wants more than the sign-in gave, such as a second factor, and Az PowerShell cannot renew a token with that.</summary>
    public static CommandFailedException SignInChallenged(string account, string claims) => Fail(
        FailureKind.Authentication, account, $"Azure wants '{account}' to sign in once more, under stricter conditions.",
        $"Run Connect-AzAccount -ClaimsChallenge '{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}' and then the same line again.");

    /// <summary>-DefaultProfile holds no sign-in.</summary>
    public static CommandFailedException ContextNotUsable(object given) => Fail(
        FailureKind.InvalidArgument, given, "The object passed with -DefaultProfile is no Azure context that somebody is signed in with.",
        "Pass the output of Get-AzContext, Connect-AzAccount, Import-AzContext or Connect-PgAzure. A PgAzureContext that was saved or sent to another process holds no sign-in: run Connect-PgAzure there.");

    /// <summary>A name is to be looked up and the context has no subscription.</summary>
    public static CommandFailedException SubscriptionMissing(string account) => Fail(
        FailureKind.InvalidArgument, account, $"The context of '{account}' has no subscription, so a name cannot be looked up.",
        "Pass -SubscriptionId, or a resource id instead of a name, or choose one with Set-AzContext -Subscription or Connect-PgAzure -Subscription.");
}
