namespace PrivateLinkPg.Contexts;

/// <summary>The account of Azure CLI on this machine.</summary>
/// <param name="profilePath">Where Azure CLI keeps which subscription is its default.</param>
internal sealed class AzureCliSignIn(string profilePath) : SignInMethod
{
    /// <summary>With the profile of this user.</summary>
    public static AzureCliSignIn OfUser() => new(Path.Combine(
        Environment.GetEnvironmentVariable("AZURE_CONFIG_DIR") is { Length: > 0 } folder ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".azure"),
        "azureProfile.json"));

    public override string AccountType => "User";

    public override string? DefaultSubscription
    {
        get
        {
            try
            {
                using FileStream file = File.OpenRead(profilePath);
                // Through a reader: the file begins with a byte order mark.
                using JsonDocument profile = JsonDocument.Parse(new StreamReader(file).ReadToEnd());
                return profile.RootElement.GetProperty("subscriptions").EnumerateArray()
                    .Where(subscription => subscription.GetProperty("isDefault").GetBoolean())
                    .Select(subscription => subscription.GetProperty("id").GetString()).FirstOrDefault();
            }
            catch (Exception e) when (
                e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException or InvalidOperationException)
            {
                return null; // Not to be read: the first enabled subscription will do.
            }
        }
    }

    public override TokenCredential Credential(AzureCloud cloud, string? tenant, TimeProvider clock) =>
        new AzureCliCredential(new AzureCliCredentialOptions { TenantId = tenant });
}
