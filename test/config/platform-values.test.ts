import { expect, test } from 'vitest';
import { parseSettings } from '../../src/config/check.ts';
import { PLATFORM_KINDS } from '../../src/platforms/registry.ts';

async function problemsOf(text: string): Promise<readonly string[]> {
  const loaded = await parseSettings(
    { file: 'config.toml', text, isPrivate: true },
    { kinds: PLATFORM_KINDS, secrets: true, env: {}, home: '/home/u', base: '/', timeout: 5000 },
  );
  return loaded.ok ? [] : loaded.problems.map(({ line, what, fix }) => `${line}: ${what} | ${fix}`);
}

const clm = (lines: string) =>
  `[[platforms]]\nname = "clm"\nkind = "ssl-clm"\nbase_url = "https://h.example"\ntoken = "the-token"\n${lines}`;
const host = (lines: string) => `[[platforms]]\nname = "here"\nkind = "host"\n\n\n${lines}`;

const PATH = 'Write a path that begins with "/", after a method if it is not GET: "POST /api/path".';
const POINTER = 'Write "/" before each step, and "~1" for a "/" and "~0" for a "~" in a name: "/data/id".';
const ENDPOINT =
  'Write host:port, the port from 1 to 65535, an IPv6 address in brackets: "[2001:db8::1]:443".';

test.each([
  ['paths = { read = "GET" }', `clm: paths.read has no path that begins with "/" ("GET") | ${PATH}`],
  [
    'paths = { alerts = "https://evil.example/.." }',
    `clm: paths.alerts has no path that begins with "/" ("https://evil.example/..") | ${PATH}`,
  ],
  ['paths = { jobs = "" }', `clm: paths.jobs has no path that begins with "/" ("") | ${PATH}`],
  [
    'paths = { alerts = "FOO /x" }',
    'clm: paths.alerts begins with no HTTP method ("FOO /x") | Write one of GET, POST, PUT, PATCH, DELETE.',
  ],
  [
    'paths = { read = "POST /api/alerts/read" }',
    'clm: paths.read names no alert ("POST /api/alerts/read") | Write {id} where the id of the alert goes: "POST /api/alerts/{id}/read".',
  ],
  [
    'status_aliases = { COMPLETED = "DONE" }',
    'clm: status_aliases.COMPLETED is no job status ("DONE") | Write one of QUEUED, RUNNING, SUCCESS, FAILED.',
  ],
  ['fields.alerts.id = "id"', `clm: fields.alerts.id is no JSON pointer ("id") | ${POINTER}`],
  ['fields.alerts.title = "/a~b"', `clm: fields.alerts.title is no JSON pointer ("/a~b") | ${POINTER}`],
  ['fields.alerts.id = ""', 'clm: fields.alerts.id is empty | Write where the id is: "/id".'],
])('ssl-clm: %s', async (line, problem) => {
  expect(await problemsOf(clm(line))).toEqual([`6: ${problem}`]);
});

test.each([
  ['endpoints = ["127.0.0.1:99999"]', `here: endpoints.0 is no endpoint ("127.0.0.1:99999") | ${ENDPOINT}`],
  ['endpoints = ["http://x:443"]', `here: endpoints.0 is no endpoint ("http://x:443") | ${ENDPOINT}`],
  ['expect = { "x:0" = "/x.pem" }', `here: expect.x:0 is no endpoint ("x:0") | ${ENDPOINT}`],
  ['scan_interval = "1ms"', 'here: scan_interval is out of range (1ms) | Write at least 1s.'],
])('host: %s', async (line, problem) => {
  expect(await problemsOf(host(line))).toEqual([`6: ${problem}`]);
});

const discovery = (lines: string) =>
  `[[platforms]]\nname = "disc"\nkind = "digicert-discovery"\nbase_url = "https://h.example"\napi_key = "the-key"\n${lines}`;

test.each([
  [
    'account_id = "5153184"',
    [expect.stringContaining('6: disc: account_id has to be a number | Write account_id = 123')],
  ],
  ['account_id = 0', ['6: disc: account_id is out of range (0) | Write at least 1.']],
  [
    'account_id = 5153184\ndivision_ids = 677793',
    [
      expect.stringContaining(
        '7: disc: division_ids has to be a list of numbers | Write division_ids = [1, 2]',
      ),
    ],
  ],
  ['account_id = 5153184\ndivision_ids = [677793]', []],
])('digicert-discovery: %s', async (lines, problems) => {
  expect(await problemsOf(discovery(lines))).toEqual(problems);
});

const certinext = (lines: string) =>
  `[[platforms]]\nname = "next"\nkind = "certinext"\nbase_url = "https://h.example"\nclient_secret = "the-key"\n${lines}`;
const ACCOUNT = 'account_number = "2455070339"';

test.each([
  [
    'account_number = 2455070339',
    [
      '6: next: account_number has to be text | Write account_number = "text" (number of the account; sent as client_id).',
    ],
  ],
  [
    `${ACCOUNT}\nrequests_per_minute = 0`,
    ['7: next: requests_per_minute is out of range (0) | Write at least 1.'],
  ],
  [
    `${ACCOUNT}\nstatus_aliases = { parked = "WAITING" }`,
    [
      '7: next: status_aliases.parked is no job status ("WAITING") | Write one of QUEUED, RUNNING, SUCCESS, FAILED.',
    ],
  ],
  [
    `${ACCOUNT}\nexports = "~/exports"\nscope = "read"\nrequests_per_minute = 60\nstatus_aliases = { parked = "queued" }`,
    [],
  ],
])('certinext: %s', async (lines, problems) => {
  expect(await problemsOf(certinext(lines))).toEqual(problems);
});

test('each endpoint has its own line', async () => {
  const problems = await problemsOf(host('endpoints = [\n  "fine",\n  "a b",\n  "c:d",\n]\n'));
  expect(problems.map((problem) => problem.split(' |')[0])).toEqual([
    '8: here: endpoints.1 is no endpoint ("a b")',
    '9: here: endpoints.2 is no endpoint ("c:d")',
  ]);
});

test.each([
  clm('paths = { alerts = "/a?size=5", read = "put  /mark?id={id}", audit = "POST /audit" }'),
  clm('status_aliases = { DONE = "success", RUNNING = "QUEUED" }'),
  clm('fields.audit = { id = "/a~1b", details = "" }'),
  host('endpoints = ["x", "https://x:443", "[::1]:1", "10.0.0.1"]\nexpect = { "x:1" = "~/x.pem" }'),
  host('scan_interval = "1s"'),
])('no problem: %s', async (text) => {
  expect(await problemsOf(text)).toEqual([]);
});

test.each([
  [
    'name = ""\nkind = "host"',
    '2: platform 1: name is empty | Write name = "text" (unique, shown everywhere).',
  ],
  ['name = "x"\nkind = ""', '3: x: kind is empty | Write kind = "text" (which kind of platform it is).'],
])('an empty text: %j', async (lines, problem) => {
  expect(await problemsOf(`[[platforms]]\n${lines}`)).toEqual([problem]);
});
