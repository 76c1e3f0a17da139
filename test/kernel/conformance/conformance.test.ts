import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LaunchedKernel, launchKernel, ourKernel } from '../e2e/launch.ts';
import { CHECKS, STRICTER_CHECKS, type Subject } from './checks.ts';
import { ADMF_SAMPLES } from './samples.ts';

let kernel: LaunchedKernel;
let subject: Subject;

beforeAll(async () => {
  kernel = await launchKernel(ourKernel());
  const client = kernel.createClient();
  await client.connect();
  subject = { client, samples: ADMF_SAMPLES };
});
afterAll(() => kernel.stop());

test('there are as many checks as kernel-testbed has', () => {
  expect(CHECKS).toHaveLength(27);
});

test.each([...STRICTER_CHECKS, ...CHECKS])('the kernel $title', async ({ run }) => {
  expect(await run(subject)).toEqual({ score: 1 });
});
