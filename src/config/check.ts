/** Turns the text of a configuration into settings, or into every problem it has. */
import { parse, TomlError } from 'smol-toml';
import { type Failure, fail } from '../domain/failure.ts';
import { isObject, type Json, type JsonObject } from '../domain/json.ts';
import { nearest } from '../domain/nearest.ts';
import type { Retention } from '../domain/retention.ts';
import type { PlatformSettings } from '../platforms/declaration.ts';
import { checkName } from './check-name.ts';
import { checkRules } from './check-rules.ts';
import { locate } from './lines.ts';
import type { ConfigProblem, Path, Report } from './problem.ts';
import {
  ALERT_SETTINGS,
  type KindDeclaration,
  PLATFORM_SETTINGS,
  settingsOf,
  sharedSettings,
  TOP_LEVEL,
} from './schema.ts';
import { readSecret, type SecretTools, unreadSecret } from './secrets.ts';
import type { ConfigSections } from './section.ts';
import type { Settings } from './settings.ts';
import { checkTable, isTable, type Table, unknownKeys, type Wanted } from './tables.ts';
import type { Place } from './values.ts';

export type Loaded =
  | { readonly ok: true; readonly value: Settings }
  /**
   * `problems` holds each one, by line; `failure` sums them up. `missing`: there is no file at all. `rest`: the settings
   * of a file that lacks platforms and nothing else.
   */
  | {
      readonly ok: false;
      readonly failure: Failure;
      readonly problems: readonly ConfigProblem[];
      readonly missing: boolean;
      readonly rest?: Settings;
    };

export interface ConfigText {
  readonly file: string;
  readonly text: string;
  /** Nobody else can read the file, so that it may hold secrets. */
  readonly isPrivate: boolean;
}

export interface CheckTools extends SecretTools {
  readonly kinds: readonly KindDeclaration[];
  /**
   * Whose secrets are read: those of the table of this name, or of all. False for commands that read the cache only:
   * then no secret is read and none is missed.
   */
  readonly secrets: boolean | string;
  /** Tables of the rooms above. */
  readonly sections?: ConfigSections;
}

/** The settings a text means; never throws, tells everything that is wrong at once. */
export async function parseSettings(source: ConfigText, tools: CheckTools): Promise<Loaded> {
  const problems: ConfigProblem[] = [];
  const table = parseToml(source, problems);
  if (table === null) return failed(source.file, problems);
  const lineOf = locate(source.text);
  const report: Report = (path, what, fix, level) => {
    const hint = level === 'hint' ? { hint: true } : {};
    problems.push({ file: source.file, line: lineOf(path), what, fix, ...hint });
  };
  const wanted: Wanted[] = [];
  const { sections = {} } = tools;
  unknownKeys(table, [...TOP_LEVEL, ...Object.keys(sections)], { path: [], label: '', report });
  const alerts = checkAlerts(table.alerts, report);
  const rules = checkRules(table.rules, { long_running_after: alerts.longRunningAfter }, report);
  const platforms = checkPlatforms(table.platforms, alerts.expiringWithin, tools.kinds, wanted, report);
  const above = await checkSections(table, sections, report, wanted);
  await Promise.all(wanted.map((secret) => fetchSecret(secret, source, tools)));
  const [odd, wrong] = [problems.filter(({ hint }) => hint), problems.filter(({ hint }) => hint !== true)];
  const hints = odd.length === 0 ? {} : { hints: sorted(odd) };
  const value: Settings = { file: source.file, platforms, alerts, rules, sections: above, ...hints };
  if (wrong.length === 0) return { ok: true, value };
  const loaded = failed(source.file, problems);
  return wrong.length === 1 && table.platforms === undefined ? { ...loaded, rest: value } : loaded;
}

async function checkSections(
  table: Table,
  sections: ConfigSections,
  report: Report,
  wanted: Wanted[],
): Promise<JsonObject> {
  const values: Record<string, Json> = {};
  for (const [name, load] of Object.entries(sections)) {
    if (!Object.hasOwn(table, name)) continue;
    const { check } = await load();
    values[name] = check(table[name], report, wanted);
  }
  return values;
}

/** The tables of the rooms above alone: what else a file holds is not looked at. */
export async function parseSections(
  source: Pick<ConfigText, 'file' | 'text'>,
  sections: ConfigSections,
): Promise<{ readonly values: JsonObject; readonly problems: readonly ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const table = parseToml(source, problems);
  if (table === null) return { values: {}, problems };
  const lineOf = locate(source.text);
  const report: Report = (path, what, fix, level) => {
    const hint = level === 'hint' ? { hint: true } : {};
    problems.push({ file: source.file, line: lineOf(path), what, fix, ...hint });
  };
  unknownKeys(table, [...TOP_LEVEL, ...Object.keys(sections)], { path: [], label: '', report });
  const values = await checkSections(table, sections, report, []);
  return { values, problems: sorted(problems) };
}

const sorted = (problems: readonly ConfigProblem[]): readonly ConfigProblem[] =>
  [...problems].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));

