/** `certdeck rules test FILE`: what the rules would have found in records of a file, without a cache. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { FailureError } from '../domain/failure.ts';
import { isObject, type Json } from '../domain/json.ts';
import { timeOf, valueAt } from '../domain/kinds.ts';
import type { AnyRecord } from '../domain/record.ts';
import { recordJson } from '../domain/record-json.ts';
import { firstLine, jsonText } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';
import { pathsOf, restore } from '../export/archive/record.ts';
import { PLATFORM_KINDS } from '../platforms/registry.ts';
import type { DerivedRecord } from '../rules/cases.ts';
import { runRules } from '../rules/run.ts';
import type { Context } from './context.ts';
import { rulesPlan } from './services.ts';
import { Table } from './table.ts';

export const TEST_FORMATS = ['table', 'jsonl'] as const;
export type TestFormat = (typeof TEST_FORMATS)[number];

/** Unreadable lines that are told one by one. */
const TOLD = 5;

/** Prints what is found, oldest first; the exit code is 1 where the file holds something that is no record. */
export async function testRules(
  file: string,
  format: TestFormat,
  settings: Settings,
  context: Context,
): Promise<number> {
  const { io, out, talk } = context;
  const { records, problems } = recordsIn(await textOf(resolve(io.cwd, file)));
  const found = runRules(records, rulesPlan(settings, PLATFORM_KINDS));
  if (format === 'jsonl') for (const one of found) await out.write(`${jsonText(foundJson(one))}\n`);
  else if (found.length > 0) await out.write(tableOf(found, context));
  for (const problem of problems.slice(0, TOLD)) talk.say(`${file}: ${problem}`);
  if (problems.length > TOLD) talk.say(`${file}: ${problems.length - TOLD} more that are no records`);
  talk.say(`${found.length} derived from ${records.length} ${records.length === 1 ? 'record' : 'records'}`);
  return problems.length > 0 ? 1 : 0;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (thrown) {
    const { code, message } = thrown as NodeJS.ErrnoException;
    throw new FailureError({
      code: 'FILE_UNREADABLE',
      what: `${file} cannot be read (${code ?? message})`,
      next: 'Check the path, and that you may read the file.',
      where: file,
    });
  }
}

interface Read {
  readonly records: readonly AnyRecord[];
  readonly problems: readonly string[];
}

/** One object with `records`, a list of records, or one record a line. */
function recordsIn(text: string): Read {
  const whole = parse(text);
  const lines = whole === undefined ? text.split('\n') : null;
  const items =
    lines === null
      ? listOf(whole ?? null).map((value, i) => ({ place: `record ${i + 1}`, value }))
      : lines.flatMap((line, i) =>
          line.trim() === '' ? [] : [{ place: `line ${i + 1}`, value: parse(line) }],
        );
  const records: AnyRecord[] = [];
  const problems: string[] = [];
  for (const { place, value } of items) {
    const read = isObject(value)
      ? restore(pathsOf(value), { kind: null, platform: null })
      : { ok: false as const, reason: 'no JSON object' };
    if (read.ok) records.push(read.record);
    else problems.push(`${place}: ${read.reason}`);
  }
  return { records, problems };
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function listOf(value: Json): readonly Json[] {
  if (Array.isArray(value)) return value;
  return isObject(value) && Array.isArray(value.records) ? (value.records as readonly Json[]) : [value];
}

function foundJson({ record, raw }: DerivedRecord): Json {
  const json = recordJson(record);
  const { restsOn = null } = JSON.parse(raw) as { restsOn?: Json };
  return { ...(isObject(json) ? json : {}), restsOn, cause: valueAt(record, 'cause') };
}

const TITLES = ['TIME', 'RULE', 'KIND', 'LEVEL', 'PLATFORM', 'WHAT', 'ENTRIES'];

function tableOf(found: readonly DerivedRecord[], { io, paint }: Context): string {
  const rows = found.map(({ record, raw }) => {
    const { rule, entries } = JSON.parse(raw) as { rule: string; entries: number };
    const [level, what] =
      record.kind === 'alert'
        ? [record.severity, firstLine(record.title, record.message)]
        : record.kind === 'job'
          ? [record.status, firstLine(record.name, record.type)]
          : ['-', '-'];
    const at = toIso(timeOf(record))?.replace(/\.\d+Z$/, 'Z') ?? '-';
    return [at, rule, record.kind, level, record.platform, what, String(entries)];
  });
  const width = io.stdout.isTTY === true ? io.stdout.columns || 80 : null;
  return new Table({ titles: TITLES, width, paint }).lines(rows);
}
