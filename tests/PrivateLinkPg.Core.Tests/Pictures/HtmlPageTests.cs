using System.Xml.Linq;
using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Pictures;

public sealed class HtmlPageTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 0, TimeSpan.Zero);

    [Fact]
    public void The_page_loads_nothing_and_runs_nothing()
    {
        string page = HtmlPage.Write([Drawn.HostilePath(), Drawn.Path(test: true)], Now);
        XElement html = Parse(page);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
        Assert.DoesNotContain(html.Descendants(), each => each.Name.LocalName is "script" or "link" or "img" or "iframe" or "image" or "object");
        AssertEach.All(html.Descendants().Attributes().Where(each => each.Name.LocalName is "href" or "src"), each => Assert.StartsWith("#", each.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(html.Descendants().Attributes(), each => each.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain("url(", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        string page = HtmlPage.Write([Drawn.HostilePath()], Now);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", page, StringComparison.Ordinal);
        Assert.Contains("<script>alert(1)</script>", Parse(page).Element("head")!.Element("title")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_picture_has_a_name_and_a_description_of_its_own()
    {
        XElement html = Parse(HtmlPage.Write([Drawn.Path("a"), Drawn.Path("b", link: StationState.Missing)], Now));
        XElement[] pictures = [.. html.Descendants("svg").Where(each => (string?)each.Attribute("role") == "img")];
        Assert.Equal(3, pictures.Length);
        AssertEach.All(pictures, picture => Assert.Equal(
            (string?)picture.Attribute("aria-labelledby"), $"{(string?)picture.Element("title")!.Attribute("id")} {(string?)picture.Element("desc")!.Attribute("id")}"));
        Assert.Contains("DNS zone link privatelink.postgres.database.azure.com Missing", pictures[0].Element("desc")!.Value, StringComparison.Ordinal);
        string[] ids = [.. html.Descendants().Attributes("id").Select(each => each.Value)];
        Assert.Equal(ids.Distinct(), ids);
        AssertEach.All(html.Descendants("use"), use => Assert.Contains(((string)use.Attribute("href")!)[1..], ids));
    }

    [Fact]
    public void No_two_states_share_a_shape()
    {
        XElement symbols = SvgShapes.Definitions();
        string[] shapes = [.. Enum.GetValues<StationState>().Select(state => string.Concat(symbols.Elements("symbol").Single(each => (string?)each.Attribute("id") == SvgShapes.Glyph(state)).Elements("path").Select(path => path.ToString())))];
        Assert.Equal(shapes.Length, shapes.Distinct().Count());
    }

    [Fact]
    public void The_words_say_all_that_the_picture_says()
    {
        string words = Parse(HtmlPage.Write([Drawn.Path(connection: StationState.Waiting, test: true)], Now)).Descendants("ol").First().Value;
        foreach (Station station in Drawn.Path(connection: StationState.Waiting, test: true).Stations)
        {
            Assert.Contains(station.Name, words, StringComparison.Ordinal);
            Assert.Contains(station.Word, words, StringComparison.Ordinal);
        }
        Assert.Contains("Approve-PgEndpointConnection", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_many_paths_those_that_are_open_are_folded()
    {
        XElement html = Parse(HtmlPage.Write([Drawn.Path("a"), Drawn.Path("b"), Drawn.Path("c"), Drawn.Path("d", connection: StationState.Broken)], Now));
        Assert.Equal([false, false, false, true], html.Descendants("details").Select(each => each.Attribute("open") is not null));
        Assert.Equal("1 broken, 3 open of 4 paths.", html.Descendants("h1").Single().Value);
    }

    private static XElement Parse(string page)
    {
        XElement html = XDocument.Parse(page).Root!;
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        // HTML reads <p/> as a <p> that never ends.
        Assert.DoesNotContain(html.Descendants(), each => each.IsEmpty && each.Name.LocalName is not ("meta" or "wbr" or "path" or "use" or "rect" or "circle"));
        return html;
    }
}
