import { access } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { formatNumber } from '../../analytics/format.ts';
import type { EventRecord } from '../../events/event.ts';
import { TYPE } from '../../events/event-type.ts';
import type { Payloads } from '../../events/payloads.ts';
import { UserError } from '../../foundation/user-error.ts';
import { writeWhole } from '../../foundation/write-whole.ts';
import { numberText, timeText } from '../../tracing/event-text.ts';
import { writtenForm } from '../../workflows/config/written-form.ts';
import type { PreparedRun } from '../../workflows/prepare.ts';
import type { Branch } from '../branch.ts';
import type { Session } from '../session.ts';
import { causeChain, eventNamed } from './cause-chain.ts';
import { literal, stringLiteral } from './literal.ts';
import { hasCode } from './plain-form.ts';

export interface RegressionTestOptions {
  /** The event, `execution_main/fill-12`, or the trade, `portfolio_main/trade-3`; what the cursor is at by default. */
  readonly id?: string;
  /** Where the test will stand, for the way to the workflow; a file in the current folder by default. */
  readonly file?: string;
}

/** A test that holds a run to what it did. */
export interface RegressionTest {
  /** A sentence. */
  readonly title: string;
  /** The whole file. */
  readonly text: string;
  /** `fill-12.test.ts` */
  readonly fileName: string;
  readonly eventId: string;
  readonly bar: number;
}

type Sentences = { readonly [T in keyof Payloads]?: (payload: Payloads[T]) => string };

/** What can be tested: all that is decided, and not merely observed. */
const SENTENCES: Sentences = {
  FILL: (p) =>
    `${p.portfolioId} ${p.units > 0 ? 'buys' : 'sells'} ${numberText(Math.abs(p.units))} ${p.symbol} at ${numberText(p.fillPrice)}`,
  ORDER: (p) => `${p.portfolioId} orders ${orderText(p)}`,
  ORDER_REQUEST: (p) => `${p.portfolioId} asks for ${orderText(p)}`,
  ORDER_REJECTED: (p) => `${p.portfolioId} is refused ${orderText(p)} (${p.code})`,
  ORDER_CANCELLED: (p) => `${p.portfolioId} cancels ${orderText(p)} (${p.code})`,
  ORDER_EXPIRED: (p) => `${p.portfolioId} sees expire ${orderText(p)}`,
  POSITION_OPEN: (p) =>
    `trade ${p.tradeNumber} goes ${p.direction} ${numberText(Math.abs(p.units))} ${p.symbol} at ${numberText(p.price)}`,
  POSITION_CLOSE: (p) =>
    `trade ${p.tradeNumber}, ${p.direction} ${numberText(p.quantity)} ${p.symbol}, ends at ${numberText(p.exitPrice)} with ${formatNumber(p.pnl, 2)}`,
  SIGNAL: (p) => `${p.strategyId} says ${p.action} ${p.symbol} at ${numberText(p.price)}`,
};

/** At the end of a bar, the last event of the first of these types that it has. */
const BY_IMPORTANCE = ['FILL', 'POSITION_CLOSE', 'POSITION_OPEN', 'ORDER', 'ORDER_REJECTED', 'SIGNAL'];

/**
 * A vitest test for the fill, order or trade at the cursor: it opens the same workflow, with the same forks, runs to the
 * bar, and expects the same fields and the same chain of causes.
 *
 * @throws UserError when there is nothing to test, or the workflow has strategies that no file can name.
 */
export function regressionTest(session: Session, options: RegressionTestOptions = {}): RegressionTest {
  const { event, bar } = eventToTest(session, options.id);
  const title = titleOf(event);
  const [, ...causes] = causeChain(session, event.id);
  const body = [
    ...openingLines(session.branch, bar),
    '',
    `  const [event, ...causes] = session.causes(${stringLiteral(event.id)});`,
    `  expect(new Date(event.timestamp).toISOString()).toBe('${new Date(event.timestamp).toISOString()}');`,
    `  expect(event.payload).toEqual(${literal(event.payload, '  ')});`,
    `  expect(causes.map(({ id }) => id)).toEqual(${literal(
      causes.map(({ id }) => id),
      '  ',
    )});`,
  ];
  const { imports, workflow } = workflowLines(session.branch, options.file ?? 'x.test.ts');
  const text = [
    ...imports,
    "import { open } from 'admf';",
    "import { expect, test } from 'vitest';",
    '',
    ...workflow,
    '',
    `test(${stringLiteral(title)}, async () => {`,
    ...body,
    '});',
    '',
  ].join('\n');
  return {
    title,
    text,
    fileName: `${event.id.replaceAll(/[^A-Za-z0-9_-]+/g, '-')}.test.ts`,
    eventId: event.id,
    bar,
  };
}

/**
 * Writes a regression test to a file.
 *
 * @throws UserError when the file exists, unless `replace` is set; and as `regressionTest`.
 */
