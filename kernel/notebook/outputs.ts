import type { JsonObject, Message } from '../wire/message.ts';
import { linesOf, type Output } from './ipynb.ts';

/** What a notebook keeps of the messages that its cells published. */
export class Outputs {
  /** By cell. */
  readonly #cells = new Map<number, Output[]>();
  /** Outputs that may be changed later, by their display id. */
  readonly #displays = new Map<string, { readonly outputs: Output[]; readonly index: number }[]>();
  readonly #clearNext = new Set<number>();

  /** What a cell put out up to now. */
  of(cell: number): readonly Output[] {
    return (this.#cells.get(cell) ?? []).map(written);
  }

  /** Takes a message that a cell is the cause of. */
  take(cell: number, { header, content }: Message): void {
    switch (header.msg_type) {
      case 'stream':
        this.#stream(cell, content);
        return;
      case 'display_data':
      case 'execute_result':
        this.#display(cell, header.msg_type, content);
        return;
      case 'update_display_data':
        this.#update(content);
        return;
      case 'error': {
        const { ename, evalue, traceback } = content;
        this.#add(cell, { output_type: 'error', ename, evalue, traceback });
        return;
      }
      case 'clear_output':
        if (content.wait === true) this.#clearNext.add(cell);
        else this.#clear(cell);
    }
  }

  #stream(cell: number, { name, text }: JsonObject): void {
    const outputs = this.#outputs(cell);
    const last = outputs.at(-1);
    if (last?.output_type === 'stream' && last.name === name && !this.#clearNext.has(cell)) {
      outputs[outputs.length - 1] = { ...last, text: `${last.text as string}${text as string}` };
    } else this.#add(cell, { output_type: 'stream', name, text });
  }

  #display(cell: number, type: string, content: JsonObject): void {
    const { data, metadata, execution_count: count, transient } = content;
    const output = { output_type: type, data, metadata };
    const { outputs, index } = this.#add(
      cell,
      type === 'execute_result' ? { ...output, execution_count: count } : output,
    );
    const id = (transient as { display_id?: string } | undefined)?.display_id;
    if (id === undefined) return;
    const known = this.#displays.get(id) ?? [];
    known.push({ outputs, index });
    this.#displays.set(id, known);
  }

  #update({ data, metadata, transient }: JsonObject): void {
    const id = (transient as { display_id?: string } | undefined)?.display_id ?? '';
    for (const { outputs, index } of this.#displays.get(id) ?? []) {
      outputs[index] = { ...outputs[index], data, metadata };
    }
  }

  #add(cell: number, output: Output): { outputs: Output[]; index: number } {
    if (this.#clearNext.delete(cell)) this.#clear(cell);
    const outputs = this.#outputs(cell);
    return { outputs, index: outputs.push(output) - 1 };
  }

  #outputs(cell: number): Output[] {
    const known = this.#cells.get(cell);
    if (known !== undefined) return known;
    const fresh: Output[] = [];
    this.#cells.set(cell, fresh);
    return fresh;
  }

  /** A new list: displays that were in the old one are gone. */
  #clear(cell: number): void {
    this.#cells.set(cell, []);
  }
}

/** Texts in lines, so that two versions of a notebook can be told apart line by line. */
function written(output: Output): Output {
  if (typeof output.text === 'string') return { ...output, text: linesOf(output.text) };
  if (typeof output.data !== 'object' || output.data === null) return output;
  const data = Object.entries(output.data as JsonObject).map(([mime, value]) => [
    mime,
    typeof value === 'string' && /^text\/|\+xml$/.test(mime) ? linesOf(value) : value,
  ]);
  return { ...output, data: Object.fromEntries(data) as JsonObject };
}
