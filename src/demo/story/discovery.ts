/** What the account's discovery sees of the stories: sensors, scans, endpoints, notices, and who signs in to it. */
import { MINUTE, SECOND } from '../clock-times.ts';
import type { Agent, Certificate } from '../estate.ts';
import type { Person } from '../people.ts';
import { below, between } from '../random.ts';
import type { Script } from './script.ts';

const lines = (...parts: readonly string[]): string => parts.join('\n');

/** A notice that certificates expire in so many days, to their owners; 0 days: they have expired. */
export function notice(script: Script, at: number, days: number, certificate: Certificate): void {
  script.discovery({
    at,
    by: null,
    module: 'Certificates',
    function: days === 0 ? 'Certificates expired' : `Certificates expiring in ${days} days`,
    message: days === 0 ? 'Expiration notice sent' : `${days}-day expiration notice sent`,
    detail: lines(
      `Sent to:\npki@example.com,${certificate.team.email}`,
      `For certificates:\n${certificate.commonName}`,
    ),
  });
}

export function signIn(script: Script, at: number, by: Person): void {
  script.discovery({
    at,
    by,
    module: 'Users',
    function: 'Login',
    message: `User logged in\n User: ${by.email}`,
    detail: 'Method: SAML single sign-on',
  });
}

export interface ScanSeen {
  readonly by: Person;
  readonly sensor: Agent;
  readonly network: string;
  readonly jobId: string;
  readonly starts: number;
  readonly ends: number;
  readonly endpoints: number;
  readonly certificates: number;
  /** Null: it came to its end. */
  readonly error: string | null;
}

/** A scan from its sensor's download, now and then, to its end, or to being aborted where it got stuck. */
export function scan(script: Script, seen: ScanSeen): void {
  const { by, sensor, network, jobId, starts, ends, error } = seen;
  const name = `Discover certificates in ${network}`;
  const scanned = (when: number, who: Person | null, what: string, message: string, detail: string) =>
    script.discovery({
      at: when,
      by: who,
      module: 'Scans',
      function: what,
      message: `${message}\n Name: ${name}\n Sensor: ${sensor.host}`,
      detail,
    });
  const chance = script.chance('sensor');
  if (below(chance, 4) === 0) {
    signIn(script, starts - between(chance, 16, 30) * MINUTE, by);
    // Downloaded twice within seconds: the first file did not arrive.
    for (const early of [15 * MINUTE, 15 * MINUTE - 5 * SECOND])
      script.discovery({
        at: starts - early,
        by,
        module: 'Sensors',
        function: 'Download sensor',
        message: `Sensor downloaded\n Type: ${below(chance, 3) === 0 ? 'windows' : 'linux'}`,
        detail: '',
      });
    script.discovery({
      at: starts - 4 * MINUTE,
      by,
      module: 'Sensors',
      function: 'Activate sensor',
      message: `Sensor activated\n Sensor: ${sensor.host}\n Address: ${sensor.address}`,
      detail: `Version: ${sensor.version}`,
    });
  }
  if (below(script.chance('wrong scan'), 4) === 0) wrongScan(script, seen);
  scanned(starts, by, 'Start scan', 'Scan started', `Ports: 443,636,8443,5671\nJob: ${jobId}`);
  const found = `Endpoints scanned: ${seen.endpoints}\nCertificates found: ${seen.certificates}\nJob: ${jobId}`;
  if (error === null) {
    scanned(ends, null, 'Complete scan', 'Scan completed', found);
    return;
  }
  scanned(ends, null, 'Scan stopped', 'Scan stopped', `${error}\nJob: ${jobId}`);
  signIn(script, ends + 70 * SECOND, by);
  scanned(ends + 2 * MINUTE, by, 'Abort scan', 'Scan aborted', found);
}

/** Begun over several sensors with the wrong ports, noticed and aborted: each sensor has its row, all at once. */
function wrongScan(script: Script, { by, sensor, network, starts }: ScanSeen): void {
  const { agents } = script.world.estate;
  const first = agents.indexOf(sensor);
  const sensors = [0, 1, 2].map((step) => agents[(first + step) % agents.length] ?? sensor);
  const all = (at: number, done: string, message: string, detail: string) => {
    for (const { host } of sensors) {
      script.discovery({
        at,
        by,
        module: 'Scans',
        function: done,
        message: `${message}\n Name: All ports of ${network}\n Sensor: ${host}`,
        detail,
      });
    }
  };
  all(starts - 13 * MINUTE, 'Start scan', 'Scan started', 'Ports: 1-65535');
  all(starts - 9 * MINUTE, 'Abort scan', 'Scan aborted', 'Ports: 1-65535');
}

/** An endpoint that was looked at, and which certificate it serves. */
export function endpointSeen(
  script: Script,
  at: number,
  certificate: Certificate,
  served: { readonly serial: string; readonly fingerprint: string },
  asExpected: boolean,
): void {
  script.discovery({
    at,
    by: null,
    module: 'Endpoints',
    function: asExpected ? 'Check endpoint' : 'Endpoint not updated',
    message: `${asExpected ? 'Endpoint checked' : 'Endpoint serves its previous certificate'}\n Endpoint: ${certificate.commonName}:443`,
    detail: lines(
      `Certificate: ${certificate.commonName}`,
      `Serial number: ${served.serial}`,
      `SHA-256: ${served.fingerprint}`,
    ),
  });
}

export function sensorReach(script: Script, at: number, sensor: Agent, offline: boolean): void {
  script.discovery({
    at,
    by: null,
    module: 'Sensors',
    function: offline ? 'Sensor offline' : 'Sensor online',
    message: `Sensor ${offline ? 'does not answer' : 'answers again'}\n Sensor: ${sensor.host}\n Address: ${sensor.address}`,
    detail: `Version: ${sensor.version}`,
  });
}

/** A sensor proves itself by the agent's client certificate, and was told of the new one. */
export function sensorTrusts(
  script: Script,
  at: number,
  { commonName, agent }: Certificate,
  serials: { readonly old: string; readonly next: string },
): void {
  script.discovery({
    at,
    by: null,
    module: 'Sensors',
    function: 'Update sensor certificate',
    message: `Sensor certificate updated\n Sensor: ${agent.host}`,
    detail: lines(
      `Certificate: ${commonName}`,
      `Previous serial number: ${serials.old}`,
      `Serial number: ${serials.next}`,
    ),
  });
}

/** A change somebody made in the settings of the account's discovery. */
export function settingChanged(
  script: Script,
  at: number,
  by: Person,
  change: { readonly setting: string; readonly from: string; readonly to: string },
): void {
  script.discovery({
    at,
    by,
    module: 'Settings',
    function: 'Edit settings',
    message: `Settings changed\n Setting: ${change.setting}`,
    detail: `From: ${change.from}\nTo: ${change.to}`,
  });
}
