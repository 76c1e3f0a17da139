const DAY = 86_400_000;

/** `2008-09-30` for what is known at the end of a day, `2008-09-30 14:30` otherwise (UTC); always one of two widths. */
export function momentText(time: number | null): string {
  if (time === null || !(Math.abs(time) <= 8.64e15)) return '';
  const iso = new Date(time).toISOString();
  const ofDay = ((time % DAY) + DAY) % DAY;
  if (ofDay === 0 || ofDay === DAY - 1) return iso.slice(0, 10);
  // A bar is known with its last millisecond; people call that moment by the next one.
  const moment = ofDay % 1000 === 999 ? new Date(time + 1).toISOString() : iso;
  const seconds = moment.slice(17, 19);
  return `${moment.slice(0, 10)} ${moment.slice(11, seconds === '00' ? 16 : 19)}`;
}
