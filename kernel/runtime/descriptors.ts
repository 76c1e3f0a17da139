/** File descriptors of the runtime's pipes to and from the front. */
export const COMMANDS_FD = 3;
export const EVENTS_FD = 4;
