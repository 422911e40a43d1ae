/** Pieces that many activities share: a renewal from CSR to deployment, as jobs and audit entries. */

import { isoMillis, SECOND } from '../clock-times.ts';
import type { Certificate } from '../estate.ts';
import { issueOf } from '../estate.ts';
import type { Person } from '../people.ts';
import { between, pick } from '../random.ts';
import type { Trigger } from './events.ts';
import type { Script } from './script.ts';

export const SCHEDULER = 'renewal-scheduler';

export const byAgent = (certificate: Certificate): Trigger => ({ type: 'AGENT', id: certificate.agent.host });
export const byUser = (person: Person): Trigger => ({ type: 'USER', id: person.email });

/** An audit entry's actor for a job's trigger: agents act as the system. */
export function actorOf(by: Trigger) {
  return by.type === 'USER'
    ? { actorType: 'USER' as const, actorId: by.id }
    : { actorType: 'SYSTEM' as const, actorId: SCHEDULER };
}

/** One of a certificate's owners. */
export function ownerOf({ world, chance }: Script, certificate: Certificate): Person {
  const owners = world.people.users
    .slice(0, 60)
    .filter(({ team, status }) => team === certificate.team && status === 'ACTIVE');
  return pick(chance('owner'), owners);
}

export function subject(certificate: Certificate) {
  return {
    certificateId: certificate.id,
    commonName: certificate.commonName,
    owner: certificate.team.name,
    caId: certificate.issuer.id,
  };
}

export interface Enrolment {
  readonly certificate: Certificate;
  readonly at: number;
  readonly by: Trigger;
  readonly verb: 'RENEWAL' | 'ISSUANCE';
  readonly place: string;
  /** How long it waits in the queue, in ms. */
  readonly wait?: number;
}

/** The payload of an enrolment job. */
export function enrolmentPayload(certificate: Certificate, at: number, renewal: boolean) {
  return {
    ...subject(certificate),
    subjectAlternativeNames: certificate.names,
    keyType: certificate.key,
    agentId: certificate.agent.id,
    host: certificate.agent.host,
    ...(renewal ? { previousSerialNumber: issueOf(certificate, at).serial } : {}),
  };
}

/** An enrolment that works: job, CSR, issue, deployment. Returns the instant it is done. */
export function enrol(script: Script, { certificate, at, by, verb, place, wait }: Enrolment): number {
  const roll = (name: string, from: number, to: number) =>
    between(script.chance(`${place}${name}`), from * SECOND, to * SECOND);
  const renewal = verb === 'RENEWAL';
  const starts = at + (wait ?? roll('queue', 1, 9));
  const csr = starts + roll('csr', 1, 4);
  const issued = csr + roll('ca', 4, 40);
  const deployed = issued + roll('deploy', 3, 15);
  const next = issueOf(certificate, at, 1);
  const externalRequestId = `req-${next.serial.slice(1, 19)}`;
  const issue = {
    serialNumber: next.serial,
    sha256Fingerprint: next.fingerprint,
    notAfter: isoMillis(next.notAfter),
  };
  const jobId = script.job({
    at,
    starts,
    ends: issued,
    error: null,
    type: renewal ? 'RENEW_CERT' : 'ISSUE_CERT',
    name: `${renewal ? 'Renew' : 'Issue'} ${certificate.commonName}`,
    caId: certificate.issuer.id,
    by,
    payload: enrolmentPayload(certificate, at, renewal),
    output: { certificateId: certificate.id, externalRequestId, ...issue },
  });
  const entry = (when: number, action: string, details: Readonly<Record<string, unknown>> = {}) =>
    script.audit({
      at: when,
      action,
      entityType: action.startsWith('CSR') ? 'CSR' : 'Certificate',
      entityId: certificate.id,
      ...actorOf(by),
      details: { jobId, ...subject(certificate), ...details },
    });
  entry(starts, `${verb}_INITIATED`);
  entry(csr, 'CSR_GENERATED', { keyType: certificate.key, host: certificate.agent.host });
  entry(csr + SECOND, 'CSR_SUBMITTED', { externalRequestId });
  entry(issued, `${verb}_COMPLETED`, { externalRequestId, ...issue });
  entry(issued + SECOND, 'DEPLOYMENT_INITIATED', {
    agentId: certificate.agent.id,
    host: certificate.agent.host,
  });
  entry(deployed, 'DEPLOYMENT_COMPLETED', {
    host: certificate.agent.host,
    endpoint: `${certificate.commonName}:443`,
  });
  return deployed;
}
