import { styleText } from 'node:util';
import { formatLocation, type UserError, UserErrors } from './user-error.ts';

/**
 * Mistakes as a person reads them, each as its line, an excerpt with a caret, and a hint; a count at the end when there
 * are several. Ends with a newline.
 */
export function renderUserErrors(
  errors: UserError | readonly UserError[],
  options: { readonly color: boolean },
): string {
  const list = 'length' in errors ? errors : errors instanceof UserErrors ? errors.errors : [errors];
  const style = (format: 'bold' | 'red' | 'cyan', text: string) =>
    options.color ? styleText(format, text, { validateStream: false }) : text;
  const blocks = list.map((error) => {
    const where = error.location === undefined ? '' : `${style('bold', formatLocation(error.location))}: `;
    const lines = [`${where}${error.message}`];
    if (error.excerpt !== undefined)
      lines.push(
        error.excerpt.replaceAll(/\^+/g, (caret, at: number, whole: string) =>
          // Only the caret's own line is coloured; the text above may hold a ^ of its own.
          at > whole.lastIndexOf('\n') ? style('red', caret) : caret,
        ),
      );
    if (error.hint !== undefined) lines.push(`  ${style('cyan', 'hint:')} ${error.hint}`);
    return lines.join('\n');
  });
  if (list.length > 1) blocks.push(`${list.length} mistakes`);
  return `${blocks.join('\n\n')}\n`;
}
