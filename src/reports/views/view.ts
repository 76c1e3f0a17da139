/** How a value looks in a notebook, by MIME type. */
export interface View {
  readonly 'text/html': string;
  readonly 'text/plain': string;
}
