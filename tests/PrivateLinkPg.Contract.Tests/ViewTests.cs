using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PrivateLinkPg.Contract.Tests.Support;

namespace PrivateLinkPg.Contract.Tests;

public sealed partial class ViewTests(CommandsFixture commands) : IClassFixture<CommandsFixture>
{
    private static readonly XElement[] Views =
        [.. XDocument.Parse(Repository.Text("src/PrivateLinkPg.Cmdlets/PrivateLinkPg.format.ps1xml")).Descendants("View")];

    private static readonly XElement[] Types =
        [.. XDocument.Parse(Repository.Text("src/PrivateLinkPg.Cmdlets/PrivateLinkPg.types.ps1xml")).Descendants("Type")];

    [Fact]
    public void Every_output_type_has_a_table_and_a_list() => AssertEach.All(
        commands.All.SelectMany(command => command.OutputTypes).Where(type => type.Namespace == "PrivateLinkPg.Models").DistinctBy(type => type.FullName),
        type =>
        {
            Assert.True(Views.Any(view => TypeOf(view) == type.FullName && view.Element("TableControl") is not null), $"{type.Name} has no table view.");
            Assert.True(Views.Any(view => TypeOf(view) == type.FullName && view.Element("ListControl") is not null), $"{type.Name} has no list view.");
        });

    // Of an object after others of another type PowerShell lists all properties, unless the type says which.
    [Fact]
    public void Every_output_type_says_what_is_shown_of_it_after_others() => AssertEach.All(
        commands.All.SelectMany(command => command.OutputTypes).Where(type => type.Namespace == "PrivateLinkPg.Models").DistinctBy(type => type.FullName),
        type =>
        {
            XElement shown = Assert.Single(Types, each => each.Element("Name")!.Value == type.FullName).Descendants("PropertySet").Single();
            string[] names = [.. shown.Element("ReferencedProperties")!.Elements("Name").Select(name => name.Value)];
            Assert.InRange(names.Length, 3, 9);
            AssertEach.All(names, name => Assert.NotNull(type.GetProperty(name)));
        });

    [Fact]
    public void No_view_is_there_twice() =>
        Assert.Equal(Views.Length, Views.Select(view => view.Element("Name")!.Value).Distinct().Count());

    [Fact]
    public void Tables_have_at_most_five_columns_and_a_header_for_each() => AssertEach.All(Views.Where(view => view.Element("TableControl") is not null), view =>
    {
        int columns = view.Descendants("TableColumnItem").Count();
        Assert.InRange(columns, 1, 5);
        Assert.Equal(columns, view.Descendants("TableColumnHeader").Count());
    });

    [Fact]
    public void Lists_show_every_property() => AssertEach.All(Views.Where(view => view.Element("ListControl") is not null), view =>
        Assert.Equal(
            Model(view).GetProperties().Select(property => property.Name),
            view.Descendants("ListItem").Select(item => item.Element("Label")?.Value ?? item.Element("PropertyName")!.Value)));

    [Fact]
    public void Views_name_types_and_properties_that_exist()
    {
        IEnumerable<(XElement View, string Name)> named = Views.SelectMany(view => view.Descendants("PropertyName").Select(element => element.Value)
            .Concat(view.Descendants("ScriptBlock").SelectMany(script => PropertyOfItem().Matches(script.Value)).Select(match => match.Groups[1].Value))
            .Select(name => (view, name)));
        AssertEach.All(named, each => Assert.True(
            Model(each.View).GetProperty(each.Name) is not null || typeof(Models.PgConnectionStep).GetProperty(each.Name) is not null,
            $"{each.View.Element("Name")!.Value} shows {each.Name}, which {Model(each.View).Name} has not."));
    }

    [Fact]
    public void Views_call_methods_that_exist() => AssertEach.All(Views.Descendants("ScriptBlock").SelectMany(script => Call().Matches(script.Value)), call =>
        Assert.NotNull(typeof(Cmdlets.Base.PrivateLinkCmdlet).Assembly.GetType(call.Groups[1].Value)?.GetMethod(call.Groups[2].Value, BindingFlags.Public | BindingFlags.Static)));

    private static Type Model(XElement view) =>
        typeof(Models.PgConnectionTest).Assembly.GetType(TypeOf(view)) ?? throw new InvalidOperationException($"{TypeOf(view)} does not exist.");

    private static string TypeOf(XElement view) => view.Element("ViewSelectedBy")!.Element("TypeName")!.Value;

    [GeneratedRegex(@"\$_\.(\w+)")]
    private static partial Regex PropertyOfItem();

    [GeneratedRegex(@"\[([\w.]+)\]::(\w+)\(")]
    private static partial Regex Call();
}
