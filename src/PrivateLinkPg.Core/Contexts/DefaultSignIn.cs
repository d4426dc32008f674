namespace PrivateLinkPg.Contexts;

/// <summary>Whatever the environment offers: environment variables, workload identity, managed identity, Azure CLI.</summary>
internal sealed class DefaultSignIn : SignInMethod
{
    public override string AccountType => "Default";

    public override string? DefaultSubscription =>
        Environment.GetEnvironmentVariable("AZURE_SUBSCRIPTION_ID") is { Length: > 0 } id ? id : null;

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) =>
        new DefaultAzureCredential(Options(cloud, tenant));

    /// <summary>What of Azure.Identity's chain is asked, and of whom.</summary>
    public static DefaultAzureCredentialOptions Options(AzureCloud cloud, string? tenant)
    {
        DefaultAzureCredentialOptions options = new()
        {
            DisableInstanceDiscovery = IsPrivate(cloud),
            // Those that sign in with a window or with files of other programs.
            ExcludeInteractiveBrowserCredential = true,
            ExcludeBrokerCredential = true,
            ExcludeVisualStudioCredential = true,
            ExcludeVisualStudioCodeCredential = true,
            ExcludeAzureDeveloperCliCredential = true,
            // Asked before, in this very session.
            ExcludeAzurePowerShellCredential = true,
        };
        if (tenant is not null) options.TenantId = tenant;
        return Configured(options, cloud);
    }
}
