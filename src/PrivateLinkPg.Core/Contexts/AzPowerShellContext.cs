namespace PrivateLinkPg.Contexts;

/// <summary>A context of Az PowerShell, live or deserialised.</summary>
/// <param name="Original">The object itself, for Get-AzAccessToken -DefaultProfile.</param>
/// <param name="Name">How Az names it.</param>
internal sealed record AzPowerShellContext(object Original, string? Name) : AzureContext
{
    /// <summary>Reads a context by the names of its properties.</summary>
    /// <param name="given">A PSAzureContext, a profile that holds one, or what serialisation left of either.</param>
    /// <param name="property">Reads one property, null where absent.</param>
    /// <param name="environment">Finds an environment of the session by its name, or null.</param>
    /// <returns>Null where it is no context, or one that nobody is signed in with.</returns>
    public static AzPowerShellContext? Read(object given, Func<object, string, object?> property, Func<string, object?> environment)
    {
        // What serialisation left of a PgAzureContext has an account too, and no sign-in.
        if (property(given, "ResourceManagerUrl") is not null) return null;
        object context = property(given, "Context") ?? property(given, "DefaultContext") ?? given;
        object? account = property(context, "Account");
        if (Id(account) is not { } accountId) return null;
        object? subscription = property(context, "Subscription");
        return new(context, Text(property(context, "Name")))
        {
            Cloud = CloudOf(property(context, "Environment"), property, environment),
            Account = accountId,
            AccountType = AccountTypeOf(account is null ? null : Text(property(account, "Type"))),
            TenantId = Id(property(context, "Tenant")) ?? (subscription is null ? null : Text(property(subscription, "TenantId"))),
            SubscriptionId = Id(subscription),
            SubscriptionName = subscription is null or string ? null : Text(property(subscription, "Name")),
        };

        // A shallow serialisation leaves the id alone, as text.
        string? Id(object? value) => value is null ? null : Text(property(value, "Id")) ?? Text(value as string);
    }

    public override TokenCredential Open(AzPowerShell az, PipelineThread pipeline) =>
        new RenewingCredential(new AzPowerShellCredential(az, this, pipeline), TimeProvider.System);

    // Where only a name is left of the environment, the session may know it.
    private static AzureCloud CloudOf(object? given, Func<object, string, object?> property, Func<string, object?> environment)
    {
        if (given is null) return AzureCloud.Public;
        string name = Text(property(given, "Name")) ?? Text(given) ?? AzureCloud.Public.Name;
        return Cloud(given) ?? (environment(name) is { } known ? Cloud(known) : null) ?? throw Failure.EnvironmentUnknown(name);

        AzureCloud? Cloud(object from)
        {
            string? Value(string member) => Text(property(from, member));
            return AzureCloud.From(
                name, Value("ResourceManagerUrl"), Value("ActiveDirectoryServiceEndpointResourceId"), Value("ActiveDirectoryAuthority"));
        }
    }

    // The names of Az to the names of PgAzureContext.
    private static string AccountTypeOf(string? type) => type switch
    {
        "ManagedService" => "ManagedIdentity",
        "ClientAssertion" or "Certificate" => "ServicePrincipal",
        null => "User",
        _ => type,
    };

    private static string? Text(object? value) => value?.ToString() is { Length: > 0 } text ? text : null;
}