function failed(file: string, problems: readonly ConfigProblem[]): Extract<Loaded, { ok: false }> {
  const many = problems.length === 1 ? 'one problem' : `${problems.length} problems`;
  const { failure } = fail({
    code: 'CONFIG_INVALID',
    what: `the configuration has ${many}`,
    next: 'Mend the file and run `certdeck config check`.',
    where: file,
  });
  return { ok: false, failure, problems: sorted(problems), missing: false };
}

function parseToml(
  { file, text }: Pick<ConfigText, 'file' | 'text'>,
  problems: ConfigProblem[],
): Table | null {
  try {
    return parse(text);
  } catch (thrown) {
    if (!(thrown instanceof TomlError)) throw thrown;
    // Only the first line: the rest of the message repeats the text, which may hold a secret.
    const reason = (thrown.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '');
    problems.push({
      file,
      line: thrown.line,
      what: `this is not TOML: ${reason} (column ${thrown.column})`,
      fix: 'Texts and durations stand in double quotes, lists in [ ]; see https://toml.io.',
    });
    return null;
  }
}

function checkAlerts(value: unknown, report: Report): Settings['alerts'] {
  const place: Place = { path: ['alerts'], label: 'alerts', report };
  if (value !== undefined && !isTable(value))
    report(['alerts'], 'alerts has to be a table', 'Write [alerts].');
  const table = isTable(value) ? value : {};
  unknownKeys(
    table,
    ALERT_SETTINGS.map(({ name }) => name),
    place,
  );
  const values = checkTable(table, ALERT_SETTINGS, place, []);
  return {
    expiringWithin: Number(values.expiring_within),
    longRunningAfter: Number(values.long_running_after),
  };
}

function checkPlatforms(
  value: unknown,
  expiringWithin: number,
  kinds: readonly KindDeclaration[],
  wanted: Wanted[],
  report: Report,
): readonly PlatformSettings[] {
  if (!Array.isArray(value) || value.length === 0 || !value.every(isTable)) {
    const what = value === undefined ? 'no platform is configured' : 'platforms has to be a list of tables';
    report(['platforms'], what, 'Write [[platforms]], and below it name = "..." and kind = "...".');
    return [];
  }
  const taken = new Map<string, number>();
  return value.map((table: Table, index) => {
    const path: Path = ['platforms', index];
    const label = typeof table.name === 'string' && table.name !== '' ? table.name : `platform ${index + 1}`;
    const place: Place = { path, label, report };
    checkName(table.name, index, taken, place);
    const declared = checkKind(table, kinds, place);
    const shared = checkTable(
      table,
      declared === null ? PLATFORM_SETTINGS : sharedSettings(declared),
      place,
      wanted,
    );
    const values = checkTable(table, declared?.settings ?? [], place, wanted);
    const { name, kind, base_url, poll_interval, since, retention } = { ...shared, ...values };
    return {
      name: String(name),
      kind: String(kind),
      baseUrl: typeof base_url === 'string' ? base_url : '',
      pollInterval: Number(poll_interval),
      since: Number(since),
      ...(isObject(retention) ? { retention: retention as unknown as Retention } : {}),
      values,
      expiringWithin,
    };
  });
}

/** The kind a table names, with its unknown keys reported; null where there is no such kind. */
function checkKind(table: Table, kinds: readonly KindDeclaration[], place: Place): KindDeclaration | null {
  const declared = kinds.find(({ kind }) => kind === table.kind);
  // Without a kind a key is only wrong when it is a setting of none.
  const known = (declared === undefined ? kinds : [declared]).flatMap(settingsOf).map(({ name }) => name);
  unknownKeys(table, [...new Set(known)], place, (key) => {
    if (declared === undefined) return null;
    if (key === 'base_url') return `A platform of the kind ${declared.kind} has none; remove the line.`;
    const others = kinds.filter((other) => other.settings.some(({ name }) => name === key));
    if (nearest(key, known) !== null || others.length === 0) return null;
    return `It is a setting of ${others.map(({ kind }) => kind).join(', ')}, not of ${declared.kind}.`;
  });
  if (declared !== undefined) return declared;
  // A kind that is missing, empty or no text is reported with the settings every table has.
  if (typeof table.kind === 'string' && table.kind.trim() !== '') {
    const names = kinds.map(({ kind }) => kind);
    const near = nearest(table.kind, names);
    const fix = near === null ? `Write one of ${names.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    const what = `${place.label}: there is no kind ${JSON.stringify(table.kind)}`;
    place.report([...place.path, 'kind'], what, fix);
  }
  return null;
}

async function fetchSecret(wanted: Wanted, file: ConfigText, tools: CheckTools): Promise<void> {
  const { source, place, into, name } = wanted;
  if (source.kind === 'literal' && !file.isPrivate) {
    const fix = `Run chmod 600 on the file, or write ${name} = { env = "NAME" }.`;
    place.report(place.path, `${place.label} is written into a file that others can read`, fix);
    return;
  }
  if (tools.secrets !== true && tools.secrets !== place.path[0]) {
    into[name] = unreadSecret(place.label);
    return;
  }
  const read = await readSecret(source, tools);
  if (read.ok) into[name] = read.secret;
  else place.report(place.path, `${place.label}: ${read.what}`, read.fix);
}
