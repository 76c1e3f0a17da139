const DAY = 86_400_000;

/** Times as Plotly and people read them, in UTC: `2008-09-15`, or `2008-09-15 14:30` where they are not all whole days. */
export function timeTexts(times: ArrayLike<number>): string[] {
  const cut = precisionOf(times);
  return Array.from(times, (time) => timeText(time, cut));
}

/** One of such times. @param cut characters of the ISO text to keep: 10 for days, 16 for minutes. */
export function timeText(time: number, cut: number = Number.isInteger(time / DAY) ? 10 : 16): string {
  if (!Number.isFinite(time)) return '';
  return new Date(time).toISOString().slice(0, cut).replace('T', ' ');
}

/** Characters that tell these times apart from one another. */
export function precisionOf(times: ArrayLike<number>): number {
  let cut = 10;
  for (let i = 0; i < times.length && cut < 23; i++) {
    const time = times[i];
    if (!Number.isFinite(time)) continue;
    if (time % 1000 !== 0) cut = 23;
    else if (time % 60_000 !== 0) cut = Math.max(cut, 19);
    else if (time % DAY !== 0) cut = Math.max(cut, 16);
  }
  return cut;
}
