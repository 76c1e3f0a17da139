import { type CellGrid, type CellStyle, momentText, SPEEDS, speedText } from '../../src/index.ts';
import { moneyText } from '../model/numbers.ts';
import type { PaneInput } from './pane-input.ts';
import { cleanText } from './text.ts';
import { glyphsOf } from './theme.ts';

interface Part {
  readonly text: string;
  readonly style?: CellStyle;
}

/** The first row: what is open, what it does, where it stands; at the right what it is worth. */
export function drawHeader(grid: CellGrid, input: Omit<PaneInput, 'area' | 'isFocused'>): void {
  const { theme } = input;
  const right = rightParts(input);
  const rightWidth = right.reduce((sum, { text }) => sum + cleanText(theme, text).length + 2, 0);
  let column = 2;
  for (const { text, style } of leftParts(input)) {
    const clean = cleanText(theme, text);
    if (column + clean.length + 2 > grid.width - 2 - rightWidth) break;
    column = grid.text(column, 0, ` ${clean} `, style);
  }
  column = Math.max(column, grid.width - 2 - rightWidth);
  if (column + rightWidth > grid.width - 2) return;
  for (const { text, style } of right) column = grid.text(column, 0, ` ${cleanText(theme, text)} `, style);
}

function leftParts({ view, ui, theme }: Omit<PaneInput, 'area' | 'isFocused'>): Part[] {
  const { status } = view;
  const { position, bars } = status;
  const parts: Part[] = [
    { text: view.title, style: { bold: true } },
    stateOf(ui, view.status.position.bar >= bars, theme),
    { text: `bar ${position.bar}/${bars}`.padEnd(5 + 2 * String(bars).length), style: { bold: true } },
    { text: status.time === null ? 'before the first bar' : momentText(status.time) },
  ];
  if (status.event !== null && position.event !== null) {
    const id = status.event.id.slice(status.event.id.lastIndexOf('/') + 1);
    parts.push({ text: `e${position.event + 1} ${id}`, style: { color: 'purple', bold: true } });
  }
  return parts;
}

function stateOf(ui: PaneInput['ui'], isEnd: boolean, theme: PaneInput['theme']): Part {
  const glyphs = glyphsOf(theme);
  if (ui.busy !== null && !ui.isPlaying)
    return { text: `${glyphs.running} ${ui.busy}`, style: { color: 'orange', bold: true } };
  if (ui.isPlaying) {
    const glyph = SPEEDS[ui.speed] < 0 ? glyphs.backwards : glyphs.playing;
    return { text: `${glyph} ${speedText(ui.speed)}`, style: { color: 'blue', bold: true } };
  }
  return { text: `${glyphs.paused} ${isEnd ? 'END' : 'PAUSED'}`, style: { color: 'blue' } };
}

function rightParts({ view }: Omit<PaneInput, 'area' | 'isFocused'>): Part[] {
  const { status, runs, stops, focus } = view;
  const equity = moneyText(status.equity);
  return [
    ...(stops === 0
      ? []
      : [{ text: `${stops} ${stops === 1 ? 'stop' : 'stops'}`, style: { color: 'orange' as const } }]),
    ...(runs.length === 1
      ? []
      : [{ text: `run ${status.branch} (${runs.length})`, style: { color: 'purple' as const } }]),
    { text: focus.portfolio, style: { dim: true } },
    { text: equity, style: { bold: true } },
  ];
}