export async function writeRegressionTest(
  session: Session,
  file: string,
  options: { readonly id?: string; readonly replace?: boolean } = {},
): Promise<RegressionTest> {
  const { id, replace = false } = options;
  const written = regressionTest(session, { id, file });
  if (
    !replace &&
    (await access(file).then(
      () => true,
      () => false,
    ))
  ) {
    throw new UserError(`${file} exists already`, {
      code: 'file_exists',
      hint: 'give the test another name',
    });
  }
  await writeWhole(resolve(file), written.text, file);
  return written;
}

function eventToTest(session: Session, id: string | undefined): { event: EventRecord; bar: number } {
  const found = id === undefined ? atCursor(session) : (tradeNamed(session, id) ?? eventNamed(session, id));
  if (found.event.type in SENTENCES) return found;
  throw new UserError(`${found.event.type} ${found.event.id} is nothing to test`, {
    code: 'nothing_to_test',
    hint: 'choose a fill, an order, a signal or a trade',
  });
}

function atCursor(session: Session): { event: EventRecord; bar: number } {
  const { bar, event } = session.position;
  if (session.event !== null && event !== null) return { event: session.event, bar };
  const events = session.eventsOf(bar);
  for (const type of BY_IMPORTANCE) {
    const last = events.findLast((one) => one.type === type);
    if (last !== undefined) return { event: last, bar };
  }
  throw new UserError(`nothing happened at bar ${bar} that could be tested`, {
    code: 'nothing_to_test',
    hint: 'go to a fill, an order or a trade first',
  });
}

/** How a trade ended, or how it began while it is open. */
function tradeNamed(session: Session, id: string): { event: EventRecord; bar: number } | undefined {
  const parsed = /^(.+)\/trade-(\d+)$/.exec(id);
  if (parsed === null) return undefined;
  const number = session.containers.findIndex((container) => container.id === parsed[1]);
  for (const type of [TYPE.POSITION_CLOSE, TYPE.POSITION_OPEN]) {
    const places = session.branch.between(0, session.position.bar, new Set([type]), (one) => one === number);
    const place = places.find(({ trade }) => trade === Number(parsed[2]));
    const event =
      place &&
      session.eventsOf(place.bar).find((one) => one.type === eventName(type) && one.correlationId === id);
    if (place !== undefined && event !== undefined) return { event, bar: place.bar };
  }
  return undefined;
}

function eventName(type: number): string {
  return type === TYPE.POSITION_CLOSE ? 'POSITION_CLOSE' : 'POSITION_OPEN';
}

function titleOf({ type, payload, timestamp }: EventRecord): string {
  const sentence = SENTENCES[type as keyof Payloads] as (payload: unknown) => string;
  return `${sentence(payload)} on ${timeText(timestamp)}`;
}

function orderText(terms: Payloads['ORDER']): string {
  const at = terms.price === null ? '' : ` at ${numberText(terms.price)}`;
  return `to ${terms.units > 0 ? 'buy' : 'sell'} ${numberText(Math.abs(terms.units))} ${terms.symbol} by ${terms.orderType}${at}`;
}

/** From opening the workflow over its forks to the bar. */
function openingLines(branch: Branch, bar: number): string[] {
  const lineage: Branch[] = [];
  for (let one: Branch | null = branch; one !== null; one = one.parent) lineage.unshift(one);
  const nameAt = (i: number) => (i === lineage.length - 1 ? 'session' : i === 0 ? 'main' : `fork${i}`);
  const [{ prepared: root }] = lineage;
  const lines = [`  const ${nameAt(0)} = await open(WORKFLOW${openingOptions(root)});`];
  for (const [i, one] of lineage.entries()) {
    if (i === 0) continue;
    lines.push(`  await ${nameAt(i - 1)}.goto(${one.from});`);
    lines.push(`  const ${nameAt(i)} = await ${nameAt(i - 1)}.fork(${literal(one.changes, '  ')});`);
  }
  lines.push(`  await session.goto(${bar});`);
  return lines;
}

function openingOptions({ file, layers = {} }: PreparedRun): string {
  if (file === null) return ', { baseDirectory: FOLDER }';
  return Object.keys(layers).length === 0 ? '' : `, ${literal(layers, '  ')}`;
}

function workflowLines(branch: Branch, file: string): { imports: string[]; workflow: string[] } {
  let root = branch;
  while (root.parent !== null) root = root.parent;
  const { file: named, baseDirectory, config } = root.prepared;
  const from = dirname(resolve(file));
  const imports = ["import { fileURLToPath } from 'node:url';"];
  const url = (absolute: string) =>
    `fileURLToPath(new URL(${stringLiteral(wayTo(from, absolute))}, import.meta.url))`;
  if (named !== null)
    return { imports, workflow: [`const WORKFLOW = ${url(join(baseDirectory, basename(named)))};`] };
  if (hasCode(config)) {
    throw new UserError('a test cannot name strategies that were given in code', {
      code: 'workflow_needed',
      hint: 'keep the strategy in a module of its own: type: ./my-strategy.ts',
    });
  }
  return {
    imports,
    workflow: [`const FOLDER = ${url(baseDirectory)};`, `const WORKFLOW = ${literal(writtenForm(config))};`],
  };
}

function wayTo(from: string, to: string): string {
  const way = relative(from, to).split(sep).map(encodeURIComponent).join('/');
  return way.startsWith('..') ? way : `./${way}`;
}
