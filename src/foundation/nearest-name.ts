/**
 * The valid name a mistyped one most likely meant, or undefined when none is close.
 * Damerau–Levenshtein (optimal string alignment) with at most a third of the letters wrong, ignoring case and `-`/`_`.
 */
export function nearestName(typed: string, valid: Iterable<string>): string | undefined {
  const wanted = fold(typed);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const name of valid) {
    const distance = editDistance(wanted, fold(name));
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best !== undefined &&
    bestDistance <= Math.max(1, Math.floor(Math.max(wanted.length, best.length) / 3))
    ? best
    : undefined;
}

/** `did you mean "x"?`, or the list of valid names when none is near. */
export function nameHint(typed: string, valid: Iterable<string>): string {
  const names = [...valid];
  const near = nearestName(typed, names);
  if (near !== undefined) return `did you mean "${near}"?`;
  return names.length === 0 ? 'none are known' : `one of ${names.join(', ')}`;
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[-_\s]/g, '');
}

function editDistance(a: string, b: string): number {
  // Three rows are enough: the transposition looks two rows back.
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, substitution);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
      }
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length];
}
