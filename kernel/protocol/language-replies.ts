import { toCodePoints, toUtf16 } from '../language/code-points.ts';
import type { LanguageService } from '../language/language-service.ts';
import type { JsonObject } from '../wire/message.ts';

export async function completeReply(language: LanguageService, content: JsonObject): Promise<JsonObject> {
  const { code, cursor } = placeIn(content);
  const { start, end, matches } = await language.complete(code, cursor);
  const [from, to] = [toCodePoints(code, start), toCodePoints(code, end)];
  return {
    status: 'ok',
    matches: matches.map(({ text }) => text),
    cursor_start: from,
    cursor_end: to,
    metadata: {
      _jupyter_types_experimental: matches.map(({ text, type, signature }) => ({
        text,
        type,
        ...(signature === undefined ? {} : { signature }),
        start: from,
        end: to,
      })),
    },
  };
}

export async function inspectReply(language: LanguageService, content: JsonObject): Promise<JsonObject> {
  const { code, cursor } = placeIn(content);
  const found = await language.inspect(code, cursor, content.detail_level === 1 ? 1 : 0);
  return { status: 'ok', found: found !== undefined, data: found?.data ?? {}, metadata: {} };
}

export async function isCompleteReply(language: LanguageService, content: JsonObject): Promise<JsonObject> {
  return { ...(await language.isComplete(placeIn(content).code)) };
}

function placeIn(content: JsonObject): { code: string; cursor: number } {
  const code = typeof content.code === 'string' ? content.code : '';
  const { cursor_pos: position } = content;
  return { code, cursor: typeof position === 'number' ? toUtf16(code, position) : code.length };
}
