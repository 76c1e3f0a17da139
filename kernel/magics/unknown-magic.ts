import type { Magics } from '../evaluator/magic.ts';

/** The mistake of a magic that does not exist, with the nearest that does. */
export async function unknownMagic(written: string, name: string, magics: Magics): Promise<Error> {
  // Loads the engine, which a mistake may wait for.
  const { UserError, nameHint } = await import('../../src/index.ts');
  const names = [...magics.keys()].filter((each) => each !== '!');
  return new UserError(`there is no magic ${written}`, {
    code: 'unknown_magic',
    hint: nameHint(name, names),
  });
}
