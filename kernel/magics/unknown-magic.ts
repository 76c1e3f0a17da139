import type { Magics } from '../evaluator/magic.ts';

/** The mistake of a magic that does not exist, with the nearest that does. */
export async function unknownMagic(written: string, name: string, magics: Magics): Promise<Error> {
  // Loads the engine, which a mistake may wait for.
  const { UserError, nearestName } = await import('../../src/index.ts');
  const names = [...magics].filter(([each, { isAlias }]) => each !== '!' && isAlias !== true);
  const near = nearestName(
    name,
    names.map(([each]) => each),
  );
  return new UserError(`there is no magic ${written}`, {
    code: 'unknown_magic',
    hint: near === undefined ? '%help lists all that there are' : `did you mean "${near}"?`,
  });
}
