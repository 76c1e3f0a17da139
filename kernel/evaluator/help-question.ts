/** A cell that asks what something is. */
export interface HelpQuestion {
  readonly name: string;
  /** 1 for two question marks: the source, too. */
  readonly detail: 0 | 1;
}

const NAME = String.raw`(?:%{1,2}\p{ID_Start}[\p{ID_Continue}-]*|[\p{ID_Start}$_][\p{ID_Continue}$.]*)`;
const QUESTION = new RegExp(String.raw`^\s*(?:(\?{1,2})\s*(${NAME})|(${NAME})\s*(\?{1,2}))\s*;?\s*$`, 'u');

/** `Math.max?`, `?Math.max`, `render??`: no TypeScript, and what users of other kernels type. */
export function helpQuestion(code: string): HelpQuestion | undefined {
  const [, marksBefore, nameAfter, nameBefore, marksAfter] = QUESTION.exec(code) ?? [];
  const name = nameAfter ?? nameBefore;
  if (name === undefined) return undefined;
  return { name, detail: (marksBefore ?? marksAfter).length === 2 ? 1 : 0 };
}
