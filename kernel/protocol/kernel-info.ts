import manifest from '../../package.json' with { type: 'json' };
import { type JsonObject, PROTOCOL_VERSION } from '../wire/message.ts';

/** What the kernel says of itself. Nothing is announced that does not work. */
export function kernelInfo(): JsonObject {
  return {
    status: 'ok',
    protocol_version: PROTOCOL_VERSION,
    implementation: 'admf',
    implementation_version: manifest.version,
    language_info: {
      name: 'typescript',
      version: process.versions.node,
      mimetype: 'text/typescript',
      file_extension: '.ts',
      pygments_lexer: 'typescript',
      codemirror_mode: 'typescript',
      nbconvert_exporter: 'script',
    },
    banner: `ADMF ${manifest.version}, TypeScript on Node ${process.versions.node}`,
    debugger: false,
    supported_features: [],
    help_links: [
      { text: 'TypeScript', url: 'https://www.typescriptlang.org/docs/' },
      { text: 'Node.js', url: 'https://nodejs.org/api/' },
    ],
  };
}
