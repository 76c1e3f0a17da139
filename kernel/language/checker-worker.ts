// The thread in which TypeScript runs. Started by checker-thread.ts, never by hand.
import { parentPort, workerData } from 'node:worker_threads';
import { type Checker, type CreateChecker, EMPTY_STATE } from './checker.ts';
import type { Answers, Question, Reply, Request, WorkerOptions } from './checker-messages.ts';

const port = parentPort!;
const { checker: url, state, ...options } = workerData as WorkerOptions;
const { createChecker } = (await import(url)) as { createChecker: CreateChecker };
const checker = createChecker(options);
checker.state = state;

port.on('message', (request: Request) => {
  switch (request.type) {
    case 'ask':
      reply(answer(checker, request.id, request.question));
      return;
    case 'commit':
      commit(request);
      return;
    case 'reset':
      checker.state = EMPTY_STATE;
      reply({ type: 'state', state: checker.state });
  }
});
reply({ type: 'ready' });

function reply(message: Reply): void {
  port.postMessage(message);
}

function answer(to: Checker, id: number, question: Question): Reply {
  try {
    return { type: 'answer', id, answer: ask(to, question) };
  } catch (error) {
    return { type: 'failed', id, message: String((error as Error).stack ?? error) };
  }
}

function ask(from: Checker, question: Question): Answers[keyof Answers] {
  switch (question.type) {
    case 'check':
      return from.check(question.cell);
    case 'complete':
      return from.complete(question.code, question.cursor);
    case 'inspect':
      return from.inspect(question.code, question.cursor, question.detail);
  }
}

/** A cell whose declarations the checker cannot make leaves the earlier ones as they are. */
function commit({ cell }: Request & { type: 'commit' }): void {
  try {
    checker.commit(cell);
  } catch {}
  reply({ type: 'state', state: checker.state });
}
