import { z } from 'zod';
import { featureSourceSchema } from './request.ts';

/** Bars that a feature looks back over. The upper end only catches slips: 100,000 one-minute bars are a year. */
export function periodParam(byDefault: number) {
  return z.int().min(1).max(100_000).default(byDefault).describe('number of bars');
}

export function sourceParam() {
  return featureSourceSchema
    .default('close')
    .describe('what it is computed from: a bar field, or another feature');
}
