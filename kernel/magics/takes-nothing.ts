/** @throws UserError for a magic that takes nothing and was given something. */
export async function takesNothing(written: string, argument: string, hint?: string): Promise<void> {
  if (argument === '') return;
  const { UserError } = await import('../../src/index.ts');
  throw new UserError(`${written} takes nothing, found "${argument}"`, {
    code: 'bad_magic',
    ...(hint === undefined ? {} : { hint }),
  });
}
