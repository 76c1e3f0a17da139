import type { Magic, Magics } from '../evaluator/magic.ts';
import { unknownMagic } from './unknown-magic.ts';

/** Which magics there are. */
export function help(all: () => Magics): Magic {
  return {
    summary: 'Lists the magics, or says what one does.',
    usage: '%help [magic]',
    async line(wanted) {
      const name = wanted.replace(/^%{1,2}/, '');
      const shown = [...all()].filter(([each, { isAlias }]) =>
        name === '' ? isAlias !== true : each === name,
      );
      if (shown.length === 0) throw await unknownMagic(`%${name}`, name, all());
      if (name !== '' && shown[0][1].page !== undefined) {
        console.log(shown[0][1].page);
        return;
      }
      const width = Math.max(...shown.map(([, { usage }]) => usage.length));
      for (const [, { usage, summary }] of shown) console.log(`${usage.padEnd(width)}  ${summary}`);
    },
  };
}
