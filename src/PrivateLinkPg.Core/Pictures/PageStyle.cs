namespace PrivateLinkPg.Pictures;

/// <summary>The styles of a page: light and dark by the reader's choice, one column on a phone, large on a projector, plain on paper.</summary>
internal static class PageStyle
{
    // Written without '<', '>' and '&', which an XML writer would escape and a browser would not read back in a style element.
    public const string Css = """

        :root {
          color-scheme: light dark;
          --page: #f4f6f8; --card: #ffffff; --ink: #15202b; --soft: #55636f; --rule: #cbd4db; --code: #eef2f5;
          --good: #14794a; --waiting: #8a5a00; --missing: #a33b0f; --broken: #b3202c; --unknown: #5a6773;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #0e141a; --card: #17202a; --ink: #e7edf2; --soft: #a3b2bf; --rule: #35434f; --code: #0e141a;
            --good: #4fc98f; --waiting: #e5b53c; --missing: #ff9e6b; --broken: #ff7d78; --unknown: #a3b2bf;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0 auto; padding: clamp(16px, 2.5vw, 48px); max-width: 1900px; background: var(--page); color: var(--ink); overflow-wrap: anywhere;
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif;
        }
        .symbols { position: absolute; }
        .good { --state: var(--good); } .waiting { --state: var(--waiting); } .missing { --state: var(--missing); }
        .broken { --state: var(--broken); } .unknown { --state: var(--unknown); }
        .fill { fill: currentColor; } .cut { fill: none; stroke: var(--card); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
        .stroke, .dashes { fill: none; stroke: currentColor; stroke-width: 1.5; stroke-linecap: round; stroke-linejoin: round; }
        .dashes { stroke-dasharray: 2.6 2.6; stroke-linecap: butt; }
        .glyph { color: var(--state); } .icon { color: var(--soft); }
        svg.glyph { width: 1.15em; height: 1.15em; flex: none; vertical-align: -0.18em; }

        header { display: flex; gap: 16px; align-items: flex-start; margin-bottom: clamp(16px, 2vw, 32px); }
        header svg.glyph { width: clamp(28px, 3vw, 44px); height: clamp(28px, 3vw, 44px); margin-top: 2px; --card: var(--page); }
        header div { min-width: 0; }
        h1 { margin: 0; font-size: clamp(1.35rem, 2.4vw, 2.4rem); line-height: 1.2; }
        h2 { margin: 0; font-size: 1.2rem; line-height: 1.3; } h3 { margin: 20px 0 8px; font-size: 1rem; }
        .told { margin: 6px 0 0; color: var(--soft); }
        figure { margin: 0; }
        figure svg { display: block; max-width: 100%; height: auto; }
        .wide { margin-bottom: clamp(20px, 2.5vw, 40px); } .wide svg { width: 100%; max-width: 1700px; margin: 0 auto; }
        .narrow { display: none; }

        .box { fill: var(--card); stroke: var(--rule); stroke-width: 1.2; }
        .card.good .box { stroke: var(--good); } .card.waiting .box { stroke: var(--waiting); stroke-width: 2.4; }
        .card.broken .box { stroke: var(--broken); stroke-width: 2.8; }
        .card.missing .box { stroke: var(--missing); stroke-width: 2.4; stroke-dasharray: 7 5; }
        .label { font-size: 11px; font-weight: 600; fill: var(--soft); }
        .name { font-size: 13.5px; font-weight: 650; fill: var(--ink); } .detail { font-size: 12px; fill: var(--soft); }
        .word { font-size: 12.5px; font-weight: 650; fill: var(--state); }
        .line { fill: none; stroke: var(--good); stroke-width: 2.6; } .arrow { fill: var(--good); }
        .line.stops { stroke: var(--soft); stroke-width: 2; } .arrow.stops { fill: var(--soft); }
        .line.unsure { stroke: var(--soft); stroke-width: 2; stroke-dasharray: 8 6; } .arrow.unsure { fill: var(--soft); }
        .line.beyond { stroke: var(--rule); stroke-width: 2; stroke-dasharray: 2 6; stroke-linecap: round; } .arrow.beyond { fill: var(--rule); }
        .clearing { fill: var(--page); } .stop { --card: var(--page); }

        .path { background: var(--card); border: 1px solid var(--rule); border-radius: 14px; padding: clamp(14px, 1.6vw, 28px); margin-bottom: 20px; }
        summary { cursor: pointer; } summary h2 { display: inline; }
        .verdict { margin: 6px 0 16px; color: var(--soft); }
        ol { list-style: none; margin: 0; padding: 0; }
        .stations { display: grid; gap: 10px 28px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); }
        .stations li { display: flex; gap: 12px; padding: 10px 0; border-top: 1px solid var(--rule); }
        .stations svg.glyph, .steps svg.glyph { margin-top: 4px; }
        .stations div, .steps div { min-width: 0; }
        .stations p, .steps p { margin: 2px 0 0; }
        .kind { color: var(--soft); font-size: .85rem; } .state { color: var(--state); font-weight: 650; }
        .stations .remedy { margin-top: 6px; padding-left: 10px; border-left: 3px solid var(--state); } .remedy code { display: block; margin-top: 4px; padding: 6px 8px; background: var(--code); border-radius: 5px; color: var(--ink); }
        code { font: .8rem/1.45 ui-monospace, "Cascadia Mono", Consolas, "Liberation Mono", monospace; color: var(--soft); }
        .steps { display: grid; gap: 6px 28px; grid-template-columns: repeat(auto-fill, minmax(min(100%, 240px), 1fr)); }
        .steps li { display: flex; gap: 10px; } .steps p { color: var(--soft); font-size: .85rem; }
        .legend { display: flex; flex-wrap: wrap; gap: 6px 22px; color: var(--soft); font-size: .9rem; } .legend svg.glyph { --card: var(--page); margin-right: 6px; }

        @media (max-width: 1080px) {
          .wide { display: none; } .narrow { display: block; margin: 0 auto 16px; max-width: 420px; } .narrow svg { width: 100%; }
          .narrow .clearing { fill: var(--card); } .narrow .stop { --card: inherit; }
        }
        @media (min-width: 1700px) { body { font-size: 18px; } }
        @media print { body { padding: 0; } .path { break-inside: avoid; } }

        """;
}
