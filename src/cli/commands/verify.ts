import { relative, resolve } from 'node:path';
import { safeLine } from '../../domain/text.ts';
import { type Finding, type Verified, verifyExport } from '../../export/verify.ts';
import { usageError } from '../arguments.ts';
import { defineCommand } from '../command.ts';
import type { Context } from '../context.ts';
import { exitCodeOf } from '../exit-code.ts';
import { fingerprint, readPublicKey, signingKey } from '../signing.ts';

/** What a finding means for who asked: something was changed, or it cannot be told. */
const EXITS: Readonly<Record<Finding['level'], number>> = { changed: 1, missing: 5, note: 0 };
const WORDS: Readonly<Record<Finding['level'], string>> = {
  changed: 'CHANGED',
  missing: 'MISSING',
  note: 'note',
};

export const VERIFY = defineCommand({
  name: 'verify',
  about: 'Check an export against its manifest, and those before it in its series',
  examples: ['certdeck verify audit.xlsx', 'certdeck verify audit.csv --key certdeck.pub.pem --alone'],
  positionals: [{ name: 'FILE', required: true, about: 'an export, or its manifest' }],
  options: {
    key: { type: 'text', value: 'FILE', about: 'signed by this key, PEM; without it by any' },
    alone: { type: 'flag', about: 'this export only, without the ones before it' },
    format: { type: 'choice', choices: ['text', 'json'], default: 'text', about: 'how to print' },
  },
  async run({ options, positionals }, context) {
    const { io, out } = context;
    const file = positionals[0] ?? '';
    if (file === '') throw usageError('FILE is missing', 'Name an export, or its manifest.');
    const trusted = options.key === undefined ? null : await readPublicKey(context, options.key);
    const verified = await verifyExport(resolve(io.cwd, file), {
      alone: options.alone,
      trusted,
      signal: io.signal,
    });
    if (options.format === 'json') await out.write(`${JSON.stringify(verified, null, 2)}\n`);
    else for (const line of await linesOf(verified, context)) await out.write(`${line}\n`);
    return exitCodeOf(verified.findings.map(({ level }) => EXITS[level]));
  },
});

async function linesOf(verified: Verified, context: Context): Promise<readonly string[]> {
  const { findings, looked, signedBy } = verified;
  const named = (path: string) => safeLine(relative(context.io.cwd, path));
  const bad = findings.filter(({ level }) => level !== 'note');
  const own = signedBy === null ? null : await signingKey(context).catch(() => null);
  const whose = own !== null && fingerprint(own) === signedBy ? 'your key' : 'the key';
  return [
    bad.length === 0
      ? `${named(verified.file)}: as it was written${looked === 1 ? '' : looked === 2 ? ', and the one before it' : `, and the ${looked - 1} before it`}`
      : `${named(verified.file)}: ${bad.length === 1 ? 'one finding' : `${bad.length} findings`}`,
    ...(signedBy === null ? [] : [`signed by ${whose} ${signedBy}`]),
    ...findings.map(({ level, file, what }) => `${WORDS[level]}  ${named(file)}: ${safeLine(what)}`),
  ];
}
