/** Rounding may leave a pivot this far below 0 where it is 0. */
const TOLERANCE = 1e-12;

/**
 * The lower triangular L with L · Lᵀ = the matrix (Golub and Van Loan, Matrix Computations, section 4.2); undefined when
 * it is not symmetric positive semidefinite.
 */
export function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const factor: number[][] = matrix.map(() => []);
  for (let i = 0; i < matrix.length; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i][j];
      for (let k = 0; k < j; k++) rest -= factor[i][k] * factor[j][k];
      if (i === j) {
        if (!(rest >= -TOLERANCE)) return undefined;
        factor[i].push(Math.sqrt(Math.max(rest, 0)));
      } else if (factor[j][j] > Math.sqrt(TOLERANCE)) {
        factor[i].push(rest / factor[j][j]);
      } else {
        // A column that the ones before it make up has nothing of its own to share.
        if (Math.abs(rest) > Math.sqrt(TOLERANCE)) return undefined;
        factor[i].push(0);
      }
    }
  }
  return factor;
}
