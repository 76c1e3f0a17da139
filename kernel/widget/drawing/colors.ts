/** Colours by what they stand for, as `var(--admf-…)` in styles. */
export type Colors = Readonly<
  Record<
    | 'paper'
    | 'text'
    | 'muted'
    | 'grid'
    | 'line'
    | 'veil'
    | 'blue'
    | 'orange'
    | 'green'
    | 'red'
    | 'purple'
    | 'cyan'
    | 'font',
    string
  >
>;

/** Those of figures and terminal charts: told apart in every common colour blindness, 3:1 on both papers. */
export const LIGHT: Colors = {
  paper: '#ffffff',
  text: '#1f2933',
  muted: '#5a6672',
  grid: '#e8ecf0',
  line: '#b6c0ca',
  veil: '#f3f5f7',
  blue: 'rgb(46,139,224)',
  orange: 'rgb(217,119,6)',
  green: 'rgb(18,147,108)',
  red: 'rgb(220,75,62)',
  purple: 'rgb(169,112,201)',
  cyan: 'rgb(14,145,158)',
  font: "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
};

/** Styles with their colours written in, for readers of SVG that know no variables. */
export function withColors(css: string, colors: Colors): string {
  return css.replaceAll(/var\(--admf-([a-z]+)\)/g, (whole, name: string) => {
    return name in colors ? colors[name as keyof Colors] : whole;
  });
}
