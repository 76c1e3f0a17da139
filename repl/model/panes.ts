/** Panes by the number that reaches them; the log of calls has a key of its own. */
export const PANES = ['price', 'equity', 'events', 'state', 'watch', 'why', 'log'] as const;
export type Pane = (typeof PANES)[number];

export const TITLES: Readonly<Record<Pane, string>> = {
  price: 'Price',
  equity: 'Equity',
  events: 'Events',
  state: 'State',
  watch: 'Watch',
  why: 'Why',
  log: 'Calls',
};

/** What the tab of a pane and its frame say in front of its title: `1` for the first. */
export function paneNumber(pane: Pane): string {
  return pane === 'log' ? '@' : String(PANES.indexOf(pane) + 1);
}
