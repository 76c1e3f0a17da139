import { expect, test } from 'vitest';
import { DebugSession } from '../../../src/debugger/debug-session.ts';
import { EventWindow } from '../../../src/debugger/panes/event-window.ts';
import { WhyView } from '../../../src/debugger/panes/why-view.ts';
import { why } from '../../../src/debugger/why/why.ts';
import { closesOf, scriptedCase, sessionOf } from '../look/runs.ts';

const BUY = { action: 'BUY' } as const;

async function titleAt(type: string, input: Parameters<typeof sessionOf>[0]): Promise<string> {
  const core = await sessionOf(input);
  const session = new DebugSession(core);
  for (let bar = 1; bar <= core.bars; bar++) {
    const event = core.allEventsOf(bar).findIndex((one) => one.type === type);
    if (event < 0) continue;
    core.moveTo({ bar, event });
    return new WhyView().read(session, { of: null, whynot: false }).title;
  }
  throw new Error(`no ${type}`);
}

/** Held over a split on the fourth day, after which equity falls by more than a tenth. */
const bars = closesOf([100, 100, 100, 50, 50, 40, 40]).map((bar, i) =>
  i === 3 ? { ...bar, split: 2 } : bar,
);
const held = scriptedCase(
  bars,
  { 0: BUY },
  { sizing: { type: 'fixed', quantity: 90 }, risk: [{ type: 'drawdown_stop', percent: 10, action: 'halt' }] },
);

test('the why pane tells the cause of a split and of a broken limit that the cursor stands at', async () => {
  // Both were taken for what happens at every bar.
  expect(await titleAt('CORPORATE_ACTION', held)).toMatch(/^portfolio_p\/corporate-action-\d+$/);
  expect(await titleAt('RISK_BREACH', held)).toMatch(/^portfolio_p\/risk-breach-\d+$/);
});

test('at a bar with nothing but a split or a broken limit, why tells of that', async () => {
  expect(why(await sessionOf(held, 4)).subject).toMatch(/corporate-action/);
  expect(why(await sessionOf(held, 6)).subject).toMatch(/risk-breach/);
});

test('a signal for what is held already is quiet in the list of events, and gives way where more happened', async () => {
  const core = await sessionOf(scriptedCase(closesOf([10, 11, 12, 13]), { 0: BUY, 1: BUY, 3: BUY }), 2);
  expect(why(core).subject).toMatch(/fill-1$/);
  core.moveTo({ bar: 4, event: null });
  // Of the bar's two events the signal says more than that it changed nothing.
  expect(why(core).subject).toMatch(/signal-3$/);
  const events = new EventWindow();
  await events.refresh(new DebugSession(core), 100);
  const loud = events.data().rows.filter(({ isQuiet }) => !isQuiet);
  expect(loud.map(({ type, position }) => `${position.bar} ${type}`)).toEqual([
    '1 SIGNAL',
    '1 ORDER_REQUEST',
    '1 ORDER',
    '2 FILL',
    '2 POSITION_OPEN',
    '2 SIGNAL',
    '4 SIGNAL',
  ]);
});
