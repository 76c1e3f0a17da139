/** Whether a container's id matches a pattern, in which `*` stands for any run of characters. */
export function matchesPattern(pattern: string, id: string): boolean {
  // Two pointers and one place to come back to: linear, whatever stars the pattern has.
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let i = 0; i < id.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = i;
    } else if (pattern[p] === id[i]) {
      p++;
      i++;
    } else if (star >= 0) {
      p = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}

/** How much of an id a pattern fixes: the more letters, the more specific; an exact name before any pattern. */
export function specificity(pattern: string): number {
  const letters = pattern.replaceAll('*', '').length;
  return pattern.includes('*') ? letters : letters + 1_000_000;
}
