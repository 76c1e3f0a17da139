/**
 * Draws `docs/stepper.svg`, the picture of the notebook's stepper widget: the demonstration's run in September 2008, after a fill.
 *
 *   node scripts/make-stepper-picture.ts
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pictureOf } from '../kernel/widget/drawing/picture.ts';
import { Stepper } from '../kernel/widget/stepper.ts';
import { Desk, open } from '../src/index.ts';

const ROOT = join(import.meta.dirname, '..');

const session = await open(join(ROOT, 'data', 'demo', 'demo.yaml'));
session.focus = { portfolio: 'both', strategy: 'trend' };
await session.goto('2007-12-31');
await session.reverseFill(1, undefined, 'focus');
const fill = session.event?.id ?? null;
await session.goto('2008-01-04');
const stepper = new Stepper(
  new Desk(session),
  {},
  { now: () => 0, onFrame: () => {}, onFront: () => {}, onMoved: () => {}, onBusy: () => {} },
);
await stepper.receive({
  kind: 'request',
  front: 'picture',
  id: 1,
  deed: { what: 'why', of: fill },
});
writeFileSync(join(ROOT, 'docs', 'stepper.svg'), `${pictureOf(await stepper.frame())}\n`);
stepper.close();
