using System.Text.RegularExpressions;
using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Pictures;

public sealed class MermaidTextTests
{
    [Fact]
    public void Stations_lines_and_states_are_there()
    {
        string text = MermaidText.Write([Drawn.Path(connection: StationState.Waiting)]);
        Assert.StartsWith("flowchart LR\n", text, StringComparison.Ordinal);
        Assert.Contains("n1([\"Virtual network<br/><b>vnet-client</b><br/>10.0.0.0/16<br/>✓ There\"]):::good", text, StringComparison.Ordinal);
        Assert.Contains("n6[(\"Flexible server<br/><b>pg-orders</b><br/>✓ Ready\")]:::good", text, StringComparison.Ordinal);
        Assert.Contains("n1 ==> n2", text, StringComparison.Ordinal);
        Assert.Contains("n4 --x|\"…\"| n5", text, StringComparison.Ordinal);
        Assert.Contains("n5 -.-> n6", text, StringComparison.Ordinal);
        Assert.Contains("classDef waiting ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_of_a_name_becomes_markup()
    {
        string text = MermaidText.Write([Drawn.HostilePath()]);
        string rest = Regex.Replace(text, "#[0-9]+;", "");
        Assert.DoesNotContain("<script", text, StringComparison.OrdinalIgnoreCase);
        // All that is left are the tags and quotes of our own.
        Assert.Empty(Regex.Replace(rest, "<br/>|</?b>", "").Where(each => each is '<' or '>' or '`' or '&' or '\'').Except("> "));
        AssertEach.All(rest.Split('\n').Where(line => line.Contains(":::", StringComparison.Ordinal)), line => Assert.Equal(2, line.Count(each => each == '"')));
    }
}
