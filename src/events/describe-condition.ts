import type { Condition } from './payloads.ts';

/** `fast 101.20 crossed above slow 100.90`: a condition as a person would say it. */
export function describeCondition(condition: Condition): string {
  const { left, right, operator, leftValue, rightValue, met } = condition;
  const not = met ? '' : 'not ';
  if (operator === 'is') return `${not}${left}`;
  const a = `${left} ${formatValue(leftValue)}`;
  const b = right === String(rightValue) ? right : `${right} ${formatValue(rightValue)}`;
  switch (operator) {
    case 'above':
      return `${a} ${not}above ${b}`;
    case 'below':
      return `${a} ${not}below ${b}`;
    case 'crossover':
      return `${a} ${met ? 'crossed' : 'did not cross'} above ${b}`;
    case 'crossunder':
      return `${a} ${met ? 'crossed' : 'did not cross'} below ${b}`;
  }
}

/** The reason of a signal for which the strategy gave none. */
export function describeConditions(conditions: readonly Condition[]): string {
  return conditions.map(describeCondition).join(', ');
}

function formatValue(value: number): string {
  const size = Math.abs(value);
  return size === 0 || size >= 1 ? value.toFixed(2) : value.toPrecision(4);
}
