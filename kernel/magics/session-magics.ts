import { bundleOf } from '../display/bundle.ts';
import type { Magic, MagicContext } from '../evaluator/magic.ts';
import type { DisplayApi } from '../runtime/display-api.ts';
import known from './session-commands.json' with { type: 'json' };
import type { Sessions } from './sessions.ts';
import { takesNothing } from './takes-nothing.ts';
import { workflow } from './workflow.ts';

/** Asks one line for the call that does the same. */
const TWIN = /(?:^|\s)--twin\s*$/;

/** The debugger's commands as magics, and those that choose and look at sessions. Names are known without the engine. */
export function sessionMagics(sessions: Sessions, displays: DisplayApi): [string, Magic][] {
  const show = async (value: unknown): Promise<void> =>
    displays.publish(await bundleOf(value), undefined, false);
  const commands = known.commands.flatMap(({ name, aliases, usage, summary, page, words }) => {
    const magic: Magic = {
      summary,
      usage: `%${usage}`,
      page: `%${page}`,
      words,
      line: (argument, { signal }) => carryOut(`${name} ${argument}`, signal, sessions, show),
    };
    return [name, ...aliases].map((each): [string, Magic] => [each, { ...magic, isAlias: each !== name }]);
  });
  return [
    ...commands,
    ['plot', plot(sessions, show)],
    ['session', session(sessions, show)],
    ['stepper', stepper(sessions, displays)],
    ['use', use(sessions, show)],
    ['twin', twin(sessions)],
    ['workflow', workflow(sessions)],
  ];
}

type Show = (value: unknown) => Promise<void>;

/** Carries commands out one after the other; each answer is shown when it is there. */
async function carryOut(line: string, signal: AbortSignal, sessions: Sessions, show: Show): Promise<void> {
  const { commandsOf } = await import('../../src/index.ts');
  const desk = await sessions.desk();
  const asked = TWIN.test(line);
  for (const command of commandsOf(line.replace(TWIN, ''))) {
    const { call, answer, error } = await command(desk, signal);
    if (call !== null && (asked || sessions.twin)) sayTwin(call);
    if (answer !== null && answer.text !== '') {
      // Answers with a look of their own say themselves when they are of yesterday.
      const { stale } = desk.session;
      const text = stale === '' ? answer.text : `${answer.text}\n${stale}`;
      const bundle = answer.display?.() ?? { 'text/plain': text };
      await show({ [Symbol.for('Jupyter.display')]: () => bundle });
    }
    if (error !== null) throw error;
    if (answer?.interrupted === true) return;
  }
}

function plot(sessions: Sessions, show: Show): Magic {
  return {
    summary: 'Draws a figure of the run by its name, or lines of series over time, up to the cursor.',
    usage: '%plot figure   or   %plot series [series …]',
    words: known.figures,
    async line(argument) {
      const asked = TWIN.test(argument);
      const words = argument.replace(TWIN, '').split(/\s+/).filter(Boolean);
      const names = words.length === 0 ? ['price'] : words;
      const at = await sessions.session();
      const isFigure = names.length === 1 && known.figures.includes(names[0]);
      const given = names.map((name) => `'${name}'`).join(', ');
      if (asked || sessions.twin) sayTwin(`await session.${isFigure ? 'figure' : 'plot'}(${given})`);
      await show(isFigure ? await at.figure(names[0]) : await at.plot(...names));
    },
  };
}

function session(sessions: Sessions, show: Show): Magic {
  return {
    summary: 'Shows the session that magics work on: where it stands, what it holds, what happened last.',
    usage: '%session',
    async line(argument) {
      await takesNothing('%session', argument, '%use variable chooses another');
      await show(await sessions.session());
    },
  };
}

function stepper(sessions: Sessions, displays: DisplayApi): Magic {
  return {
    summary:
      'Shows a widget to walk through the run with the mouse and by keys; "direction" or "trade" lets you predict first.',
    usage: '%stepper [direction|trade]',
    words: ['direction', 'trade'],
    async line(argument) {
      const asked = TWIN.test(argument);
      const predict = argument.replace(TWIN, '').trim();
      const given = predict === '' ? {} : { predict: predict as 'direction' };
      const at = await sessions.session();
      if (asked || sessions.twin)
        sayTwin(`session.widget(${predict === '' ? '' : `{ predict: '${predict}' }`})`);
      displays.createDisplay()(at.widget(given));
    },
  };
}

function use(sessions: Sessions, show: Show): Magic {
  return {
    summary: 'Lets magics work on the session that a variable holds.',
    usage: '%use variable',
    takesCode: true,
    async line(argument, { evaluate }: MagicContext) {
      const { DebugSession, UserError } = await import('../../src/index.ts');
      const value = argument === '' ? undefined : await evaluate(argument);
      if (!(value instanceof DebugSession)) {
        throw new UserError(`%use needs a variable that holds a session, found "${argument}"`, {
          code: 'no_session',
          hint: '%%workflow name and open("workflow.yaml") give one',
        });
      }
      sessions.use(value as Parameters<Sessions['use']>[0]);
      await show(value);
    },
  };
}

function twin(sessions: Sessions): Magic {
  return {
    summary:
      'Says for each magic the call that does the same, or stops that; "--twin" behind one does it once.',
    usage: '%twin on|off',
    words: ['on', 'off'],
    async line(argument) {
      if (argument !== 'on' && argument !== 'off') {
        const { nameHint, UserError } = await import('../../src/index.ts');
        throw new UserError(`%twin takes on or off, found "${argument}"`, {
          code: 'bad_magic',
          hint: nameHint(argument, ['on', 'off']),
        });
      }
      sessions.twin = argument === 'on';
    },
  };
}

function sayTwin(call: string): void {
  console.log(`// ${call}`);
}
