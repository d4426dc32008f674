using System.Text.Json;
using System.Text.RegularExpressions;
using PrivateLinkPg.Core.Tests.Support;
using PrivateLinkPg.Pictures;

namespace PrivateLinkPg.Core.Tests.Pictures;

/// <summary>The page as a browser draws it.</summary>
public sealed partial class RenderedPageTests
{
    // Asks the browser for what it drew. The page itself runs no script, so the copy under test loses that rule.
    private const string Question = """
        <script>
        addEventListener('load', () => {
          const seen = e => e.getClientRects().length > 0;
          const answer = {
            overflow: document.documentElement.scrollWidth - innerWidth,
            pictures: [...document.querySelectorAll('svg[role=img]')].filter(seen).length,
            texts: 0, outside: [], faint: [], glyphs: 0,
          };
          const light = c => { const v = c.match(/[\d.]+/g).slice(0, 3).map(x => x / 255).map(x => x <= .04045 ? x / 12.92 : ((x + .055) / 1.055) ** 2.4); return .2126 * v[0] + .7152 * v[1] + .0722 * v[2]; };
          for (const card of [...document.querySelectorAll('.card')].filter(seen)) {
            const box = card.querySelector('.box').getBoundingClientRect(), ground = light(getComputedStyle(card.querySelector('.box')).fill);
            for (const text of card.querySelectorAll('text')) {
              answer.texts++;
              const r = text.getBoundingClientRect();
              if (r.left < box.left || r.right > box.right || r.top < box.top || r.bottom > box.bottom) answer.outside.push(text.textContent);
              const ink = light(getComputedStyle(text).fill), contrast = (Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05);
              if (contrast < 4.5) answer.faint.push(text.textContent + ' ' + contrast.toFixed(2));
            }
            const glyph = card.querySelector('.glyph').getBoundingClientRect();
            if (glyph.width > 8) answer.glyphs++;
          }
          answer.cards = [...document.querySelectorAll('.card')].filter(seen).length;
          document.documentElement.setAttribute('data-answer', btoa(unescape(encodeURIComponent(JSON.stringify(answer)))));
        });
        </script>
        """;

    private static readonly LinkPath[] AllStates =
    [
        Drawn.Path("vnet-a-with-a-name-that-is-as-long-as-azure-lets-it-be-0123456789-0123", "pg-orders"),
        Drawn.Path("WWWWWWWWWWWWWWWWWWWWWWWW", "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm", StationState.Missing, StationState.Waiting),
        Drawn.Path("vnet-b", "pg-orders", connection: StationState.Broken, test: true),
        Drawn.Path("vnet-c", "pg-orders", link: StationState.Unknown),
        Drawn.HostilePath(),
    ];

    [PeerTheory<Chromium>]
    [InlineData(390, false)]
    [InlineData(390, true)]
    [InlineData(1280, false)]
    [InlineData(1920, true)]
    public async Task Every_text_lies_within_its_card_and_can_be_read(int width, bool dark)
    {
        Answer answer = await AskAsync(width, dark);
        Assert.Empty(answer.Outside);
        Assert.Empty(answer.Faint);
        Assert.Equal(answer.Cards, answer.Glyphs);
        Assert.True(answer.Cards > 20 && answer.Texts > 3 * answer.Cards, $"{answer.Cards} cards, {answer.Texts} texts");
        // A phone shows each path by itself, a screen all in one picture.
        Assert.Equal(width < 1080 ? AllStates.Length : 1, answer.Pictures);
        Assert.True(answer.Overflow <= 0, $"The page is {answer.Overflow} px wider than the screen.");
    }

    [PeerTheory<Chromium>]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_page_is_drawn_in_the_scheme_of_the_reader(bool dark)
    {
        string page = Write(HtmlPage.Write([Drawn.Path()], DateTimeOffset.UnixEpoch)), shot = page + ".png";
        try
        {
            await Chromium.ScreenshotAsync(page, 1280, dark, shot);
            byte[] png = await File.ReadAllBytesAsync(shot);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], png[..4]);
            // A blank page of this size is some 6 KB.
            Assert.True(png.Length > 30_000, $"The picture has only {png.Length} bytes.");
        }
        finally
        {
            File.Delete(page);
            File.Delete(shot);
        }
    }

    private static async Task<Answer> AskAsync(int width, bool dark)
    {
        string html = Policy().Replace(HtmlPage.Write(AllStates, DateTimeOffset.UnixEpoch), "");
        string page = Write(html.Replace("<details ", "<details open=\"\" ", StringComparison.Ordinal).Replace("</body>", Question + "</body>", StringComparison.Ordinal));
        try
        {
            string dom = await Chromium.DumpAsync(page, width, dark);
            string answer = Given().Match(dom).Groups[1].Value;
            return JsonSerializer.Deserialize<Answer>(Convert.FromBase64String(answer), JsonSerializerOptions.Web)!;
        }
        finally
        {
            File.Delete(page);
        }
    }

    private static string Write(string html)
    {
        string path = Path.Combine(Path.GetTempPath(), $"page-{Guid.NewGuid():N}.html");
        File.WriteAllText(path, html);
        return path;
    }

    [GeneratedRegex("<meta http-equiv=[^>]+>")]
    private static partial Regex Policy();

    [GeneratedRegex("data-answer=\"([^\"]+)\"")]
    private static partial Regex Given();

    private sealed record Answer(double Overflow, int Pictures, int Texts, IReadOnlyList<string> Outside, IReadOnlyList<string> Faint, int Glyphs, int Cards);
}
