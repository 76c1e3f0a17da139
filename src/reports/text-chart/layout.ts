/** Rows of one pane on the grid. */
export interface PaneRows {
  /** Row of title and legend. */
  readonly header?: number;
  /** Row of a plain line that parts it from the pane above, when it has no header. */
  readonly rule?: number;
  readonly top: number;
  readonly rows: number;
}

export interface AxisRows {
  readonly line?: number;
  readonly labels?: number;
}

export interface Layout {
  /** As many panes as have room for a row, from the first on. */
  readonly panes: readonly PaneRows[];
  readonly axis: AxisRows;
}

export interface LayoutPane {
  readonly weight: number;
  readonly wantsHeader: boolean;
}

/** Shares out the rows: little ones lose the axis first, then headers, then panes. */
export function layOut(height: number, panes: readonly LayoutPane[], axes: boolean): Layout {
  const axisRows = !axes ? 0 : height >= 8 ? 2 : height >= 5 ? 1 : 0;
  const body = height - axisRows;
  const shown = panes.slice(0, body);
  const parts = shown.map((pane, i) => (pane.wantsHeader ? 'header' : i > 0 ? 'rule' : 'none'));
  const headers = parts.filter((part) => part === 'header').length;
  const rules = parts.filter((part) => part === 'rule').length;
  const withHeaders = body - headers >= 2 * shown.length;
  const withRules = body - headers - rules >= 4 * shown.length;
  const extra = (withHeaders ? headers : 0) + (withRules ? rules : 0);
  const shares = share(
    body - extra,
    shown.map((pane) => (pane.weight > 0 && Number.isFinite(pane.weight) ? pane.weight : 1)),
  );
  let row = 0;
  return {
    panes: shares.map((rows, i) => {
      const header = parts[i] === 'header' && withHeaders ? row++ : undefined;
      const rule = parts[i] === 'rule' && withRules ? row++ : undefined;
      const top = row;
      row += rows;
      return { header, rule, top, rows };
    }),
    axis: {
      line: axisRows === 2 ? body : undefined,
      labels: axisRows > 0 ? height - 1 : undefined,
    },
  };
}

/** `total` rows by weight, at least one each, without losing any to rounding. */
function share(total: number, weights: readonly number[]): number[] {
  const largest = Math.max(...weights);
  const scaled = weights.map((weight) => weight / largest);
  const sum = scaled.reduce((a, b) => a + b, 0);
  const spare = total - weights.length;
  let used = 0;
  let given = 0;
  return scaled.map((weight) => {
    used += weight;
    const until = Math.round((spare * used) / sum);
    const rows = 1 + until - given;
    given = until;
    return rows;
  });
}
