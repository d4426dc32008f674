using PrivateLinkPg.Sandbox.State;

namespace PrivateLinkPg.Sandbox.Tests.Arm;

/// <summary>How long an operation can be asked for once it has ended.</summary>
public class OperationTableTests
{
    private readonly ManualTime time = new();
    private readonly OperationTable table;

    public OperationTableTests() => table = new OperationTable(time);

    private void Add(int number)
    {
        var now = time.GetUtcNow();
        table.Add(new Operation
        {
            Id = Guid.NewGuid(), Family = OperationFamily.Network, StatusPath = $"/operations/{number}", ResultPath = $"/operationResults/{number}",
            ApiVersion = "2025-01-01", Started = now, Due = now,
        });
    }

    private bool IsKnown(int number) => table.TryGet($"/operations/{number}", out _) && table.TryGet($"/operationResults/{number}", out _);

    [Fact]
    public void An_operation_is_found_for_an_hour_after_its_end_however_many_others_end_meanwhile()
    {
        for (var i = 0; i < 20_000; i++) Add(i);
        time.Advance(TimeSpan.FromMinutes(59));
        Add(-1);
        Assert.True(IsKnown(0));

        time.Advance(TimeSpan.FromMinutes(2));
        Add(-2);

        Assert.False(IsKnown(0) || IsKnown(19_999));
        Assert.True(IsKnown(-1) && IsKnown(-2));
    }

    [Fact]
    public void A_sandbox_does_not_grow_without_end_within_the_hour()
    {
        for (var i = 0; i <= 200_000; i++) Add(i);

        Assert.False(IsKnown(0));
        Assert.True(IsKnown(1) && IsKnown(200_000));
    }

    [Fact]
    public void The_hour_begins_when_an_operation_ends()
    {
        table.Add(new Operation
        {
            Id = Guid.NewGuid(), Family = OperationFamily.Network, StatusPath = "/operations/1", ResultPath = "/operationResults/1",
            ApiVersion = "2025-01-01", Started = time.GetUtcNow(), Due = time.GetUtcNow() + TimeSpan.FromMinutes(90),
        });
        time.Advance(TimeSpan.FromMinutes(91));
        table.Settle(() => { });
        time.Advance(TimeSpan.FromMinutes(30));
        Add(2);

        Assert.True(IsKnown(1));
    }
}
