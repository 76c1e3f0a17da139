import { nameHint } from '../../foundation/nearest-name.ts';
import { UserError } from '../../foundation/user-error.ts';
import type { MeetingPoint } from './rendezvous.ts';

/** A session of a notebook. */
export interface FoundSession {
  readonly point: MeetingPoint;
  readonly session: string;
}

/**
 * The session that a name means: `walk`, or `walk@4711` where notebooks have sessions of one name; without a name, the only one
 * that there is.
 *
 * @throws UserError when there is none, with the nearest name; or several.
 */
export function findSession(points: readonly MeetingPoint[], name: string | undefined): FoundSession {
  const every = points.flatMap((point) => point.sessions.map((session) => ({ point, session })));
  const all = every.filter(({ point }) => point.isAlive);
  const isMeant = (one: FoundSession) => one.session === name || called(one) === name;
  // Whoever asks for one that has ended is to hear that.
  const past = every.find((one) => !one.point.isAlive && isMeant(one));
  if (past !== undefined && !all.some(isMeant)) return past;
  if (all.length === 0) {
    throw new UserError('no session is open in a notebook', {
      code: 'no_session',
      hint: '%%workflow or open(…) in a cell opens one, and %attach tells its name',
    });
  }
  const fitting = name === undefined ? all : all.filter(isMeant);
  if (fitting.length === 1) return fitting[0];
  const names = (found: readonly FoundSession[]) =>
    found.map((one) =>
      all.filter(({ session }) => session === one.session).length === 1 ? one.session : called(one),
    );
  if (fitting.length === 0) {
    throw new UserError(`no notebook has a session "${name}"`, {
      code: 'no_such_session',
      hint: nameHint(name as string, names(all)),
    });
  }
  throw new UserError(
    name === undefined ? 'several sessions are open' : `several notebooks have a session "${name}"`,
    { code: 'ambiguous_session', hint: `attach to one of ${names(fitting).join(', ')}` },
  );
}

/** A session with the process of its notebook. */
function called({ point, session }: FoundSession): string {
  return `${session}@${point.pid}`;
}
