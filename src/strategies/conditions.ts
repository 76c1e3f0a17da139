import { CONDITION_OPERATORS, type Condition } from '../events/payloads.ts';
import { TestedConditions } from '../events/tested-conditions.ts';

type Operator = Condition['operator'];

/** What is compared: a feature, or a number of your own under a name. */
export interface Operand {
  readonly name: string;
  readonly now: number;
  /** One bar ago; NaN where that is not known. */
  readonly previous: number;
}

/** A number under a name, for comparing what is no feature: `when.above(named('spread', y - x), 2)`. */
export function named(name: string, now: number, previous = Number.NaN): Operand {
  return { name, now, previous };
}

/** Operators as the small numbers that rows hold: positions in CONDITION_OPERATORS. */
const OPERATOR = Object.fromEntries(
  CONDITION_OPERATORS.map((operator, number) => [operator, number]),
) as Record<Operator, number>;

/**
 * Comparisons a strategy makes through these become the reason of its signal: names, values read, and whether met.
 * That is what `why` and `whynot` show. Comparing without them works too, and leaves only the values read.
 *
 * A comparison with a value that is absent (NaN, warming up) is not met.
 */
export class Conditions {
  /** Keep conditions that were not met too; for explaining a bar at which nothing happened. */
  keepUnmet = false;
  /** While `keepUnmet`: the stacks of the calls that tested the conditions of `list()`. */
  readonly calls: string[] = [];
  /** What was tested since the last `clear`. */
  readonly tested = new TestedConditions();

  /** left > right now. */
  above(left: Operand | number, right: Operand | number): boolean {
    const met = currentValue(left) > currentValue(right);
    if (met || this.keepUnmet) this.#keep(OPERATOR.above, left, right, met);
    return met;
  }

  /** left < right now. */
  below(left: Operand | number, right: Operand | number): boolean {
    const met = currentValue(left) < currentValue(right);
    if (met || this.keepUnmet) this.#keep(OPERATOR.below, left, right, met);
    return met;
  }

  /** left was at or below right one bar ago, and is above it now. */
  crossover(left: Operand, right: Operand | number): boolean {
    const met =
      left.now > currentValue(right) && left.previous <= (typeof right === 'number' ? right : right.previous);
    if (met || this.keepUnmet) this.#keep(OPERATOR.crossover, left, right, met);
    return met;
  }

  /** left was at or above right one bar ago, and is below it now. */
  crossunder(left: Operand, right: Operand | number): boolean {
    const met =
      left.now < currentValue(right) && left.previous >= (typeof right === 'number' ? right : right.previous);
    if (met || this.keepUnmet) this.#keep(OPERATOR.crossunder, left, right, met);
    return met;
  }

  /** Any other condition, under a name of your own: `when.is('Monday', day === 1)`. */
  is(name: string, met: boolean): boolean {
    if (met || this.keepUnmet) this.#keep(OPERATOR.is, name, met ? 1 : 0, met);
    return met;
  }

  /** Forgets what the last bar left. */
  clear(): void {
    this.tested.clear();
    if (this.keepUnmet) this.calls.length = 0;
  }

  list(): Condition[] {
    return this.tested.list();
  }

  #keep(operator: number, left: Operand | number | string, right: Operand | number, met: boolean): void {
    if (this.keepUnmet) this.calls[this.tested.count] = new Error('condition').stack ?? '';
    const kept = this.tested.add();
    kept.operator = operator;
    kept.met = met;
    kept.left = nameOf(left);
    kept.right = nameOf(right);
    // Plus 0: the negative of a threshold of 0 is a zero with a sign, which nobody wrote and JSON does not have.
    kept.leftValue = (typeof left === 'string' ? (right as number) : currentValue(left)) + 0;
    kept.rightValue = currentValue(right) + 0;
    const crossing = operator === OPERATOR.crossover || operator === OPERATOR.crossunder;
    kept.leftPrevious = crossing ? (left as Operand).previous + 0 : Number.NaN;
    kept.rightPrevious = crossing ? (typeof right === 'number' ? right : right.previous) + 0 : Number.NaN;
  }
}

function currentValue(operand: Operand | number): number {
  return typeof operand === 'number' ? operand : operand.now;
}

function nameOf(operand: Operand | number | string): string {
  return typeof operand === 'object' ? operand.name : String(operand);
}
