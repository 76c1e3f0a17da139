import { UserError } from '../foundation/user-error.ts';
import { hintFor } from '../workflows/config/hint.ts';
import type { CliEffects } from './effects.ts';

/** What `admf data` can do. */
export const DATA_ACTIONS = ['list', 'info', 'check', 'convert', 'generate'] as const;

/** `admf data list|info|check|convert|generate`. */
export async function data(argv: readonly string[], effects: CliEffects): Promise<number> {
  const [action, ...rest] = argv;
  switch (action) {
    case 'list':
      return (await import('./data-list.ts')).dataList(rest, effects);
    case 'info':
      return (await import('./data-info.ts')).dataInfo(rest, effects);
    case 'check':
      return (await import('./data-check.ts')).dataCheck(rest, effects);
    case 'convert':
      return (await import('./data-convert.ts')).dataConvert(rest, effects);
    case 'generate':
      return (await import('./data-generate.ts')).dataGenerate(rest, effects);
    default:
      throw new UserError(
        action === undefined ? 'admf data: say what to do' : `admf data: there is no "${action}"`,
        { code: 'bad_command_line', hint: hintFor(action ?? '', DATA_ACTIONS) },
      );
  }
}
