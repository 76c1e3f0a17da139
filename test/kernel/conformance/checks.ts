import type { Answer, Client, Received } from '../e2e/client.ts';
import type { Samples } from './samples.ts';

/** A kernel that is under test, with a front end on it. */
export interface Subject {
  readonly client: Client;
  readonly samples: Samples;
}

/** What came of a check: 1 for passed, 0.5 for in part. */
export interface Verdict {
  readonly score: 0 | 0.5 | 1;
  /** What was found instead, where the score is not 1. */
  readonly reason?: string;
}

export interface Check {
  readonly tier: 'basic' | 'interactive' | 'rich output' | 'advanced' | 'beyond';
  /** What the kernel does when it passes. */
  readonly title: string;
  readonly run: (subject: Subject) => Promise<Verdict>;
}

/**
 * The 27 checks of kernel-testbed (https://github.com/runtimed/kernel-testbed), restated: what each asks of a kernel is
 * the same, so that scores can be compared. The last one ends the kernel.
 */
export const CHECKS: readonly Check[] = [
  check('basic', 'answers the heartbeat', async ({ client }) =>
    verdict((await client.heartbeat()) === 'ping', 'no echo'),
  ),
  check('basic', 'welcomes a subscriber', async ({ client }) => {
    await client.request('kernel_info_request');
    const isWelcomed = client.published.some(({ type }) => type === 'iopub_welcome');
    return isWelcomed ? PASSED : { score: 0.5, reason: 'no iopub_welcome, which is optional' };
  }),
  check('basic', 'tells about itself', async ({ client }) =>
    isOk(await client.request('kernel_info_request')),
  ),
  check('basic', 'names its language', async ({ client }) => {
    const { reply } = await client.request('kernel_info_request');
    return verdict(isText((reply.language_info as { name?: unknown } | undefined)?.name), 'no language_info');
  }),
  check('basic', 'names the version of the protocol', async ({ client }) => {
    const { reply } = await client.request('kernel_info_request');
    return verdict(isText(reply.protocol_version), 'no protocol_version');
  }),
  check('basic', 'publishes what a cell prints', async ({ client, samples }) =>
    hasStream(await client.execute(samples.printHello), 'stdout', 'hello'),
  ),
  check('basic', 'publishes what a cell prints to stderr', async ({ client, samples }) =>
    hasStream(await client.execute(samples.printError), 'stderr', 'error'),
  ),
  check('basic', 'answers that a cell has run', async ({ client, samples }) =>
    isOk(await client.execute(samples.complete)),
  ),
  check('basic', 'is busy, then idle', async ({ client, samples }) => {
    const id = await client.send('execute_request', { code: samples.complete, silent: false });
    await client.answerTo(id);
    const states = client.published
      .filter(({ type, parent }) => type === 'status' && parent.msg_id === id)
      .map(({ content }) => content.execution_state);
    return verdict(states.join() === 'busy,idle', `was ${states.join(', ')}`);
  }),
  check('basic', 'publishes the code it runs', async ({ client, samples }) =>
    has(await client.execute(samples.complete), 'execute_input'),
  ),
  check('interactive', 'answers completion', async ({ client, samples }) => {
    await client.execute(samples.declare);
    const code = samples.declaredPrefix;
    return isOk(await client.request('complete_request', { code, cursor_pos: code.length }));
  }),
  check('interactive', 'answers inspection', async ({ client, samples }) => {
    await client.execute(samples.declare);
    const code = samples.declaredName;
    return isOk(await client.request('inspect_request', { code, cursor_pos: code.length, detail_level: 0 }));
  }),
  check('interactive', 'knows complete code', async ({ client, samples }) =>
    isSaid(await client.request('is_complete_request', { code: samples.complete }), 'complete'),
  ),
  check('interactive', 'knows incomplete code', async ({ client, samples }) =>
    isSaid(await client.request('is_complete_request', { code: samples.incomplete }), 'incomplete'),
  ),
  check('interactive', 'answers for its history', async ({ client, samples }) => {
    await client.execute(samples.complete);
    const query = { hist_access_type: 'tail', n: 10, output: false, raw: true };
    return isOk(await client.request('history_request', query));
  }),
  check('interactive', 'answers which comms are open', async ({ client }) =>
    isOk(await client.request('comm_info_request', {})),
  ),
  check('interactive', 'reports a syntax error', async ({ client, samples }) => {
    const answer = await client.execute(samples.syntaxError);
    const isReported = answer.reply.status === 'error' || answer.outputs.some(({ type }) => type === 'error');
    return verdict(isReported, `status ${String(answer.reply.status)}, no error published`);
  }),
  check('rich output', 'displays', async ({ client, samples }) =>
    has(await client.execute(samples.display), 'display_data'),
  ),
  check('rich output', 'changes what it displayed', async ({ client, samples }) => {
    const answer = await client.execute(samples.updateDisplay);
    const isDisplayed = has(answer, 'display_data');
    if (isDisplayed.score !== 1) return isDisplayed;
    const isUpdated = has(answer, 'update_display_data');
    return isUpdated.score === 1 ? PASSED : { ...isUpdated, score: 0.5 };
  }),
  check('rich output', 'publishes the value of an expression', async ({ client, samples }) =>
    has(await client.execute(samples.expression), 'execute_result'),
  ),
  check('rich output', 'publishes the value of records', async ({ client, samples }) =>
    has(await client.execute(samples.richResult), 'execute_result'),
  ),
  check('advanced', 'asks for input', async ({ client, samples }) => {
    let isAsked = false;
    client.onInput = () => {
      isAsked = true;
      return 'test_input_42';
    };
    try {
      const answer = await client.execute(samples.readInput);
      return isAsked ? isOk(answer) : failed('no input_request');
    } finally {
      client.onInput = undefined;
    }
  }),
  check(
    'advanced',
    'is in good health after a comm to a target that nobody knows',
    async ({ client, samples }) => {
      const comm = { comm_id: 'check', target_name: 'jupyter.check', data: {} };
      await client.idle(await client.send('comm_open', comm));
      await client.send('comm_close', { comm_id: 'check', data: {} });
      return isOk(await client.execute(samples.complete));
    },
  ),
  check('advanced', 'answers an interrupt', async ({ client }) =>
    isOk(await client.request('interrupt_request', {}, 'control')),
  ),
  check('advanced', 'counts cells', async ({ client, samples }) => {
    const first = (await client.execute(samples.complete)).reply.execution_count as number;
    const second = (await client.execute(samples.complete)).reply.execution_count as number;
    return verdict(second > first, `counted ${first}, then ${second}`);
  }),
  check('advanced', 'says what each message belongs to', async ({ client, samples }) => {
    const before = client.published.length;
    await client.execute(samples.printHello);
    const orphan = client.published.slice(before).find(({ parent }) => !isText(parent.msg_id));
    return verdict(orphan === undefined, `${orphan?.type} has no parent`);
  }),
  check('basic', 'ends when it is told to', async ({ client }) =>
    isOk(await client.request('shutdown_request', { restart: false }, 'control')),
  ),
];

