import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../foundation/user-error.ts';

/** Where notebooks and terminals of one user find each other. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a notebook tells of itself, in a file that only its user can read. */
export interface Descriptor {
  readonly pid: number;
  /** Whoever connects has to know it. */
  readonly token: string;
  /** Where the notebook lies. */
  readonly folder: string;
  /** Names of its sessions, in the order in which they were opened. */
  readonly sessions: readonly string[];
}

/** A notebook whose sessions can be attached to. */
export interface MeetingPoint extends Descriptor {
  readonly socket: string;
  /** Whether its process is there: one that was killed leaves its descriptor behind. */
  readonly isAlive: boolean;
}

/**
 * The folder of this user: `ADMF_RUNTIME_DIR`, or one in the system's folder for such things.
 *
 * @throws UserError where that belongs to somebody else, or others can get into it.
 */
export function meetingFolder(env: Environment, create: boolean): string {
  const uid = process.getuid?.();
  if (uid === undefined) {
    throw new UserError('attaching to a session is not possible on this system', { code: 'no_attach' });
  }
  const folder = env.ADMF_RUNTIME_DIR ?? join(env.XDG_RUNTIME_DIR ?? tmpdir(), `admf-${uid}`);
  if (create) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return folder;
  if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0) {
    throw new UserError(
      found.uid === uid
        ? `${folder} can be entered by others than its owner`
        : `${folder} belongs to another user`,
      { code: 'foreign_folder', hint: `its owner has to be user ${uid} alone (chmod 700)` },
    );
  }
  return folder;
}

/** Paths of a notebook's socket and descriptor. */
export function meetingPaths(folder: string, pid: number): { socket: string; descriptor: string } {
  return { socket: join(folder, `${pid}.sock`), descriptor: join(folder, `${pid}.json`) };
}

export function writeDescriptor(path: string, descriptor: Descriptor): void {
  // Nobody finds it half written.
  const next = `${path}.next`;
  writeFileSync(next, JSON.stringify(descriptor), { mode: 0o600 });
  renameSync(next, path);
}

/** All notebooks of this user. @throws UserError as `meetingFolder` does. */
export function meetingPoints(env: Environment): MeetingPoint[] {
  const folder = meetingFolder(env, false);
  const files = lstatSync(folder, { throwIfNoEntry: false }) === undefined ? [] : readdirSync(folder);
  return files
    .filter((file) => /^\d+\.json$/.test(file))
    .flatMap((file) => {
      const { socket, descriptor } = meetingPaths(folder, Number.parseInt(file, 10));
      try {
        const told = JSON.parse(readFileSync(descriptor, 'utf8')) as Descriptor;
        return [{ ...told, socket, isAlive: isAlive(told.pid) }];
      } catch {
        // It was taken away meanwhile, or is none.
        return [];
      }
    });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Takes away what a notebook left behind that is gone. */
export function clearMeetingPoint({ pid }: Pick<MeetingPoint, 'pid'>, env: Environment): void {
  const { socket, descriptor } = meetingPaths(meetingFolder(env, false), pid);
  rmSync(socket, { force: true });
  rmSync(descriptor, { force: true });
}
