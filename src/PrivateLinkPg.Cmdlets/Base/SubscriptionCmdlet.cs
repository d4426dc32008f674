namespace PrivateLinkPg.Cmdlets.Base;

/// <summary>A command that talks to Azure and can be given names, which are looked up in a subscription.</summary>
public abstract class SubscriptionCmdlet : AzureCmdlet
{
    /// <summary>The subscription where names are looked up. The default is the context's. Resource ids carry their own.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SubscriptionCompleter))]
    [PastedText]
    public Guid? SubscriptionId { get; set; }

    private protected sealed override string? ChosenSubscriptionId => SubscriptionId?.ToString();
}
