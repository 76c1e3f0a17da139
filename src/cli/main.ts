import { type CliEffects, processEffects } from './effects.ts';
import { helpText, unknownCommand } from './help.ts';
import type { Parts } from './parts.ts';
import { reportError } from './report-error.ts';

/**
 * The `admf` command.
 *
 * @param argv what was typed behind `admf`.
 * @param parts programs that commands may start besides.
 * @returns the exit code: see `admf help`.
 */
export async function main(
  argv: readonly string[],
  effects: CliEffects = processEffects(),
  parts: Parts = {},
): Promise<number> {
  const [command, ...rest] = argv;
  try {
    // Behind `--` everything is an argument.
    const options = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
    const known = command !== undefined && !command.startsWith('-');
    if (known && options.some((option) => option === '--help' || option === '-h')) {
      effects.stdout.write(helpText(command));
      return 0;
    }
    switch (command) {
      case undefined:
      case '--help':
      case '-h':
        effects.stdout.write(helpText());
        return 0;
      case 'help':
        effects.stdout.write(helpText(rest[0]));
        return 0;
      case '--version':
      case '-v': {
        const { VERSION } = await import('../workflows/version.ts');
        effects.stdout.write(`${VERSION}\n`);
        return 0;
      }
      case 'demo':
        return await (await import('./demo.ts')).demo(rest, effects, parts);
      case 'init':
        return await (await import('./init.ts')).init(rest, effects);
      case 'run':
        return await (await import('./run.ts')).runCommand(rest, effects);
      case 'events':
        return await (await import('./events.ts')).events(rest, effects);
      case 'why':
        return await (await import('./why.ts')).why(rest, effects);
      case 'report':
        return await (await import('./report.ts')).report(rest, effects);
      case 'trace':
        return await (await import('./trace.ts')).trace(rest, effects);
      case 'data':
        return await (await import('./data.ts')).data(rest, effects);
      case 'tour':
        return await (await import('./tour.ts')).tour(rest, effects, parts);
      case 'step':
        return await (await import('./step.ts')).step(rest, effects, parts);
      case 'config':
        return await (await import('./config.ts')).config(rest, effects);
      case 'explain':
        return await (await import('./explain.ts')).explainCommand(rest, effects);
      case 'components':
        return await (await import('./components.ts')).components(rest, effects);
      case 'schema':
        return await (await import('./schema.ts')).schema(rest, effects);
      case 'doctor':
        return await (await import('./doctor.ts')).doctor(
          rest,
          effects,
          (await parts.notebookChecks?.()) ?? [],
        );
      case 'completion':
        return await (await import('./completion.ts')).completion(rest, effects);
      case 'validate':
        return await (await import('./validate.ts')).validate(rest, effects);
      default:
        throw unknownCommand(command);
    }
  } catch (error) {
    return reportError(error, effects, argv.includes('--json'));
  }
}
