import { expect, test } from 'vitest';
import { featureRegistry } from '../../src/features/index.ts';
import { featureContract } from '../contracts/feature-contract.ts';
import { featureCases, priceDegrees } from './feature-cases.ts';

test('every registered feature is under the contract', () => {
  expect(Object.keys(featureCases).toSorted()).toEqual(featureRegistry.types.toSorted());
});

for (const definition of featureRegistry) {
  const { type, outputs } = definition;
  featureContract(definition, featureCases[type] ?? [], priceDegrees(type, outputs));
}
