using System.Management.Automation;
using System.Reflection;
using PrivateLinkPg.Contract.Tests.Support;
using PrivateLinkPg.HelpGen.Metadata;

namespace PrivateLinkPg.Contract.Tests;

public sealed class CommandTests(CommandsFixture commands) : IClassFixture<CommandsFixture>
{
    private static readonly string[] WritingVerbs = ["New", "Set", "Remove", "Approve", "Deny", "Repair", "Update", "Add", "Clear"];

    // New-PgPrivateLinkRequest makes a text.
    private static readonly string[] WritesNothing = ["New-PgPrivateLinkRequest"];

    [Fact]
    public void The_manifest_exports_exactly_the_cmdlets_there_are() =>
        Assert.Equal(commands.All.Select(command => command.Name), Manifest.Cmdlets.Order(StringComparer.Ordinal));

    [Fact]
    public void The_manifest_exports_nothing_by_wildcard() => Assert.DoesNotContain("'*'", Repository.Text("PrivateLinkPg.psd1"));

    [Fact]
    public void Verbs_are_approved()
    {
        string[] approved = [.. typeof(VerbsCommon).Assembly.GetExportedTypes()
            .Where(type => type.Name.StartsWith("Verbs", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(field => field.Name)];
        AssertEach.All(commands.All, command => Assert.Contains(command.Verb, approved));
    }

    // What somebody wrote or chose, to be taken letter by letter: paths, messages, and names that a server knows.
    private static readonly string[] TakenAsGiven =
    [
        "AccountUrl", "CaCertificate", "CertificatePath", "ClientCertificate", "ClientKey", "ConnectionName", "Database", "Description", "EntraUser",
        "Environment", "FederatedTokenFile", "Path", "RequestMessage", "ResourceManagerUrl", "RootCertificate", "UserName",
    ];

    [Fact]
    public void Names_and_ids_are_read_as_people_paste_them()
    {
        ParameterFacts[] texts = [.. commands.All.SelectMany(command => command.Parameters).Where(parameter =>
            parameter.Property is not null && parameter.AllowedValues.Count == 0
            && (parameter.Type.FullName is "System.String" or "System.String[]" || parameter.Name.EndsWith("SubscriptionId", StringComparison.Ordinal)))];
        string[] exact = [.. texts.Where(parameter => !Attributes.Of(parameter.Property!, "PastedTextAttribute").Any())
            .Select(parameter => parameter.Name).Distinct().Order(StringComparer.Ordinal)];
        Assert.Equal(TakenAsGiven, exact);
        Assert.True(texts.Length > 40, $"{texts.Length} parameters are looked at.");
    }

    [Fact]
    public void Nouns_are_singular_and_carry_the_prefix() => AssertEach.All(commands.All, command =>
    {
        Assert.StartsWith("Pg", command.Noun);
        Assert.False(command.Noun.EndsWith('s') && !command.Noun.EndsWith("ss", StringComparison.Ordinal), $"{command.Noun} is a plural.");
    });

    [Fact]
    public void Each_cmdlet_has_a_file_of_its_own_named_like_its_class()
    {
        string[] files = [.. Repository.Files("src/PrivateLinkPg.Cmdlets/Commands").Select(path => Path.GetFileNameWithoutExtension(path)!)];
        Assert.Equal(commands.All.Select(command => command.Type.Name).Order(StringComparer.Ordinal), files.Order(StringComparer.Ordinal));
        AssertEach.All(commands.All, command => Assert.Equal(command.Name.Replace("-", "") + "Command", command.Type.Name));
    }

    [Fact]
    public void What_writes_asks_ShouldProcess() => AssertEach.All(
        commands.All.Where(command => WritingVerbs.Contains(command.Verb) && !WritesNothing.Contains(command.Name)),
        command => Assert.True(command.SupportsShouldProcess, $"{command.Name} writes: SupportsShouldProcess = true."));

    [Fact]
    public void Removal_and_denial_have_high_impact() => AssertEach.All(
        commands.All.Where(command => command.Verb is "Remove" or "Deny"),
        command => Assert.Equal((int)ConfirmImpact.High, Attributes.Of(command.Type, "CmdletAttribute").Single().Named<int>("ConfirmImpact")));

    [Fact]
    public void Commands_say_what_they_put_out() => AssertEach.All(
        commands.All.Where(command => command.Verb is not ("Disconnect" or "Remove")),
        command => Assert.NotEmpty(command.OutputTypes));

    [Fact]
    public void Writing_commands_that_put_something_out_tell_whether_they_changed_anything() => AssertEach.All(
        commands.All.Where(command => command.SupportsShouldProcess).SelectMany(command => command.OutputTypes).Where(type => type.Namespace == "PrivateLinkPg.Models" && type.Name != "PgRemoval"),
        type => Assert.NotNull(type.GetProperty("Changed")));

    [Fact]
    public void Commands_that_talk_to_Azure_take_a_context_by_the_names_that_Az_has() => AssertEach.All(
        commands.All.Where(command => command.Noun is not "PgAzure"),
        command =>
        {
            ParameterFacts context = command.Parameters.Single(parameter => parameter.Name == "DefaultProfile");
            Assert.Equal(["AzContext", "AzureRmContext", "AzureCredential"], context.Aliases);
        });
}
