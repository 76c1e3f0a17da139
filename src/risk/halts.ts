import { z } from 'zod';
import type { HaltRule, RiskLimit, RiskLimitDefinition } from './limit.ts';

const action = z
  .enum(['halt', 'close'])
  .default('halt')
  .describe('halt: cancel waiting orders, open nothing new; close: close all positions too');

export const drawdownStop: RiskLimitDefinition<{
  percent: number;
  action: 'halt' | 'close';
  bars?: number;
}> = {
  type: 'drawdown_stop',
  description: 'Stops trading when equity has fallen too far from its peak.',
  params: z.strictObject({
    percent: z.number().gt(0).max(100).describe('largest drawdown, in percent of the peak'),
    action,
    bars: z
      .int()
      .min(1)
      .optional()
      .describe('bars of the run after which trading goes on; never, when left out'),
  }),
  create: ({ percent, action, bars = Number.POSITIVE_INFINITY }) =>
    halting({
      action,
      bars,
      untilNextDay: false,
      measure: ({ equity, peak }) => ({
        code: 'drawdown_stop',
        reason: 'the drawdown, in percent of the peak, was larger than allowed',
        value: ((peak - equity) / peak) * 100,
        limit: percent,
      }),
    }),
};

export const dailyLoss: RiskLimitDefinition<{ percent: number; action: 'halt' | 'close' }> = {
  type: 'daily_loss',
  description:
    'Stops trading for the rest of the day, in UTC or as execution.day says, when the day has lost too much.',
  params: z.strictObject({
    percent: z
      .number()
      .gt(0)
      .max(100)
      .describe('largest loss since the last close of the day before, in percent'),
    action,
  }),
  create: ({ percent, action }) =>
    halting({
      action,
      bars: Number.POSITIVE_INFINITY,
      untilNextDay: true,
      measure: ({ equity, dayStart }) => ({
        code: 'daily_loss',
        reason: 'the loss of the day, in percent, was larger than allowed',
        value: ((dayStart - equity) / dayStart) * 100,
        limit: percent,
      }),
    }),
};

/** What refuses orders while it is in force is the monitor, which knows since when. */
function halting(halt: HaltRule): RiskLimit {
  return Object.assign(() => null, { halt });
}
