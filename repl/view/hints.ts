import type { Ui } from '../model/ui.ts';

/** A key and what it does, in a word or two. */
export type Hint = readonly [key: string, does: string];

/** These are there however little room there is. */
const FIRST: readonly Hint[] = [
  ['n', 'next'],
  ['?', 'help'],
];
const MOVE: readonly Hint[] = [
  ['N', 'back'],
  ['s', 'step'],
  ['c', 'run on'],
  ['f', 'fill'],
  ['Space', 'play'],
];
const ASK: readonly Hint[] = [
  ['w', 'why'],
  ['W', 'why not'],
  ['d', 'diff'],
  ['b', 'break'],
  ['x', 'fork'],
  ['g', 'go to'],
];
const TYPE: readonly Hint[] = [
  [':', 'command'],
  [';', 'TypeScript'],
];
const LEAVE: Hint = ['q', 'quit'];

/** What the last row offers, the most useful first: what has no room is left out. */
export function hintsOf(ui: Ui): readonly Hint[] {
  if (ui.overlay !== null)
    return [
      ['Esc', 'close'],
      ['↓', 'down'],
      ['↑', 'up'],
      ['PgDn', 'page'],
    ];
  switch (ui.mode) {
    case 'command':
      return [
        ['Enter', 'do it'],
        ['Tab', 'complete'],
        ['↑', 'history'],
        ['Esc', 'leave'],
      ];
    case 'prompt':
      return [
        ['Enter', 'evaluate'],
        ['Tab', 'complete'],
        ['↑', 'history'],
        [':n', 'a command'],
        ['!!n', 'though n is a variable'],
        ['Esc', 'leave'],
      ];
    case 'filter':
      return [
        ['Enter', 'narrow down'],
        ['Tab', 'complete'],
        ['Esc', 'leave'],
      ];
    case 'palette':
      return [
        ['Enter', 'choose'],
        ['↓', 'down'],
        ['↑', 'up'],
        ['Esc', 'leave'],
      ];
    case 'keys':
      return [
        ...ofPane(ui),
        ...FIRST,
        ...MOVE,
        LEAVE,
        ...TYPE.filter(([key]) => key !== ';' || ui.takesCode),
        ...ASK,
      ];
  }
}

function ofPane({ focus, isPlaying, count }: Ui): readonly Hint[] {
  if (count !== '') return [[count, `${count === '1' ? 'time' : 'times'}: n N s S f c …`]];
  if (isPlaying)
    return [
      ['Space', 'pause'],
      ['>', 'faster'],
      ['<', 'slower'],
      ['R', 'turn round'],
    ];
  switch (focus) {
    case 'price':
    case 'equity':
      return [
        ['z', 'nearer'],
        ['Z', 'farther'],
        ['{', 'look back'],
      ];
    case 'events':
      return [
        ['↑', 'row'],
        ['Enter', 'go there'],
        ['/', 'filter'],
      ];
    case 'state':
      return [
        ['↑', 'row'],
        ['Enter', 'open'],
        ['p', 'pin'],
      ];
    case 'watch':
      return [
        ['p', 'pin'],
        ['Delete', 'unpin'],
      ];
    case 'why':
    case 'log':
      return [['↓', 'scroll']];
  }
}
