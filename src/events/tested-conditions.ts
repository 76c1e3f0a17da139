import type { EventSink } from './event-sink.ts';
import { CONDITION_OPERATORS, type Condition } from './payloads.ts';

// Numbers only where numbers are, NaN and not null: a field that holds both is put on the heap at each change.
export class TestedCondition {
  left = '';
  /** Position in CONDITION_OPERATORS. */
  operator = 0;
  right = '';
  leftValue = Number.NaN;
  rightValue = Number.NaN;
  leftPrevious = Number.NaN;
  rightPrevious = Number.NaN;
  met = false;

  assign(other: TestedCondition): void {
    this.left = other.left;
    this.operator = other.operator;
    this.right = other.right;
    this.leftValue = other.leftValue;
    this.rightValue = other.rightValue;
    this.leftPrevious = other.leftPrevious;
    this.rightPrevious = other.rightPrevious;
    this.met = other.met;
  }

  encode(out: EventSink): void {
    out.name(this.left);
    out.number(this.operator);
    out.name(this.right);
    out.numbers4(this.leftValue, this.rightValue, this.leftPrevious, this.rightPrevious);
    out.number(this.met ? 1 : 0);
  }

  toCondition(): Condition {
    const { left, right, leftValue, rightValue, leftPrevious, rightPrevious, met } = this;
    return {
      left,
      operator: CONDITION_OPERATORS[this.operator],
      right,
      leftValue,
      rightValue,
      leftPrevious: Number.isNaN(leftPrevious) ? null : leftPrevious,
      rightPrevious: Number.isNaN(rightPrevious) ? null : rightPrevious,
      met,
    };
  }
}

/** The conditions that were tested at one bar. They are filled anew from bar to bar, so that testing one allocates nothing. */
export class TestedConditions {
  readonly #all: TestedCondition[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  /** One more, to be filled: its fields hold what was there before. */
  add(): TestedCondition {
    if (this.#count === this.#all.length) this.#all.push(new TestedCondition());
    return this.#all[this.#count++];
  }

  clear(): void {
    this.#count = 0;
  }

  assign(other: TestedConditions): void {
    this.#count = 0;
    for (let i = 0; i < other.#count; i++) this.add().assign(other.#all[i]);
  }

  list(): Condition[] {
    return this.#all.slice(0, this.#count).map((condition) => condition.toCondition());
  }

  /** Writes their number and each. */
  encode(out: EventSink): void {
    out.number(this.#count);
    for (let i = 0; i < this.#count; i++) this.#all[i].encode(out);
  }
}
