/**
 * Format of run.json and of the files beside it. Rises when a reader of results must know: 2 brought MAE and MFE of trades and
 * the metrics of the whole curve.
 */
export const RESULTS_FORMAT = 2;
