using PrivateLinkPg.Commands;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Failures;
using PrivateLinkPg.Models;

namespace PrivateLinkPg.Core.Tests.Commands;

public sealed class NewPgPrivateLinkRequestTests(SandboxFixture azure) : IClassFixture<SandboxFixture>
{
    private string Server => azure.Ready.Resources.FlexibleServer;

    private NewPgPrivateLinkRequestRequest Dbt => new("dbt", Server, "EMEA", null, null, [], "Text");

    private static NewPgPrivateLinkRequestRequest BigAnimal => new("BigAnimal", null, null, null, null, [], "Text");

    [Fact]
    public void The_form_of_dbt_is_filled_in_from_Azure() => Assert.Equal(
        $"""
        Subject: New Azure Multi-Tenant Private Link Request
        - Type: Azure Database for Postgres Flexible Server
        - Postgres Flexible Server name: pg-orders
        - Azure Database for Postgres Flexible Server resource ID: {Server}
        - dbt Azure multi-tenant environment: EMEA
        - Azure Postgres server region: JapanEast
        """, Text(Dbt), ignoreLineEndingDifferences: true);

    [Fact]
    public void The_account_stands_where_newer_forms_ask_for_it()
    {
        string[] lines = Text(Dbt with { AccountUrl = "https://xy123.eu1.dbt.com" }).Split('\n');
        Assert.Equal("- dbt platform account URL: https://xy123.eu1.dbt.com", lines[2]);
        Assert.Equal(7, lines.Length);
    }

    [Fact]
    public void Markdown_and_objects_say_the_same()
    {
        string markdown = Text(Dbt with { Format = "Markdown" });
        Assert.StartsWith("**Subject:** New Azure Multi-Tenant Private Link Request\n\n- **Type:** ", markdown, StringComparison.Ordinal);
        Assert.Contains($"- **Azure Database for Postgres Flexible Server resource ID:** `{Server}`", markdown, StringComparison.Ordinal);

        PgPrivateLinkRequest request = azure.Runner().One<NewPgPrivateLinkRequestRequest, PgPrivateLinkRequest>(NewPgPrivateLinkRequest.RunAsync, Dbt with { Format = "Object" });
        Assert.Equal(("dbt", Server, azure.Ready.Subscriptions.Development), (request.Vendor, request.TargetId, request.SubscriptionId));
        Assert.Equal("JapanEast", request.Field["Azure Postgres server region"]);
        Assert.Equal(Text(Dbt), request.Text);
    }

    [Fact]
    public void BigAnimal_is_told_who_will_connect()
    {
        string own = Text(BigAnimal);
        Assert.Contains($"- Azure subscription ID: {azure.Ready.Subscriptions.Test}", own, StringComparison.Ordinal);
        Assert.Contains("- Azure subscription name: test", own, StringComparison.Ordinal);

        string both = Text(BigAnimal with { ClusterId = "p-mckwlbakq5", SubscriptionId = [azure.Ready.Subscriptions.Development, azure.Ready.Subscriptions.Test] });
        Assert.Contains($"{azure.Ready.Subscriptions.Development}, {azure.Ready.Subscriptions.Test}", both, StringComparison.Ordinal);
        Assert.Contains("- Cluster ID: p-mckwlbakq5", both, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written() => Assert.Empty(azure.Runner().WritesOf(() => Text(Dbt)));

    [Fact]
    public void A_server_that_takes_no_endpoints_is_not_asked_for()
    {
        CommandFailure failure = azure.Runner().Fails(NewPgPrivateLinkRequest.RunAsync, Dbt with { Target = azure.Ready.Resources.InjectedServer });
        Assert.Equal(("ServerInVirtualNetwork", azure.Ready.Resources.InjectedServer), (failure.Id, failure.Target));
    }

    [Theory]
    [InlineData("MissingParameter")]
    [InlineData("NotForVendor")]
    [InlineData("InvalidTarget")]
    [InlineData("ConflictingParameters")]
    [InlineData("TargetNotFound")]
    [InlineData("SubscriptionNotFound")]
    [InlineData("AccessDenied")]
    public void What_is_wrong_is_said(string id)
    {
        CommandRunner runner = azure.Runner(id == "AccessDenied" ? azure.Ready.Principals.Consumer : null);
        Assert.Equal(id, runner.Fails(NewPgPrivateLinkRequest.RunAsync, id switch
        {
            "MissingParameter" => Dbt with { Environment = null },
            "NotForVendor" => Dbt with { Target = azure.Ready.Resources.PrivateLinkService },
            "InvalidTarget" => Dbt with { Target = "pg-orders" },
            "ConflictingParameters" => BigAnimal with { Target = Server },
            "TargetNotFound" => Dbt with { Target = Server + "-none" },
            "SubscriptionNotFound" => BigAnimal with { SubscriptionId = ["00000000-0000-0000-0000-000000000009"] },
            _ => Dbt,
        }).Id);
    }

    private string Text(NewPgPrivateLinkRequestRequest request) => azure.Runner().One<NewPgPrivateLinkRequestRequest, string>(NewPgPrivateLinkRequest.RunAsync, request);
}
