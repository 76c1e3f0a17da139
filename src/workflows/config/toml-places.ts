import type { LocatedNode } from './node-locator.ts';

interface Node {
  start: number;
  end: number;
  keyStart?: number;
  keyEnd?: number;
  children?: Map<string | number, Node>;
}

/**
 * The places of everything in a TOML document. Written here because the parser keeps none; it has accepted the text
 * before, so that this only has to find where things are.
 */
export function tomlPlaces(text: string): LocatedNode {
  return new Scanner(text).document();
}

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): Node {
    const root: Node = { start: 0, end: this.#text.length, children: new Map() };
    let table = root;
    for (this.#skip(); this.#at < this.#text.length; this.#skip()) {
      if (this.#char() !== '[') {
        this.#pair(table);
        continue;
      }
      const start = this.#at;
      const isList = this.#text[start + 1] === '[';
      this.#at += isList ? 2 : 1;
      const keys = this.#keys(']');
      this.#at += isList ? 2 : 1;
      table = isList ? appended(root, keys, start) : below(root, keys);
      table.start = start;
      table.end = this.#at;
    }
    return root;
  }

  #char(): string {
    return this.#text[this.#at] ?? '';
  }

  /** Spaces, line ends and comments. */
  #skip(): void {
    for (;;) {
      while (/\s/.test(this.#char())) this.#at++;
      if (this.#char() !== '#') return;
      while (this.#char() !== '\n' && this.#char() !== '') this.#at++;
    }
  }

  #spaces(): void {
    while (this.#char() === ' ' || this.#char() === '\t') this.#at++;
  }

  /** A dotted key up to `end`, which is left unread. */
  #keys(end: '=' | ']'): Key[] {
    const keys: Key[] = [];
    for (this.#spaces(); this.#char() !== end && this.#char() !== ''; this.#spaces()) {
      if (this.#char() === '.') this.#at++;
      this.#spaces();
      const start = this.#at;
      if (this.#char() === '"' || this.#char() === "'") {
        this.#string();
        const typed = this.#text.slice(start + 1, this.#at - 1);
        keys.push({ name: this.#text[start] === '"' ? unescaped(typed) : typed, start, end: this.#at });
      } else {
        while (/[\p{L}\p{N}_-]/u.test(this.#char())) this.#at++;
        if (this.#at === start) this.#at++;
        keys.push({ name: this.#text.slice(start, this.#at), start, end: this.#at });
      }
    }
    return keys;
  }

  #pair(table: Node): void {
    const keys = this.#keys('=');
    this.#at++;
    this.#spaces();
    const into = below(table, keys.slice(0, -1));
    const last = keys[keys.length - 1];
    const node = this.#value();
    into.children?.set(last.name, { ...node, keyStart: last.start, keyEnd: last.end });
  }

  #value(): Node {
    const start = this.#at;
    const first = this.#char();
    if (first === '"' || first === "'") this.#string();
    else if (first === '[') return this.#list();
    else if (first === '{') return this.#inlineTable();
    else while (!/[,\]}#\n\r]/.test(this.#char()) && this.#char() !== '') this.#at++;
    return { start, end: start + this.#text.slice(start, this.#at).trimEnd().length };
  }

  #list(): Node {
    const node: Node = { start: this.#at++, end: 0, children: new Map() };
    let i = 0;
    for (this.#skip(); this.#char() !== ']' && this.#char() !== ''; this.#skip()) {
      if (this.#char() === ',') this.#at++;
      else node.children?.set(i++, this.#value());
    }
    node.end = ++this.#at;
    return node;
  }

  #inlineTable(): Node {
    const node: Node = { start: this.#at++, end: 0, children: new Map() };
    for (this.#skip(); this.#char() !== '}' && this.#char() !== ''; this.#skip()) {
      if (this.#char() === ',') this.#at++;
      else this.#pair(node);
    }
    node.end = ++this.#at;
    return node;
  }

  #string(): void {
    const quote = this.#char();
    const mark = this.#text.startsWith(quote.repeat(3), this.#at) ? quote.repeat(3) : quote;
    this.#at += mark.length;
    while (this.#char() !== '' && !this.#text.startsWith(mark, this.#at)) {
      this.#at += quote === '"' && this.#char() === '\\' ? 2 : 1;
    }
    this.#at += mark.length;
    // Up to two quotes may stand inside right before the closing ones.
    while (mark.length === 3 && this.#char() === quote) this.#at++;
  }
}

interface Key {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The table that keys lead to, made where it is not there; in a list of tables, its last one. */
function below(table: Node, keys: readonly Key[]): Node {
  let node = table;
  for (const { name, start, end } of keys) {
    let next = node.children?.get(name);
    if (next === undefined) {
      next = { start, end, keyStart: start, keyEnd: end, children: new Map() };
      node.children ??= new Map();
      node.children.set(name, next);
    }
    const last = next.children?.get(next.children.size - 1);
    node = last ?? next;
  }
  return node;
}

function appended(root: Node, keys: readonly Key[], start: number): Node {
  const { name, start: keyStart, end: keyEnd } = keys[keys.length - 1];
  const into = below(root, keys.slice(0, -1));
  let list = into.children?.get(name);
  if (list === undefined) {
    list = { start, end: keyEnd, keyStart, keyEnd, children: new Map() };
    into.children?.set(name, list);
  }
  const table: Node = { start, end: keyEnd, children: new Map() };
  list.children?.set(list.children.size, table);
  return table;
}

function unescaped(typed: string): string {
  try {
    return JSON.parse(`"${typed}"`) as string;
  } catch {
    return typed;
  }
}
