/** How the parts of charts look, in pages and in pictures. */
export const CHART_STYLE = `
.admf-plot { font-family: var(--admf-font); font-variant-numeric: tabular-nums; }
.admf-plot path { fill: none; }
.admf-plot .grid { stroke: var(--admf-grid); }
.admf-plot .frame { stroke: var(--admf-line); }
.admf-plot text { fill: var(--admf-muted); font-size: 10.5px; }
.admf-plot .major { fill: var(--admf-text); font-weight: 600; }
.admf-plot .candle { stroke-width: 1; }
.admf-plot .candle.up { stroke: var(--admf-blue); fill: var(--admf-blue); }
.admf-plot .candle.down { stroke: var(--admf-orange); fill: var(--admf-orange); }
.admf-plot .line { stroke-width: 1.4; stroke-linejoin: round; }
.admf-plot .line0 { stroke: var(--admf-purple); }
.admf-plot .line1 { stroke: var(--admf-green); }
.admf-plot .line2 { stroke: var(--admf-red); }
.admf-plot .line3 { stroke: var(--admf-cyan); }
.admf-plot .level { stroke: var(--admf-purple); stroke-dasharray: 5 4; }
.admf-plot .level-name { fill: var(--admf-purple); }
.admf-plot .last { stroke: var(--admf-muted); stroke-dasharray: 1 3; }
.admf-plot .tag.up { fill: var(--admf-blue); }
.admf-plot .tag.down { fill: var(--admf-orange); }
.admf-plot .tag-text { fill: #fff; font-weight: 600; font-size: 11px; }
.admf-plot .future { fill: var(--admf-veil); }
.admf-plot .cursor { stroke: var(--admf-muted); stroke-dasharray: 2 2; }
.admf-plot .hidden { font-size: 10px; fill: var(--admf-muted); }
.admf-plot .held.long { fill: var(--admf-blue); fill-opacity: 0.55; }
.admf-plot .held.short { fill: var(--admf-orange); fill-opacity: 0.55; }
.admf-plot .mark .hit { fill: transparent; }
.admf-plot .mark .shape { stroke: var(--admf-paper); stroke-width: 1; }
.admf-plot .mark.buy .shape { fill: var(--admf-blue); }
.admf-plot .mark.sell .shape, .admf-plot .mark.exit .shape { fill: var(--admf-orange); }
.admf-plot .mark.signal .shape { fill: var(--admf-paper); stroke: var(--admf-purple); stroke-width: 1.8; }
.admf-plot .mark.order .shape { fill: var(--admf-paper); stroke: var(--admf-muted); stroke-width: 1.5; }
.admf-plot .mark.rejection .shape { fill: none; stroke: var(--admf-red); stroke-width: 2; }
.admf-plot .name { font-weight: 600; fill: var(--admf-text); font-size: 10px; }
.admf-plot .guess path { stroke: currentColor; stroke-width: 1.5; }
.admf-plot .guess text { fill: currentColor; font-size: 12px; font-weight: 700; }
.admf-plot .guess-right { color: var(--admf-blue); }
.admf-plot .guess-wrong { color: var(--admf-orange); }
.admf-plot .guess-neither { color: var(--admf-muted); }
.admf-plot .guess-seen { opacity: 0.45; }
.admf-plot .equity { stroke: var(--admf-blue); stroke-width: 1.5; stroke-linejoin: round; }
.admf-plot .equity-area { fill: var(--admf-blue); fill-opacity: 0.1; }
.admf-plot .drawdown { stroke: var(--admf-orange); stroke-width: 1.2; stroke-linejoin: round; }
.admf-plot .drawdown-area { fill: var(--admf-orange); fill-opacity: 0.22; }
`;
