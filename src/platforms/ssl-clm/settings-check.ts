/** Values that are texts, as declared, and still cannot work: paths, JSON pointers and job statuses. */
import { JOB_STATUSES } from '../../domain/job.ts';
import type { Fault } from '../declaration.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** A method or none, and a path. */
export const ENDPOINT = /^(?:([A-Za-z]+)\s+)?(\/.*)$/s;

/** `POST /path`, or just `/path`; a path that is one for an alert has to say where its id goes. */
export function pathFault(text: string, name: string): Fault | null {
  const shown = JSON.stringify(text);
  const [, method = 'GET', path = ''] = ENDPOINT.exec(text.trim()) ?? [];
  if (path === '') {
    const fix = 'Write a path that begins with "/", after a method if it is not GET: "POST /api/path".';
    return { what: `has no path that begins with "/" (${shown})`, fix };
  }
  if (!METHODS.includes(method.toUpperCase())) {
    return { what: `begins with no HTTP method (${shown})`, fix: `Write one of ${METHODS.join(', ')}.` };
  }
  if (name === 'read' && !path.includes('{id}')) {
    const fix = 'Write {id} where the id of the alert goes: "POST /api/alerts/{id}/read".';
    return { what: `names no alert (${shown})`, fix };
  }
  return null;
}

/** RFC 6901. The empty pointer, the whole row, is no id. */
export function pointerFault(text: string, name: string): Fault | null {
  if (text === '' && name.endsWith('.id')) {
    return { what: 'is empty', fix: 'Write where the id is: "/id".' };
  }
  if (/^(?:\/(?:[^~]|~[01])*)?$/s.test(text)) return null;
  const fix = 'Write "/" before each step, and "~1" for a "/" and "~0" for a "~" in a name: "/data/id".';
  return { what: `is no JSON pointer (${JSON.stringify(text)})`, fix };
}

export function statusFault(text: string): Fault | null {
  if (JOB_STATUSES.some((status) => status === text.toUpperCase())) return null;
  return {
    what: `is no job status (${JSON.stringify(text)})`,
    fix: `Write one of ${JOB_STATUSES.join(', ')}.`,
  };
}
