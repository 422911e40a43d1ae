import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TARGET_KINDS } from '../../src/forward/registry.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/forwarding.md'), 'utf8');

test.each(TARGET_KINDS.map((kind) => [kind.kind, kind] as const))(
  'every setting of %s, and what it is without it, stands in the documentation',
  (_, { title, kind, settings }) => {
    const section = page.split(/^## /m).find((text) => text.startsWith(`${title}\n`)) ?? '';
    expect(section).toContain(`kind = "${kind}"`);
    const missing = settings.filter(({ name }) => !new RegExp(`^${name} = |\`${name} = `, 'm').test(section));
    expect(missing.map(({ name }) => name)).toEqual([]);
    for (const { name, type, default: usual } of settings) {
      if (usual === undefined || type === 'duration') continue;
      const line = new RegExp(`^${name} = (".*?"|\\S+)`, 'm').exec(section)?.[1];
      expect(`${name} = ${line}`).toBe(`${name} = ${JSON.stringify(usual)}`);
    }
  },
);
