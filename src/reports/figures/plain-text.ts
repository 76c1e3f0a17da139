/**
 * Text for a Plotly figure. Plotly reads a small HTML and, where MathJax is loaded, TeX between dollar signs: names of users are
 * to be seen as they are.
 */
export function plotlyText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('$', '&#36;')
    .replaceAll(/\p{Cc}/gu, '�');
}

const LONGEST = 60;

/** A name where there is little room. */
export function shortText(text: string, longest: number = LONGEST): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return plotlyText(line.length > longest ? `${line.slice(0, longest - 1)}…` : line);
}
