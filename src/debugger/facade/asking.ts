import type { EventRecord } from '../../events/event.ts';
import { whyHtml } from '../html/why-html.ts';
import { causeChain } from '../keep/cause-chain.ts';
import { subjectOf } from '../why/subject.ts';
import { type WhyAnswer, why } from '../why/why.ts';
import { whyMermaid } from '../why/why-mermaid.ts';
import { whyAnswerText } from '../why/why-text.ts';
import { type WhynotAnswer, whynot } from '../why/whynot.ts';
import { whynotText } from '../why/whynot-text.ts';
import type { Shown } from './shown.ts';
import { Stopping } from './stopping.ts';

/** Asking why, and why not. */
export class Asking extends Stopping {
  /**
   * Why something happened: the whole chain of causes, with the values read, the conditions tested, the size, the limits and
   * the prices.
   *
   * @param what an event or a trade by its id, `fill-12`, `portfolio_main/trade-3`, or a kind, `fill`; the event at the cursor
   *   when left out.
   * @throws UserError for what is not there or lies after the cursor.
   */
  why(what?: string): Shown<WhyAnswer> {
    return this.shown(why(this.core, what), whyAnswerText, { html: whyHtml, mermaid: whyMermaid });
  }

  /** The same as a Mermaid flowchart. */
  whyMermaid(what?: string): string {
    return whyMermaid(why(this.core, what));
  }

  /**
   * Why something did not happen at a bar: the nearest unmet condition and by how much, what refused the signal, or how far
   * the market stayed from the order; and that it did happen, where it did.
   *
   * @param what `BUY`, `SELL`, `EXIT`, `entry`, `exit`, `signal`, `order`, `fill`, `trade`; whatever might have happened when
   *   left out.
   * @param bar the cursor's when left out.
   * @param strategy by its id; all that the portfolio in focus follows when left out.
   * @throws UserError for an unknown word, strategy or bar, and for a bar that the cursor has not come to the end of.
   */
  whynot(what?: string, bar?: number, strategy?: string): Shown<WhynotAnswer> {
    return this.shown(whynot(this.core, { what, bar, strategy }), whynotText);
  }

  /** An event and what led to it, the latest first. @throws UserError when there is none up to the cursor. */
  causes(id: string): EventRecord[] {
    return causeChain(this.core, this.wholeId(id));
  }

  /** `execution_main/fill-12` for `fill-12`, `portfolio_main/trade-3` for `t3`. */
  protected wholeId(id: string): string {
    const subject = subjectOf(this.core, id);
    return subject.kind === 'trade' ? subject.trade : subject.event.record.id;
  }
}
