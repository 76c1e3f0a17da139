/** What a notebook needs to let terminals walk its sessions. */
export { Stepper } from '../stepper.ts';
export { encodeMessage, type FromTerminal, MessageReader, type ToTerminal } from './protocol.ts';
export { clearMeetingPoint, meetingFolder, meetingPaths, writeDescriptor } from './rendezvous.ts';
