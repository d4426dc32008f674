namespace PrivateLinkPg.Core.Tests.Contexts;

/// <summary>Objects with the public properties of Az PowerShell's.</summary>
internal static class AzObjects
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string Development = "aaaaaaaa-0000-0000-0000-000000000001";

    public static object Context(string account = "me@contoso.com", string type = "User", object? subscription = null, object? environment = null) => new
    {
        Name = "development",
        Account = new { Id = account, Type = type },
        Environment = environment ?? PublicCloud,
        Subscription = subscription ?? new { Id = Development, Name = "development", TenantId = Tenant },
        Tenant = new { Id = Tenant },
    };

    public static object WithoutSubscription { get; } = new
    {
        Name = "tenant only",
        Account = new { Id = "me@contoso.com", Type = "User" },
        Environment = PublicCloud,
        Subscription = (object?)null,
        Tenant = new { Id = Tenant },
    };

    public static object PublicCloud => new
    {
        Name = "AzureCloud",
        ResourceManagerUrl = "https://management.azure.com/",
        ActiveDirectoryAuthority = "https://login.microsoftonline.com/",
        ActiveDirectoryServiceEndpointResourceId = "https://management.core.windows.net/",
    };
}
