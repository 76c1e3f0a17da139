const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Clock times of one time zone. Its offset from UTC is looked up once per UTC day, and per quarter of an hour on a day on which it
 * changes: asking the platform for every bar would take longer than all else together.
 */
export class LocalTime {
  readonly #format: Intl.DateTimeFormat;
  #day = Number.NaN;
  /** Offset in milliseconds on `#day`, NaN when it changes during that day. */
  #offset = 0;
  #quarter = Number.NaN;
  #quarterOffset = 0;

  /** @param zone an IANA name, or UTC. */
  constructor(zone: string) {
    this.#format = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  }

  /** What the clock on the wall shows at `time` (milliseconds UTC), as the milliseconds UTC of the same reading. */
  at(time: number): number {
    const day = Math.floor(time / DAY);
    if (day !== this.#day) {
      this.#day = day;
      const offset = this.#lookUp(day * DAY);
      this.#offset = offset === this.#lookUp((day + 1) * DAY) ? offset : Number.NaN;
    }
    if (!Number.isNaN(this.#offset)) return time + this.#offset;
    // Zones change their clocks at full quarters of an hour.
    const quarter = Math.floor(time / (15 * MINUTE));
    if (quarter !== this.#quarter) {
      this.#quarter = quarter;
      this.#quarterOffset = this.#lookUp(quarter * 15 * MINUTE);
    }
    return time + this.#quarterOffset;
  }

  #lookUp(time: number): number {
    const part: Record<string, number> = {};
    for (const { type, value } of this.#format.formatToParts(time)) part[type] = Number(value);
    const { year, month, day, hour, minute, second } = part;
    return Date.UTC(year, month - 1, day, hour, minute, second) - time;
  }
}
