import { describeConditions } from './describe-condition.ts';
import type { EventSink } from './event-sink.ts';
import type { Condition } from './payloads.ts';
import { TestedConditions } from './tested-conditions.ts';

/** A value that a strategy reads, under a name that stays the same. */
export interface NamedValue {
  readonly name: string;
  readonly now: number;
}

/**
 * What a strategy tested and read for its decision. That of a strategy moves with it; a copy, made by `assign`, stays as it is.
 */
export class Evidence {
  /** The reason that the strategy gave, if it gave one. */
  given: string | undefined = undefined;
  readonly #conditions: TestedConditions;
  readonly #read: readonly NamedValue[];

  constructor(conditions: TestedConditions, read: readonly NamedValue[]) {
    this.#conditions = conditions;
    this.#read = read;
  }

  conditions(): Condition[] {
    return this.#conditions.list();
  }

  /** Values read, but for those that are absent. */
  values(): Record<string, number> {
    const values: Record<string, number> = {};
    for (const { name, now } of this.#read) if (!Number.isNaN(now)) values[name] = now;
    return values;
  }

  /** The reason in words, built from the conditions when the strategy gave none. */
  reason(): string {
    return this.given ?? describeConditions(this.#conditions.list());
  }

  /**
   * Writes whether a reason was given and that, the number of conditions and each, the number of values and each. A reason that is
   * built from the conditions is not written.
   */
  encode(out: EventSink): void {
    const { given } = this;
    out.number(given === undefined ? 0 : 1);
    if (given !== undefined) out.text(given);
    this.#conditions.encode(out);
    const read = this.#read;
    out.number(read.length);
    for (let i = 0; i < read.length; i++) {
      out.name(read[i].name);
      out.number(read[i].now);
    }
  }

  copyTo(copy: EvidenceCopy): void {
    copy.fill(this.given, this.#conditions, this.#read);
  }
}

class CopiedValue implements NamedValue {
  name = '';
  now = Number.NaN;
}

/** Evidence as it was at one moment. Filling it anew allocates nothing. */
export class EvidenceCopy extends Evidence {
  readonly #conditions: TestedConditions;
  readonly #read: CopiedValue[];

  constructor() {
    const conditions = new TestedConditions();
    const read: CopiedValue[] = [];
    super(conditions, read);
    this.#conditions = conditions;
    this.#read = read;
  }

  fill(given: string | undefined, conditions: TestedConditions, read: readonly NamedValue[]): void {
    const copied = this.#read;
    this.given = given;
    this.#conditions.assign(conditions);
    while (copied.length < read.length) copied.push(new CopiedValue());
    while (copied.length > read.length) copied.pop();
    for (let i = 0; i < read.length; i++) {
      copied[i].name = read[i].name;
      copied[i].now = read[i].now;
    }
  }
}
