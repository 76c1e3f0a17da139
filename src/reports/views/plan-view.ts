import { formatNumber } from '../../analytics/format.ts';
import { alignedRows } from '../../debugger/look/where.ts';
import { escapeHtml, htmlTable } from '../../foundation/html.ts';
import { numberText, timeText } from '../../tracing/event-text.ts';
import { isDefinition } from '../../workflows/config/strategy-object.ts';
import type { WorkflowConfig } from '../../workflows/config/workflow-config.ts';
import type { View } from './view.ts';

/** What there is to say of a workflow before it is run. */
export interface Plan {
  readonly config: WorkflowConfig;
  /** Of one whose data is loaded. */
  readonly fingerprint?: string;
  readonly series?: readonly {
    readonly symbol: string;
    readonly length: number;
    readonly openTime: ArrayLike<number>;
    readonly closeTime: ArrayLike<number>;
  }[];
}

type Row = readonly [part: string, name: string, what: string, settings: string];

const FINGERPRINT = 12;

/** A workflow in the order in which a bar travels: data, strategies, portfolios, execution. */
export function planView(plan: Plan): View {
  const { config, fingerprint } = plan;
  const known = fingerprint === undefined ? '' : `, run ${fingerprint.slice(0, FINGERPRINT)}`;
  const head = `${config.topology}, ${config.sequence}, seed ${config.seed}${known}`;
  const rows = rowsOf(plan);
  const about = config.description === undefined ? [] : [config.description];
  return {
    'text/html': [
      `<p>${[`<b>${escapeHtml(config.name)}</b> ${escapeHtml(head)}`, ...about.map(escapeHtml)].join('<br>')}</p>`,
      htmlTable(
        ['', 'name', 'what', 'settings'].map((heading) => ({ heading })),
        rows.map((row) => [...row]),
        '',
        { live: false },
      ),
    ].join('\n'),
    'text/plain': [`${config.name}  ${head}`, ...about, alignedRows(rows).trimEnd()].join('\n'),
  };
}

function rowsOf({ config, series = [] }: Plan): Row[] {
  const { execution } = config;
  return [
    ...config.data.map(({ symbol, source, from, to }): Row => {
      const bars = series.find((one) => one.symbol === symbol);
      const wanted = [from ?? '', to ?? ''].join(' to ');
      const found =
        bars === undefined || bars.length === 0
          ? wanted === ' to '
            ? ''
            : wanted
          : `${formatNumber(bars.length, 0)} bars, ${timeText(bars.openTime[0])} to ${timeText(bars.closeTime[bars.length - 1])}`;
      return [
        'data',
        symbol,
        typeof source === 'string' ? source : source.type,
        sourceSettings(source, found),
      ];
    }),
    ...config.strategies.map(
      ({ id, type, params, symbols }): Row => [
        'strategy',
        id,
        typeof type === 'string' ? type : `${type.type} (a definition in code)`,
        [settingsText(params), `on ${symbols.join(', ')}`].filter((part) => part !== '').join('; '),
      ],
    ),
    ...config.portfolios.map(({ id, strategies, cash, sizing, risk, direction, leverage }): Row => {
      const followed = strategies.map((one) =>
        one.weight === 1 ? one.id : `${one.id} × ${numberText(one.weight)}`,
      );
      const limits = risk.map(({ type, params }) => component(type, params));
      return [
        'portfolio',
        id,
        `follows ${followed.join(', ')}`,
        [
          `cash ${formatNumber(cash, 0)}`,
          component(sizing.type, sizing.params),
          ...(direction === 'long_only' ? [] : [String(direction)]),
          ...(leverage === 1 ? [] : [`leverage ${numberText(leverage)}`]),
          ...limits,
        ].join('; '),
      ];
    }),
    [
      'execution',
      '',
      execution.profile,
      [
        `slippage ${component(execution.slippage.type, execution.slippage.params)}`,
        `commission ${component(execution.commission.type, execution.commission.params)}`,
        ...(execution.closeAtEnd ? ['positions are closed at the end'] : []),
      ].join('; '),
    ],
    ...(config.containers ?? []).map(
      ({ id, parent, components }): Row => [
        'container',
        id,
        `below ${parent}`,
        components
          .map(({ type, params }) => component(typeof type === 'string' ? type : type.type, params))
          .join('; '),
      ],
    ),
    ...(config.benchmark === undefined
      ? []
      : [['benchmark', config.benchmark, 'bought and held', ''] as const]),
  ];
}

function sourceSettings(source: WorkflowConfig['data'][number]['source'], found: string): string {
  const { type: _, ...settings } = typeof source === 'string' ? { type: source } : source;
  return [settingsText(settings), found].filter((part) => part !== '').join('; ');
}

/** `percent_of_equity (percent 95)` */
function component(type: string, params: Readonly<Record<string, unknown>>): string {
  const settings = settingsText(params);
  return settings === '' ? type : `${type} (${settings})`;
}

/** `fast 20, slow 100` */
function settingsText(params: Readonly<Record<string, unknown>>): string {
  return Object.entries(params)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${settingText(value)}`)
    .join(', ');
}

function settingText(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return value;
  return isDefinition(value) ? value.type : JSON.stringify(value);
}
