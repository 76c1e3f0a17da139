import { UserError, UserErrors } from '../foundation/user-error.ts';
import { locatorOf } from './config/config.ts';
import type { Path } from './config/path.ts';
import type { WorkflowConfig } from './config/workflow-config.ts';

/** The same mistakes, each with the place in the configuration that named what is wrong, where it had none. */
export function locatedAt<E>(error: E, config: WorkflowConfig, path: Path): E {
  if (error instanceof UserErrors) {
    return new UserErrors(error.errors.map((one) => locatedAt(one, config, path))) as E & UserErrors;
  }
  if (!(error instanceof UserError) || error.location !== undefined) return error;
  const { location, excerpt } = locatorOf(config, path).place([], 'value');
  const { message, code, hint, cause } = error;
  return new UserError(message, { code, hint, cause, location, excerpt: error.excerpt ?? excerpt }) as E &
    UserError;
}
