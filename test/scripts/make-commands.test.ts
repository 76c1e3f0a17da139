import { expect, test } from 'vitest';
import { commandsPage, sessionCommands } from '../../scripts/make-commands.ts';
import { readRepositoryFile } from '../support/repository-files.ts';

test('docs/commands.md is what the table of commands says', () => {
  // When it is not: node scripts/make-commands.ts
  expect(readRepositoryFile('docs/commands.md')).toBe(commandsPage());
});

test('the magics of the kernel are the commands of the table', () => {
  expect(JSON.parse(readRepositoryFile('kernel/magics/session-commands.json'))).toEqual(
    JSON.parse(sessionCommands()),
  );
});
