import { z } from 'zod';
import { isPlace } from '../facade/motions.ts';
import { answerOf, awaited, callText, literal, placeArgument } from './answers.ts';
import { type Command, defineCommand } from './command.ts';
import type { Desk } from './desk.ts';

const WHAT = z.strictObject({ what: z.string().optional() });

const FOCUSED: readonly string[] = ['portfolio', 'strategy', 'symbol'];

export const LOOK_COMMANDS: readonly Command<Desk>[] = [
  defineCommand({
    name: 'print',
    aliases: ['p'],
    group: 'look',
    keys: [],
    usage: '<path | expression>',
    summary: 'Show a value at the cursor, or what an expression gives.',
    details: `A path leads from a container down: portfolio_main.positions, strategy_trend.state. The words portfolio, strategy, bar,
features, metrics and position mean what is in focus.`,
    examples: [
      { text: 'print portfolio.equity', means: 'a figure of the portfolio in focus' },
      { text: 'p bar.close / features.sma_20 - 1', means: 'an expression over what is known there' },
      { text: 'portfolio.positions', means: 'a name with a dot is printed without the word' },
    ],
    words: ['expression'],
    parameters: z.strictObject({ what: z.string().min(1) }),
    read: (words) => ({ what: words.rest('what') }),
    call: ({ what }) => callText('print', what),
    run: async ({ session }, { what }) => {
      const printed = session.print(what);
      return answerOf(printed, { path: printed.path, value: printed.value });
    },
  }),
  defineCommand({
    name: 'ls',
    aliases: [],
    group: 'look',
    keys: [],
    usage: '[path]',
    summary: 'List what stands below a path of the containers.',
    examples: [
      { text: 'ls', means: 'all containers' },
      { text: 'ls portfolio.positions', means: 'the positions of the portfolio in focus' },
    ],
    words: ['path'],
    parameters: z.strictObject({ path: z.string().optional() }),
    read: (words) => ({ path: words.rest('path') }),
    call: ({ path }) => callText('ls', path),
    run: async ({ session }, { path }) => answerOf(session.ls(path)),
  }),
  defineCommand({
    name: 'inspect',
    aliases: [],
    group: 'look',
    keys: ['Enter'],
    usage: '[container]',
    summary: 'Show a whole container.',
    details: 'Without one, that of the event at the cursor, or else the portfolio in focus.',
    examples: [{ text: 'inspect strategy_trend', means: 'features, parameters and state of a strategy' }],
    words: ['container'],
    parameters: z.strictObject({ container: z.string().optional() }),
    read: (words) => ({ container: words.rest('container') }),
    call: ({ container }) => callText('inspect', container),
    run: async ({ session }, { container }) => {
      const printed = session.inspect(container);
      return answerOf(printed, { path: printed.path, value: printed.value });
    },
  }),
  defineCommand({
    name: 'display',
    aliases: [],
    group: 'look',
    keys: ['p'],
    usage: '[expression]',
    summary: 'Pin an expression, which is shown after each motion.',
    details: 'With its value at the end of the bar before. Without an expression, all that are pinned.',
    examples: [{ text: 'display portfolio.equity', means: 'watch the equity while walking' }],
    words: ['expression'],
    parameters: z.strictObject({ expression: z.string().optional() }),
    read: (words) => ({ expression: words.rest('expression') }),
    call: ({ expression }) => callText('display', expression),
    run: async ({ session }, { expression }) => answerOf(session.display(expression)),
  }),
  defineCommand({
    name: 'undisplay',
    aliases: [],
    group: 'look',
    keys: [],
    usage: '[number | expression]',
    summary: 'Unpin an expression; all of them without.',
    examples: [{ text: 'undisplay 1', means: 'the first one that was pinned' }],
    words: ['number'],
    parameters: z.strictObject({ which: z.union([z.int(), z.string()]).optional() }),
    read: (words) => {
      const which = words.rest('which');
      return { which: which !== undefined && /^\d+$/.test(which) ? Number(which) : which };
    },
    call: ({ which }) => callText('undisplay', which),
    run: async ({ session }, { which }) => {
      session.undisplay(which);
      return { text: '', data: null };
    },
  }),
  defineCommand({
    name: 'where',
    aliases: ['w'],
    group: 'look',
    keys: [],
    usage: '',
    summary: 'Show the event at the cursor and what led to it.',
    examples: [{ text: 'where', means: 'the causal stack: effects above their causes' }],
    words: [],
    parameters: z.strictObject({}),
    read: () => ({}),
    call: () => callText('where'),
    run: async ({ session }) => answerOf(session.where()),
  }),
  defineCommand({
    name: 'events',
    aliases: ['e'],
    group: 'look',
    keys: ['/'],
    usage: '[types] [container] [from N] [to N] [last N | first N] [where expression]',
    summary: 'List events up to the cursor, the last 20 by default.',
    examples: [
      { text: 'events FILL last 5', means: 'the last five fills' },
      { text: 'events POSITION_CLOSE where pnl < 0', means: 'trades that lost' },
      { text: 'events portfolio_* from 100 to 120', means: 'what portfolios published in these bars' },
    ],
    words: ['event-type'],
    parameters: z.strictObject({ filter: z.string().optional() }),
    read: (words) => ({ filter: words.rest('filter') }),
    call: ({ filter }) => awaited('events', filter),
    run: async ({ session }, { filter }, signal) => {
      const list = await session.events(filter, signal);
      return { ...answerOf(list), interrupted: list.interrupted };
    },
  }),
  defineCommand({
    name: 'diff',
    aliases: ['d'],
    group: 'look',
    keys: ['d', 'D'],
    usage: '[place] [place] [path] | with <fork> [path]',
    summary: 'Show what changed in the state between two places.',
    details:
      'Of one place and the cursor, of the bar before and this one without; of another run and this one at the same bar. In the app, D takes the last mark.',
    examples: [
      { text: 'diff', means: 'what this bar changed' },
      { text: 'diff @entry portfolio', means: 'what became of the portfolio since the mark' },
      { text: 'diff 400 412', means: 'between two bars' },
      { text: 'diff with main', means: 'what differs from another run at the same bar' },
    ],
    words: ['place'],
    parameters: z.strictObject({
      fork: z.string().optional(),
      before: z.string().optional(),
      after: z.string().optional(),
      path: z.string().optional(),
    }),
    read: (words) => {
      const place = (name: string) =>
        words.peek !== undefined && isPlace(words.peek) ? words.take(name) : undefined;
      if (words.peek === 'with') {
        words.take('with');
        const fork = words.take('fork');
        if (fork === undefined) throw words.mistake('the name of a run must follow "with"');
        return { fork, path: words.rest('path') };
      }
      return { before: place('before'), after: place('after'), path: words.rest('path') };
    },
    call: ({ fork, before, after, path }) =>
      fork === undefined
        ? awaited('diff', placeArgument(before), placeArgument(after), path)
        : `session.diffTo(session.other(${literal(fork)})${path === undefined ? '' : `, undefined, ${literal(path)}`})`,
    run: async ({ session }, { fork, before, after, path }) =>
      answerOf(
        fork === undefined
          ? await session.diff(before, after, path)
          : session.diffTo(session.other(fork), undefined, path),
      ),
  }),
  defineCommand({
    name: 'series',
    aliases: [],
    group: 'look',
    keys: [],
    usage: '<name | "expression"> … [from <bar>] [to <bar>]',
    summary: 'Show values bar by bar: the last 20 by default.',
    details:
      'Also the short names close, equity, drawdown and so on. An expression with spaces in it stands in quotes.',
    examples: [
      { text: 'series close features.sma_20', means: 'the last 20 bars' },
      { text: 'series equity "bar.close - features.sma_20" from 300 to 310', means: 'a window' },
    ],
    words: ['expression'],
    parameters: z.strictObject({
      expressions: z.array(z.string()).min(1),
      from: z.int().min(1).optional(),
      to: z.int().min(1).optional(),
    }),
    read: (words) => {
      const expressions: string[] = [];
      const window: { from?: number; to?: number } = {};
      while (words.left > 0) {
        const key = words.peek === 'from' || words.peek === 'to' ? words.peek : undefined;
        if (key === undefined) {
          expressions.push(words.take('expressions') ?? '');
          continue;
        }
        words.take(key);
        window[key] = words.number(key);
        if (window[key] === undefined) throw words.mistake(`the number of a bar must follow "${key}"`);
      }
      if (expressions.length === 0)
        throw words.mistake('say what to show', undefined, 'for example series close equity');
      return { expressions, ...window };
    },
    call: ({ expressions, from, to }) => awaited('series', expressions, seriesWindow(from, to)),
    run: async ({ session }, { expressions, from, to }, signal) => {
      const { bar, event } = session.position;
      const last = to ?? (event === null ? bar : bar - 1);
      const table = await session.series(expressions, {
        from: from ?? Math.max(1, last - 19),
        to: last,
        signal,
      });
      return answerOf(table, {
        bar: [...table.bar],
        time: [...table.time],
        columns: Object.fromEntries(
          Object.entries(table.columns).map(([name, column]) => [name, [...column]]),
        ),
      });
    },
  }),
  defineCommand({
    name: 'list',
    aliases: ['l'],
    group: 'look',
    keys: ['l'],
    usage: '[strategy | container | component]',
    summary: 'Show the source of what acts on the event at the cursor.',
    details: 'At the end of a bar, that of the strategy in focus.',
    examples: [{ text: 'list strategy_trend', means: 'where a strategy decides' }],
    words: ['container'],
    parameters: WHAT,
    read: (words) => ({ what: words.rest('what') }),
    call: ({ what }) => callText('list', what),
    run: async ({ session }, { what }) => answerOf(session.list(what)),
  }),
  defineCommand({
    name: 'edit',
    aliases: [],
    group: 'look',
    keys: ['e'],
    usage: '[strategy | container | component]',
    summary: 'Tell how to open that source in your editor.',
    details: 'The editor is that of $VISUAL or $EDITOR. It is not started.',
    examples: [{ text: 'edit strategy_trend', means: 'the command that opens the file at the line' }],
    words: ['container'],
    parameters: WHAT,
    read: (words) => ({ what: words.rest('what') }),
    call: ({ what }) => callText('edit', what),
    run: async ({ session }, { what }) => answerOf(session.edit(what)),
  }),
  defineCommand({
    name: 'focus',
    aliases: [],
    group: 'look',
    keys: [],
    usage: '[portfolio | strategy | symbol] [name]',
    summary: 'Say what portfolio, strategy and bar mean without a name.',
    examples: [
      { text: 'focus', means: 'what is in focus' },
      { text: 'focus portfolio main', means: 'from now on portfolio.equity is that of "main"' },
    ],
    words: [{ oneOf: FOCUSED }, 'focus-name'],
    parameters: z.strictObject({
      what: z.enum(FOCUSED).optional(),
      name: z.string().optional(),
    }),
    read: (words) => {
      const what = words.take('what');
      const name = words.take('name');
      if (what !== undefined && !FOCUSED.includes(what)) {
        throw words.mistake(`${JSON.stringify(what)} is none of ${FOCUSED.join(', ')}`);
      }
      if (what !== undefined && name === undefined) throw words.mistake(`the name of the ${what} is missing`);
      return { what, name };
    },
    call: ({ what, name }) =>
      what === undefined ? 'session.focus' : `session.focus = { ${what}: ${literal(name)} }`,
    run: async ({ session }, { what, name }) => {
      if (what !== undefined) session.focus = { [what]: name };
      const { portfolio, strategy, symbol } = session.focus;
      return {
        text: `portfolio ${portfolio}, strategy ${strategy}, symbol ${symbol}`,
        data: session.focus,
      };
    },
  }),
];

function seriesWindow(from: number | undefined, to: number | undefined) {
  return from === undefined && to === undefined ? undefined : { from, to };
}
