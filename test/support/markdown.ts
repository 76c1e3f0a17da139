import { posix } from 'node:path';

/** Targets of all links and images of a Markdown text, as written, without those in code. */
export function linksOf(markdown: string): string[] {
  const text = withoutCode(markdown);
  const inline = [...text.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+["'][^)]*)?\)/g)];
  const references = [...text.matchAll(/^\s*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm)];
  const html = [...text.matchAll(/<(?:a|img)\s[^>]*?(?:href|src)="([^"]+)"/g)];
  return [...inline, ...references, ...html].map((match) => match[1]);
}

/**
 * Relative links that lead nowhere, as `docs/a.md: b.md` or `docs/a.md: b.md#section`.
 *
 * @param markdown text by path of every Markdown file
 * @param paths every file of the repository
 */
export function deadLinks(markdown: ReadonlyMap<string, string>, paths: Iterable<string>): string[] {
  const existing = withFolders(paths);
  const dead: string[] = [];
  for (const [path, text] of markdown) {
    for (const link of linksOf(text)) {
      if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(link)) continue;
      const [file, anchor] = decodeURI(link).split('#', 2);
      const target = file === '' ? path : posix.normalize(posix.join(posix.dirname(path), file));
      const page = markdown.get(target);
      const resolves = existing.has(target.replace(/\/$/, ''));
      const found = resolves && (!anchor || page === undefined || anchorsOf(page).has(anchor.toLowerCase()));
      if (!found) dead.push(`${path}: ${link}`);
    }
  }
  return dead;
}

/** Anchors that a Markdown page offers: one a heading, as GitHub makes them, and explicit ids. */
function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutFences(markdown).matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)) {
    const words = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const slug = words.replaceAll(/[^\p{L}\p{N}\s_-]/gu, '').replaceAll(/\s/g, '-');
    let anchor = slug;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${slug}-${i}`;
    anchors.add(anchor);
  }
  for (const [, id] of markdown.matchAll(/\s(?:id|name)="([^"]+)"/g)) anchors.add(id.toLowerCase());
  return anchors;
}

function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/(`+)[^`][\s\S]*?\1/g, '');
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^ *\2[`~]*\s*?$/gm, '');
}

function withFolders(paths: Iterable<string>): Set<string> {
  const all = new Set<string>(['.']);
  for (const path of paths) {
    for (let part = path; part !== '.'; part = posix.dirname(part)) all.add(part);
  }
  return all;
}
