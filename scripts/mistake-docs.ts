/**
 * Writes docs/mistakes.md from cases of test/golden/cli, whose commands a test runs and whose output it compares, so that the page cannot
 * show anything else.
 *
 *     node scripts/mistake-docs.ts
 */
import { readFileSync, writeFileSync } from 'node:fs';

/** By section: what went wrong, and the case that shows it. */
const MISTAKES: Readonly<Record<string, readonly (readonly [what: string, name: string])[]>> = {
  'In data': [
    ['A file that is not there', 'data-missing-file'],
    ['A column that the file does not have', 'data-columns-unknown-name'],
    ['Dates that may be read in two ways', 'data-ambiguous-dates'],
    ['Times that go back', 'data-unordered-times'],
    ['A time that comes twice', 'data-duplicate-times'],
    ['Cells that are no numbers', 'data-nan'],
    ['Files that overlap', 'data-files-overlap'],
    ['An hour that the clocks skip', 'data-hour-that-clocks-skip'],
    ['A time zone that does not exist', 'data-time-zone-unknown'],
    ['Bars that cannot be put together', 'data-interval-that-does-not-fit'],
    ['Prices adjusted by columns that are not there', 'data-adjust-without-columns'],
    ['Splits of prices that are adjusted for them already', 'data-split-adjusted-already'],
    ['A Parquet file that was cut short', 'data-parquet-cut-short'],
    ['Symbols without a time in common', 'data-nothing-in-common'],
    ['A check of quality that is misspelt', 'data-quality-check-misspelt'],
  ],
  'In a workflow': [
    ['Several at once, each with its place', 'validate-mistakes'],
    ['A strategy that does not exist', 'strategy-unknown'],
    ['A parameter of the wrong type', 'parameter-of-wrong-type'],
    ['A parameter out of its range', 'parameter-out-of-range'],
    ['Keys that others call otherwise', 'keys-called-otherwise'],
    ['A setting on the command line that does not exist', 'set-unknown-key'],
    ['A TOML file that breaks off', 'toml-syntax'],
    ['A file of a newer version', 'workflow-of-a-newer-version'],
    ['Routes that cannot be', 'routes-that-cannot-be'],
  ],
  'In code of your own': [
    ['A feature that does not exist', 'strategy-wants-an-unknown-feature'],
    ['A file without a strategy', 'strategy-module-without-a-strategy'],
    ['A mistake of syntax', 'strategy-module-with-a-syntax-error'],
    ['A signal that is none', 'strategy-answers-nonsense'],
    ['An error in the middle of a run', 'strategy-throws'],
    ['Components that cannot work', 'components-mistaken'],
  ],
};

const HEAD = `# Mistakes and what is said about them

Made by \`node scripts/mistake-docs.ts\` from cases that the tests run (\`test/golden/cli\`). What is wrong, where, and the nearest right thing; all mistakes of a file at once. The exit code is 2 for
what you can mend, and 1 where a run failed. Nothing is written before everything is right.
`;

/** Cases that are shown. */
export const SHOWN: readonly string[] = Object.values(MISTAKES).flatMap((section) =>
  section.map(([, name]) => name),
);

/** The page as text. */
export function mistakeDocs(): string {
  const sections = Object.entries(MISTAKES).map(([title, mistakes]) =>
    [
      `## ${title}`,
      ...mistakes.map(([what, name]) => `### ${what}\n\n\`\`\`text\n${shown(name)}\n\`\`\``),
    ].join('\n\n'),
  );
  return `${[HEAD.trimEnd(), ...sections].join('\n\n')}\n`;
}

function shown(name: string): string {
  const expected = readFileSync(new URL(`../test/golden/cli/${name}/expected.txt`, import.meta.url), 'utf8');
  return expected.replace(/\n\nexit code (\d), no file made\s*$/, '\n\n(exit code $1)').trimEnd();
}

if (import.meta.main) writeFileSync(new URL('../docs/mistakes.md', import.meta.url), mistakeDocs());
