import type { NumberRole } from '../files/bar-table.ts';
import { timeExample } from '../times/time-form.ts';
import type { Finding } from './findings.ts';
import { partOf, type RawBars, type RawPart } from './raw-bars.ts';
import { NOT_A_NUMBER, type RowProblem } from './row-problems.ts';

/** Findings with place and text of their cells, in the order given. Cells are read again from the files: only few are. */
export async function describeFindings(bars: RawBars, findings: readonly Finding[]): Promise<RowProblem[]> {
  const described = new Map<Finding, RowProblem>();
  const byPart = Map.groupBy(findings, (finding) => partOf(bars, finding.row));
  const roles = Object.keys(bars.numbers) as NumberRole[];
  for (const [part, own] of byPart) {
    const numbers = [...new Set(own.map(({ row }) => rowNumber(part, row)))].sort((a, b) => a - b);
    const cells = await part.table.cells(numbers, roles);
    for (const finding of own) {
      const cell = cells[numbers.indexOf(rowNumber(part, finding.row))];
      const value = finding.role === 'time' ? cell.time : (cell.numbers[finding.role] ?? '');
      described.set(finding, {
        file: part.table.name,
        unit: part.table.unit,
        place: cell.place,
        column: columnName(part, finding.role),
        value,
        problem: finding.problem ?? unreadable(part, finding.role, value),
      });
    }
  }
  return findings.flatMap((finding) => described.get(finding) ?? []);
}

function rowNumber({ rows, start }: RawPart, row: number): number {
  if (rows === null) throw new Error('rows were read without their numbers');
  return rows[row - start];
}

function columnName({ table }: RawPart, role: NumberRole | 'time'): string {
  return table.header[table.positions[role] ?? 0];
}

function unreadable({ table }: RawPart, role: NumberRole | 'time', value: string): string {
  if (value === '') return 'is empty';
  return role === 'time' ? `is not ${timeExample(table.form)}` : NOT_A_NUMBER;
}
