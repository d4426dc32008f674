using System.Security;

namespace PrivateLinkPg.Contexts;

/// <summary>
/// Az PowerShell through its public commands. No type of it is referenced: objects are read by property name, since namespaces
/// and assemblies differ between its versions.
/// </summary>
internal sealed class AzPowerShell(IPowerShellSession session)
{
    private const string ContextCommand = "Get-AzContext";
    private const string EnvironmentCommand = "Get-AzEnvironment";
    private const string TokenCommand = "Get-AzAccessToken";

    /// <summary>Whether Az.Accounts is loaded or can be.</summary>
    public bool IsAvailable => session.HasCommand(ContextCommand);

    /// <summary>The current context of the session, or null where nobody is signed in.</summary>
    /// <exception cref="PowerShellCommandException">Get-AzContext failed.</exception>
    public AzPowerShellContext? Current() =>
        session.Invoke(ContextCommand, new Dictionary<string, object?>()) is [{ } context, ..] ? Read(context) : null;

    /// <summary>Reads a context, a profile, or what serialisation left of one; null where it is none or has no account.</summary>
    public AzPowerShellContext? Read(object given) => AzPowerShellContext.Read(given, session.Property, Environment);

    /// <summary>A token for one resource, of a tenant or of the context's own.</summary>
    /// <exception cref="PowerShellCommandException">Get-AzAccessToken failed.</exception>
    public AccessToken GetToken(object context, string resource, string? tenantId)
    {
        Dictionary<string, object?> parameters = new() { ["ResourceUrl"] = resource, ["DefaultProfile"] = context };
        if (tenantId is not null) parameters["TenantId"] = tenantId;
        // Before Az.Accounts 2.17 there is no such parameter; until 5.0 it chooses; since then it does nothing.
        if (session.HasParameter(TokenCommand, "AsSecureString")) parameters["AsSecureString"] = true;
        if (session.Invoke(TokenCommand, parameters) is [{ } answer, ..] && Token(answer) is { } token
            && session.Property(answer, "ExpiresOn") is DateTimeOffset expiresOn)
        {
            return new AccessToken(token, expiresOn);
        }
        throw new PowerShellCommandException(TokenCommand, $"{TokenCommand} gave no token for {resource}.", null);
    }

    private object? Environment(string name) =>
        session.HasCommand(EnvironmentCommand)
        && session.Invoke(EnvironmentCommand, new Dictionary<string, object?> { ["Name"] = name }) is [{ } found, ..] ? found : null;

    /// <summary>The text of a token in any of its shapes: text, SecureString, or what Get-AzAccessToken gives.</summary>
    /// <returns>Null where there is none.</returns>
    public string? Token(object given) => given switch
    {
        SecureString secure => Token(new NetworkCredential("", secure).Password),
        string plain => plain.Trim() is { Length: > 0 } token ? token : null,
        _ => session.Property(given, "Token") is { } inner and (string or SecureString) ? Token(inner) : null,
    };
}
