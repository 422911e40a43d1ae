/** A platform that says exactly what a story needs: real HTTP in the wire format of ssl-clm, and a home configured for it. */

import { RULES } from '../../../src/rules/registry.ts';
import { startServer, type TestServer } from '../../support/http-server.ts';
import { type Home, newHome } from './open-console.ts';
import { configure } from './world.ts';

export interface OwnRows {
  readonly alerts?: readonly object[];
  readonly jobs?: readonly object[];
  readonly audit?: readonly object[];
}

export interface OwnPlatform extends AsyncDisposable {
  readonly home: Home;
  readonly server: TestServer;
}

/** What keeps rules from deriving records of their own. */
export const WITHOUT_RULES = RULES.map(({ name }) => `[rules.${name}]\nenabled = false\n`).join('\n');

const LISTS: readonly (readonly [RegExp, keyof OwnRows])[] = [
  [/\/alerts$/, 'alerts'],
  [/\/jobs$/, 'jobs'],
  [/\/audit-logs$/, 'audit'],
];

/** `further` stands in the configuration behind it. */
export async function openOwn(rows: OwnRows, { name = 'own', further = '' } = {}): Promise<OwnPlatform> {
  const server = await startServer(({ url }) => {
    const list = LISTS.find(([path]) => path.test(url.pathname))?.[1];
    if (list === undefined) return { status: 404, json: {} };
    const all = rows[list] ?? [];
    const [page, size] = ['page', 'size'].map((key) => Number(url.searchParams.get(key) ?? '0')) as [
      number,
      number,
    ];
    const content = all.slice(page * size, (page + 1) * size);
    const totalPages = Math.ceil(all.length / size);
    return { json: { content, totalElements: all.length, totalPages, number: page, size } };
  });
  const home = newHome();
  configure(home, [{ name, kind: 'ssl-clm', base_url: server.url, token: 't'.repeat(32) }], further);
  return {
    home,
    server,
    async [Symbol.asyncDispose]() {
      await server.close();
      home.remove();
    },
  };
}
