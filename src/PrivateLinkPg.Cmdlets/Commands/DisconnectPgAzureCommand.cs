namespace PrivateLinkPg.Cmdlets.Commands;

/// <summary>Forgets the sign-in of Connect-PgAzure in this runspace.</summary>
/// <remarks>
/// <para>Later commands go on to the next context, which may be Az PowerShell's: see Get-PgAzureContext. Contexts of Az PowerShell and of
/// other runspaces, and contexts kept in variables, stay. It is no error when nobody is signed in.</para>
/// </remarks>
/// <example>
/// <code>Disconnect-PgAzure</code>
/// <para>Forgets the context.</para>
/// </example>
/// <example>
/// <code>try { Connect-PgAzure -Identity; $serverIds | New-PgPrivateEndpoint -SubnetId $subnet.Id } finally { Disconnect-PgAzure }</code>
/// <para>Signs in for some commands only.</para>
/// </example>
/// <seealso cref="ConnectPgAzureCommand"/>
/// <seealso cref="GetPgAzureContextCommand"/>
[Cmdlet(VerbsCommunications.Disconnect, "PgAzure")]
public sealed class DisconnectPgAzureCommand : PrivateLinkCmdlet
{
    private protected override object? Input => null;

    private protected override Task RunAsync(CommandHost host) => DisconnectPgAzure.RunAsync(new RunspaceState(this), host);
}
