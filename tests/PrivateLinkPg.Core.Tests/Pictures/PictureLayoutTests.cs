using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Pictures;

public sealed class PictureLayoutTests
{
    [Fact]
    public void Places_that_are_free_stay_and_others_share_the_way_apart()
    {
        Assert.Equal([0, 10, 30], PictureLayout.Spread([0, 10, 30], 10));
        Assert.Equal([-5, 5], PictureLayout.Spread([0, 0], 10));
        Assert.Equal([-10, 0, 10, 50], PictureLayout.Spread([0, 0, 0, 50], 10));
    }

    [Fact]
    public void Spread_places_keep_their_distance_and_their_centre()
    {
        Random random = new(1);
        for (int round = 0; round < 200; round++)
        {
            double[] wished = [.. Enumerable.Range(0, random.Next(1, 30)).Select(_ => random.NextDouble() * 100).Order()];
            double[] places = PictureLayout.Spread(wished, 7);
            Assert.DoesNotContain(places.Zip(places.Skip(1)), pair => pair.Second - pair.First < 7 - 1e-9);
            Assert.Equal(wished.Average(), places.Average(), 6);
        }
    }

    [Fact]
    public void What_paths_share_is_drawn_once_and_amid_them()
    {
        PictureLayout layout = PictureLayout.Across(PictureGraph.Of([Drawn.Path("a"), Drawn.Path("b"), Drawn.Path("c")]));
        PlacedCard server = Assert.Single(layout.Cards, card => card.Text.Station.Kind == StationKind.Server);
        PlacedCard[] networks = [.. layout.Cards.Where(card => card.Text.Station.Kind == StationKind.Network).OrderBy(card => card.Y)];
        Assert.Equal(["a", "b", "c"], networks.Select(card => card.Text.Station.Name));
        Assert.Equal(networks[1].Y, server.Y);
    }

    [Fact]
    public void A_record_that_is_right_for_one_path_and_wrong_for_another_is_two_cards()
    {
        LinkPath right = Drawn.Path("a"), wrong = Drawn.Path("b");
        wrong = wrong with { Stations = [.. wrong.Stations.Select(each => each.Kind == StationKind.Record ? each with { State = StationState.Broken, Word = "Leads elsewhere" } : each)] };
        PictureGraph graph = PictureGraph.Of([right, wrong]);
        Assert.Equal(2, graph.Nodes.Count(node => node.Station.Kind == StationKind.Record));
        Assert.Single(graph.Nodes, node => node.Station.Kind == StationKind.Server);
    }

    [Fact]
    public void No_two_cards_meet_whatever_the_paths_share()
    {
        Random random = new(2);
        for (int round = 0; round < 50; round++)
        {
            LinkPath[] paths = [.. Enumerable.Range(0, random.Next(1, 25)).Select(_ => Drawn.Path($"vnet-{random.Next(6)}", $"pg-{random.Next(4)}", test: random.Next(2) == 0))];
            PictureLayout layout = PictureLayout.Across(PictureGraph.Of(paths));
            foreach (PlacedCard card in layout.Cards)
            {
                Assert.InRange(card.X, 0, layout.Width - card.Text.Width);
                Assert.InRange(card.Y, 0, layout.Height - layout.CardHeight);
                Assert.DoesNotContain(layout.Cards, other => other != card && other.X == card.X && Math.Abs(other.Y - card.Y) < layout.CardHeight);
            }
            AssertEach.All(layout.Lines, line => Assert.True(line.From.X + line.From.Text.Width < line.To.X));
        }
    }

    [Fact]
    public void A_stacked_path_runs_down()
    {
        PictureLayout layout = PictureLayout.Stacked(Drawn.Path(test: true));
        Assert.Equal(Enum.GetValues<StationKind>(), layout.Cards.OrderBy(card => card.Y).Select(card => card.Text.Station.Kind));
        Assert.Single(layout.Cards.Select(card => card.X).Distinct());
    }

    [Theory]
    [InlineData(nameof(StationState.Good), nameof(StationState.Good), "Passes Passes Passes Passes Passes")]
    [InlineData(nameof(StationState.Missing), nameof(StationState.Good), "Stops Beyond Beyond Beyond Beyond")]
    [InlineData(nameof(StationState.Good), nameof(StationState.Waiting), "Passes Passes Passes Stops Beyond")]
    [InlineData(nameof(StationState.Unknown), nameof(StationState.Waiting), "Unsure Unsure Unsure Stops Beyond")]
    public void Lines_tell_how_far_traffic_gets(string link, string connection, string expected) =>
        Assert.Equal(expected, string.Join(' ', PictureGraph.Of([Drawn.Path(link: Enum.Parse<StationState>(link), connection: Enum.Parse<StationState>(connection))]).Lines.Select(line => line.Flow)));

    [Fact]
    public void A_passed_test_makes_up_for_what_could_not_be_read()
    {
        LinkPath path = Drawn.Path(link: StationState.Unknown, test: true);
        Assert.Equal(StationState.Good, path.State);
        AssertEach.All(PictureGraph.Of([path]).Lines, line => Assert.Equal(LineFlow.Passes, line.Flow));
    }
}
