namespace PrivateLinkPg.Arm;

/// <summary>
/// The calls to Azure, one method a call, one file a resource family.
/// </summary>
internal sealed partial class ArmGateway(AzureConnection connection, TimeProvider clock, Action<ArmTrace> trace)
{
    private readonly ArmPipeline _pipeline = new(connection, trace, clock: clock);

    /// <summary>Under whose name the calls are made.</summary>
    public AzureConnection Connection { get; } = connection;
}
