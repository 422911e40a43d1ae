import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CERTIFICATE_JUDGEMENTS, ENDPOINT_JUDGEMENTS } from '../../../src/platforms/host/judgements.ts';
import { SETTINGS } from '../../../src/platforms/host/settings.ts';

const page = readFileSync(new URL('../../../docs/host.md', import.meta.url), 'utf8');

test('the page names every alert and every setting, and no alert that there is not', () => {
  const types = [...CERTIFICATE_JUDGEMENTS, ...ENDPOINT_JUDGEMENTS].map(({ type }) => type);
  const [, alerts = ''] = /## What each alert means([\s\S]*?)## Jobs/.exec(page) ?? [];
  expect([...alerts.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, type]) => type)).toEqual(types);
  for (const { name } of SETTINGS) expect(page).toMatch(new RegExp(`^${name} = `, 'm'));
});
