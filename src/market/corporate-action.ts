/** A split, a dividend or both, on the first bar that trades without them. */
export interface CorporateAction {
  /** Of that bar in its series. */
  readonly index: number;
  /** New shares for an old one: 2 for a two-for-one split, 0.1 for a reverse split of ten; 1 for none. */
  readonly ratio: number;
  /** Cash for a share as it is after the split; 0 for none. */
  readonly dividend: number;
}

/**
 * The same actions on other bars of the same prices. Several that come to lie on one bar are made one.
 *
 * @param indexOf the first bar at or after that of an action, below 0 or at least `length` where there is none any more.
 */
export function moveActions(
  actions: readonly CorporateAction[],
  length: number,
  indexOf: (index: number) => number,
): CorporateAction[] {
  const moved: CorporateAction[] = [];
  for (const action of actions) {
    const index = indexOf(action.index);
    if (!(index >= 0 && index < length)) continue;
    const last = moved.at(-1);
    if (last?.index === index) moved[moved.length - 1] = { ...joinActions(last, action), index };
    else moved.push({ ...action, index });
  }
  return moved;
}

/** Two actions of one bar as one; the earlier one's dividend was for a share before the later one's split. */
export function joinActions(earlier: CorporateAction, later: CorporateAction): CorporateAction {
  return {
    index: later.index,
    ratio: earlier.ratio * later.ratio,
    dividend: earlier.dividend / later.ratio + later.dividend,
  };
}
