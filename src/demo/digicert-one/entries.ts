/** Audit entry i as the Account Manager writes it: from the seed and the index, or from a story of the world. */
import { isoSeconds } from '../clock-times.ts';
import type { Account, Person } from '../people.ts';
import { mix, mixText, uuid } from '../random.ts';
import type { World } from '../world.ts';
import { type Cast, castOf, createResources, type Resource } from './cast.ts';
import { BLOCK, type Timeline } from './timeline.ts';

/** What an entry says, before it is text. */
export interface Facts {
  readonly account: Account;
  readonly type: string;
  readonly resource: Resource;
  readonly action: string;
  readonly by: Person;
  readonly failed: boolean;
  readonly describe: () => string;
}

export interface Entries {
  facts(index: number): Facts;
  /** The entry as the wire carries it. */
  json(index: number): string;
}

/** Entries that belong to a story also told elsewhere. */
export interface Told {
  at(index: number): Facts | undefined;
  /** Hears every story that can show before an instant. */
  prepare(now: number): void;
}

export function createEntries(world: World, timeline: Timeline, told: Told): Entries {
  const resources = createResources(world);
  const idSpace = mixText(world.seed, 'audit-entry');
  let castFor = -1;
  let cast: Cast | null = null;
  // Every entry names a few of the same people and things: their JSON is written once.
  const once = (form: (thing: Resource) => string) => {
    const written = new WeakMap<Resource, string>();
    return (thing: Resource): string => {
      let text = written.get(thing);
      if (text === undefined) {
        text = form(thing);
        written.set(thing, text);
      }
      return text;
    };
  };
  const object = once(({ id, name }) => JSON.stringify({ id, name }));
  const members = once(({ id, name }) => `"resource_id":"${id}","resource_name":${JSON.stringify(name)}`);

  function facts(index: number): Facts {
    const story = told.at(index);
    if (story !== undefined) return story;
    const block = timeline.block(index);
    if (castFor !== block.number || cast === null) {
      cast = castOf(world, resources, block.hash);
      castFor = block.number;
    }
    const live = index >= world.entries;
    const step = block.scene.steps[(live ? index - world.entries : index) % BLOCK] ?? block.scene.steps[0];
    if (step === undefined) throw new RangeError('a scene without steps');
    const players = cast;
    const by = players[step.by];
    return {
      account: by === world.people.system ? players.account : by.account,
      type: step.type,
      resource: players[step.on],
      action: step.action,
      by,
      failed: step.failed,
      describe: () => step.text(players),
    };
  }
  function json(index: number): string {
    const at = timeline.timeOf(index);
    const { account, type, resource, action, by, failed, describe } = facts(index);
    return `{"id":"${uuid(mix(idSpace, index))}","account":${object(account)},"resource_type":"${type}",${members(resource)},"action":"${action}","user":${object(by)},"timestamp":"${isoSeconds(at)}","description":${JSON.stringify(describe())},"status":"${failed ? 'failure' : 'success'}"}`;
  }
  return { facts, json };
}
