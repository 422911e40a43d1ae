/** Checks one table of the file against the settings declared for it. */
import type { Json } from '../domain/json.ts';
import { nearest } from '../domain/nearest.ts';
import type { Secret, Setting } from '../platforms/declaration.ts';
import type { Report } from './problem.ts';
import type { SecretSource } from './secrets.ts';
import { checkSecret, checkValue, EXAMPLES, type Place } from './values.ts';

export type Table = Readonly<Record<string, unknown>>;

export function isTable(value: unknown): value is Table {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}

/** One secret still to be read once the file as a whole has been looked at. */
export interface Wanted {
  readonly source: SecretSource;
  readonly place: Place;
  readonly into: Record<string, Json | Secret>;
  readonly name: string;
}

/** Reports the keys no setting has; `hint` may know a better fix. */
export function unknownKeys(
  table: Table,
  known: readonly string[],
  place: Place,
  hint?: (key: string) => string | null,
) {
  for (const key of Object.keys(table)) {
    if (known.includes(key)) continue;
    const near = nearest(key, known);
    const fix = near === null ? `Known here: ${known.join(', ')}.` : `Did you mean ${JSON.stringify(near)}?`;
    const subject = place.label === '' ? '' : `${place.label}: `;
    place.report([...place.path, key], `${subject}${JSON.stringify(key)} is no setting`, hint?.(key) ?? fix);
  }
}

/** The values of a table's settings, defaults filled in, null where a setting is absent. */
export function checkTable(
  table: Table,
  settings: readonly Setting[],
  place: Place,
  wanted: Wanted[],
): Record<string, Json | Secret> {
  const values: Record<string, Json | Secret> = {};
  for (const setting of settings) {
    const { name, type } = setting;
    const at: Place = { ...place, path: [...place.path, name], label: `${place.label}: ${name}` };
    if (!Object.hasOwn(table, name)) {
      if (setting.required) {
        place.report(
          place.path,
          `${at.label} is missing`,
          `Add ${name} = ${EXAMPLES[type]} (${setting.help}).`,
        );
      }
      values[name] = type === 'secret' ? null : defaultOf(setting);
    } else if (type === 'secret') {
      const source = checkSecret(table[name], setting, at);
      values[name] = null;
      if (source !== undefined) wanted.push({ source, place: at, into: values, name });
    } else values[name] = checkValue(table[name], { ...setting, type }, at) ?? null;
  }
  return values;
}

/** Defaults are written as a user would write them; a declared default that is wrong is our own defect. */
function defaultOf(setting: Setting): Json {
  const { type } = setting;
  if (setting.default === undefined || setting.default === null || type === 'secret') return null;
  if (type === 'duration' && typeof setting.default === 'number') return setting.default;
  if (type === 'text' || type === 'texts' || type === 'map' || type === 'maps') return setting.default;
  const label = `default of ${setting.name}`;
  const report: Report = (_path, what) => {
    throw new Error(what);
  };
  return checkValue(setting.default, { ...setting, type }, { path: [], label, report }) ?? null;
}
