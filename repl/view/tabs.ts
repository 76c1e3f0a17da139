import { PANES, type Pane, paneNumber, TITLES } from '../model/panes.ts';

/** The name of a pane where one is seen at a time. */
export interface Tab {
  readonly pane: Pane;
  readonly label: string;
  readonly left: number;
}

/** The row of tabs that a pane is chosen from. */
export const TAB_ROW = 1;

/** As many tabs as there is room for on a screen of this width. */
export function tabsOf(width: number): readonly Tab[] {
  const tabs: Tab[] = [];
  let left = 1;
  for (const pane of PANES) {
    const label = ` ${paneNumber(pane)} ${TITLES[pane]} `;
    if (left + label.length > width - 2) break;
    tabs.push({ pane, label, left });
    left += label.length;
  }
  return tabs;
}
