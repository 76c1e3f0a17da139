/** One way to go on with a line. */
export interface Candidate {
  /** What stands there then, from where the completion starts. */
  readonly text: string;
  /** What it is, in a line. */
  readonly help: string;
}
