/** Fields as certdeck prints them (`--format json`), and the id of the event before them. Pure. */
import type { JsonObject } from '../../domain/json.ts';
import { recordJson } from '../../domain/record-json.ts';
import type { Fields, Told } from './told.ts';

const asIs = ({ id, record }: Told<Parameters<typeof recordJson>[0]>): JsonObject => ({
  eventId: id,
  ...(recordJson(record) as JsonObject),
});

export const AS_IS: Fields = { audit: asIs, alert: asIs };
