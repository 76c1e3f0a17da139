import type { Area } from '../model/layout.ts';
import type { Ui } from '../model/ui.ts';
import type { View } from '../session/view.ts';
import type { Theme } from './theme.ts';

/** All that a pane is drawn from. */
export interface PaneInput {
  readonly view: View;
  readonly ui: Ui;
  readonly theme: Theme;
  readonly area: Area;
  readonly isFocused: boolean;
}