/** Stricter than kernel-testbed, where many a kernel passes that its users find wanting. */
export const STRICTER_CHECKS: readonly Check[] = [
  check('beyond', 'publishes a syntax error', async ({ client, samples }) =>
    has(await client.execute(samples.syntaxError), 'error'),
  ),
  check(
    'beyond',
    'closes a comm to a target that nobody knows, for every front end to see',
    async ({ client }) => {
      const id = await client.send('comm_open', {
        comm_id: 'check2',
        target_name: 'jupyter.check',
        data: {},
      });
      await client.idle(id);
      return has({ reply: {}, outputs: client.outputsOf(id) }, 'comm_close');
    },
  ),
];

const PASSED: Verdict = { score: 1 };

function failed(reason: string): Verdict {
  return { score: 0, reason };
}

function verdict(isPassed: boolean, reason: string): Verdict {
  return isPassed ? PASSED : failed(reason);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isOk({ reply }: Answer): Verdict {
  return verdict(reply.status === 'ok', `status ${JSON.stringify(reply.status)}`);
}

/** A kernel that does not know better gets half of it. */
function isSaid({ reply }: Answer, wanted: string): Verdict {
  return reply.status === wanted ? PASSED : { score: 0.5, reason: `said ${JSON.stringify(reply.status)}` };
}

function has({ outputs }: Answer, wanted: Received['type']): Verdict {
  const types = outputs.map(({ type }) => type).join(', ');
  return verdict(
    outputs.some(({ type }) => type === wanted),
    `published ${types || 'nothing'}`,
  );
}

function hasStream({ outputs }: Answer, name: string, part: string): Verdict {
  const isPrinted = outputs.some(
    ({ type, content }) => type === 'stream' && content.name === name && String(content.text).includes(part),
  );
  return verdict(isPrinted, `no ${name} with "${part}"`);
}

/** A kernel that does not answer has failed this check, and may pass the next. */
function check(tier: Check['tier'], title: string, run: Check['run']): Check {
  return {
    tier,
    title,
    run: async (subject) => await run(subject).catch((error: unknown) => failed((error as Error).message)),
  };
}
