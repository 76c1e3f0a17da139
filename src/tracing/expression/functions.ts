import type { FunctionName } from './syntax-tree.ts';

export interface ExpressionFunction {
  /** Fewest and most arguments, all numbers. */
  readonly least: number;
  readonly most: number;
  /** One line for help. */
  readonly description: string;
}

/** The functions of the language. If one argument is missing, so is the result. */
export const FUNCTIONS: Readonly<Record<FunctionName, ExpressionFunction>> = {
  abs: { least: 1, most: 1, description: 'the number without its sign' },
  min: { least: 1, most: Number.POSITIVE_INFINITY, description: 'the smallest' },
  max: { least: 1, most: Number.POSITIVE_INFINITY, description: 'the largest' },
};
