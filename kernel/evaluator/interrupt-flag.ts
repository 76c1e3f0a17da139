/** Nobody is asked to stop. */
export const NOBODY = 0;
/** The running cell is. */
export const RUNNING_CELL = 1;
/** What is left of cells that were stopped is: a loop or a timer that began when its cell was over. */
export const STRAYS = 2;
