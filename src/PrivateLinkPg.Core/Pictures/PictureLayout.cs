namespace PrivateLinkPg.Pictures;

/// <summary>A station's card, with its upper left corner.</summary>
internal sealed record PlacedCard(CardText Text, double X, double Y);

/// <summary>A line between two cards.</summary>
internal sealed record PlacedLine(PlacedCard From, PlacedCard To, LineFlow Flow);

/// <summary>
/// Where everything of a picture stands, in SVG user units. All cards have one height; Down says that paths run from top to bottom.
/// </summary>
internal sealed record PictureLayout(
    double Width, double Height, double CardHeight, bool Down, IReadOnlyList<PlacedCard> Cards, IReadOnlyList<PlacedLine> Lines)
{
    public const double Margin = 6;
    public const double ColumnGap = 40;
    public const double RowGap = 18;
    private const double DownGap = 34;

    /// <summary>Paths side by side, from left to right; each station as near to its paths as its neighbours allow.</summary>
    public static PictureLayout Across(PictureGraph graph)
    {
        Dictionary<PictureNode, CardText> texts =
            graph.Nodes.ToDictionary(node => node, node => CardText.Of(node.Station, CardText.AcrossWidth));
        double height = texts.Values.Max(text => text.Height);
        double pitch = height + RowGap;
        Dictionary<PictureNode, PlacedCard> cards = [];
        foreach (IGrouping<int, PictureNode> column in graph.Nodes.GroupBy(node => node.Column))
        {
            PictureNode[] nodes = [.. column.OrderBy(node => node.Row).ThenBy(node => node.Rows[0])];
            double[] tops = Spread([.. nodes.Select(node => node.Row * pitch)], pitch);
            for (int i = 0; i < nodes.Length; i++)
                cards[nodes[i]] = new(texts[nodes[i]], Margin + column.Key * (CardText.AcrossWidth + ColumnGap), tops[i]);
        }
        double top = cards.Values.Min(card => card.Y);
        foreach ((PictureNode node, PlacedCard card) in cards.ToArray()) cards[node] = card with { Y = card.Y - top + Margin };
        return new(
            cards.Values.Max(card => card.X) + CardText.AcrossWidth + Margin, cards.Values.Max(card => card.Y) + height + Margin, height,
            Down: false,
            [.. graph.Nodes.Select(node => cards[node])],
            [.. graph.Lines.Select(line => new PlacedLine(cards[line.From], cards[line.To], line.Flow))]);
    }

    /// <summary>One path from top to bottom, for narrow screens.</summary>
    public static PictureLayout Stacked(LinkPath path)
    {
        PictureGraph graph = PictureGraph.Of([path]);
        CardText[] texts = [.. graph.Nodes.Select(node => CardText.Of(node.Station, CardText.DownWidth))];
        double height = texts.Max(text => text.Height);
        PlacedCard[] cards = [.. texts.Select((text, index) => new PlacedCard(text, Margin, Margin + index * (height + DownGap)))];
        return new(
            CardText.DownWidth + 2 * Margin, cards[^1].Y + height + Margin, height, Down: true,
            cards, [.. graph.Lines.Select(line => new PlacedLine(cards[line.From.Column], cards[line.To.Column], line.Flow))]);
    }

    /// <summary>
    /// Moves places that are too near apart, all of them together as little as possible (least squares), and keeps their order.
    /// </summary>
    /// <param name="wished">Where each would best be, in ascending order.</param>
    /// <param name="distance">The least distance between two.</param>
    internal static double[] Spread(IReadOnlyList<double> wished, double distance)
    {
        // Without the distance that every place needs it is the regression to an ascending row: neighbours that are not, share their mean.
        List<(double Sum, int Count)> blocks = [];
        for (int i = 0; i < wished.Count; i++)
        {
            blocks.Add((wished[i] - i * distance, 1));
            while (blocks is [.., var before, var last] && before.Sum / before.Count > last.Sum / last.Count)
            {
                blocks.RemoveAt(blocks.Count - 1);
                blocks[^1] = (before.Sum + last.Sum, before.Count + last.Count);
            }
        }
        return [.. blocks.SelectMany(block => Enumerable.Repeat(block.Sum / block.Count, block.Count))
            .Select((place, i) => place + i * distance)];
    }
}
