/** A renewal that fails: the change that led to it, the attempts, the alerts, and (mostly) the repair. */

import { DAY, HOUR, isoMillis, isoSeconds, MINUTE, SECOND } from '../clock-times.ts';
import type { Certificate } from '../estate.ts';
import { issueOf } from '../estate.ts';
import { below, between, mix, mixText, pick, uuid } from '../random.ts';
import { endpointSeen, notice, sensorReach } from './discovery.ts';
import type { Script } from './script.ts';
import { actorOf, byAgent, byUser, enrol, enrolmentPayload, ownerOf, subject } from './steps.ts';
import { type Reason, requestIdOf, type Trouble } from './trouble.ts';

export interface Failing {
  readonly certificate: Certificate;
  readonly reason: Reason;
  readonly attempts: number;
  /** Milliseconds between attempts. */
  readonly pause: number;
  /** Milliseconds from the last attempt to the repair; null while nobody has repaired it. */
  readonly repairedAfter: number | null;
  /** Milliseconds until a colleague reads its alerts; null: unread. */
  readonly readAfter: number | null;
  /** How long before the first attempt the cause lies, at most 40 minutes. */
  readonly lead: number;
  /** Days left when the certificate is first reported as expiring; null: not reported. */
  readonly expiresIn: number | null;
}

function causes(script: Script, failing: Failing, trouble: Trouble): void {
  const { world, at, chance } = script;
  const { certificate, reason, lead } = failing;
  if (reason.change !== undefined) {
    script.audit({
      at: at - lead,
      action: 'CONFIG_UPDATED',
      entityType: 'Configuration',
      entityId: reason.change.setting,
      ...actorOf(byUser(pick(chance('who'), world.people.admins))),
      details: { ...reason.change, scope: certificate.team.name, affects: [certificate.commonName] },
    });
  }
  const cause = reason.account;
  if (cause === undefined) return;
  const { service } = trouble;
  const named = {
    service: service.name,
    key: `${service.name}-2026`,
    licence: 'Trust Lifecycle seats (500)',
    role: 'EM_CERTIFICATE_MANAGER',
  };
  const ids = mix(mixText(world.seed, cause.on), service.createdAt % 0xffff_ffff);
  script.account({
    at: at - lead,
    by: cause.by === 'system' ? world.people.system : pick(chance('who'), world.people.admins),
    action: cause.action,
    type: cause.type,
    resource: { id: cause.on === 'service' ? service.id : uuid(ids), name: named[cause.on] },
    failed: false,
    text: `${cause.text(trouble)} In use for ${certificate.commonName} (certificate ${certificate.id}, serial ${trouble.old.serial}).`,
  });
}

function attempt(script: Script, failing: Failing, trouble: Trouble): number {
  const { certificate, reason, readAfter } = failing;
  const { at } = trouble;
  const deployment = reason.stage === 'deployment';
  const by = byAgent(certificate);
  const starts = at + between(trouble.hash, 1, 8) * SECOND;
  const ends = starts + between(mix(trouble.hash, 1), 6, deployment ? 900 : 140) * SECOND;
  const told = { ...trouble, at: ends };
  const error = reason.error(told);
  const facts = { reason: reason.code, requestId: trouble.requestId, ...reason.facts?.(told) };
  const validation = reason.code === 'DEPLOYMENT_MISMATCH';
  const jobId = script.job({
    at,
    starts,
    ends,
    error,
    type: validation ? 'DEPLOYMENT_VALIDATION' : 'RENEW_CERT',
    name: `${validation ? 'Validate deployment of' : 'Renew'} ${certificate.commonName}`,
    caId: certificate.issuer.id,
    by,
    payload: { ...enrolmentPayload(certificate, at, true), attempt: trouble.attempt },
    output: { externalRequestId: trouble.requestId, failure: facts },
  });
  const entry = (when: number, action: string, details: Readonly<Record<string, unknown>>) =>
    script.audit({
      at: when,
      action,
      entityType: action.startsWith('CSR') ? 'CSR' : 'Certificate',
      entityId: certificate.id,
      ...actorOf(by),
      details: { jobId, ...subject(certificate), attempt: trouble.attempt, ...details },
    });
  const serialNumber = trouble.old.serial;
  const verb = deployment ? 'DEPLOYMENT' : 'RENEWAL';
  if (!validation) entry(starts, 'RENEWAL_INITIATED', { serialNumber });
  if (reason.code !== 'KEYSTORE_UNAVAILABLE') {
    entry(starts + SECOND, 'CSR_GENERATED', { keyType: certificate.key });
    entry(starts + 2 * SECOND, 'CSR_SUBMITTED', { externalRequestId: trouble.requestId });
  }
  if (deployment) entry(starts + 3 * SECOND, 'DEPLOYMENT_INITIATED', { host: certificate.agent.host });
  entry(ends, `${verb}_FAILED`, { serialNumber, error, ...facts });
  const offline = reason.code === 'AGENT_OFFLINE';
  if (offline) sensorReach(script, ends, certificate.agent, true);
  if (deployment && !offline) endpointSeen(script, ends + 2 * SECOND, certificate, trouble.old, false);
  script.alert({
    at: ends + SECOND,
    severity: 'ERROR',
    type: 'ERROR',
    title: offline
      ? `Agent offline: ${certificate.agent.host}`
      : `${deployment ? 'Deployment validation failure' : 'Renewal failure'}: ${certificate.commonName}`,
    message: `${error} Job ${jobId}, attempt ${trouble.attempt}.`,
    entityType: offline ? 'Agent' : 'Certificate',
    entityId: offline ? certificate.agent.id : certificate.id,
    readAt: readAfter === null ? null : ends + readAfter,
  });
  return ends;
}

function repair(script: Script, { certificate, reason, repairedAfter }: Failing, last: number): void {
  if (repairedAfter === null) return;
  const owner = ownerOf(script, certificate);
  const at = last + repairedAfter;
  script.audit({
    at: at - 2 * MINUTE,
    action: 'CONFIG_UPDATED',
    entityType: 'Configuration',
    entityId: reason.change?.setting ?? certificate.issuer.id,
    ...actorOf(byUser(owner)),
    details: { change: reason.fix, reason: reason.code, affects: [certificate.commonName] },
  });
  enrol(script, { certificate, at, by: byUser(owner), verb: 'RENEWAL', place: 'repair' });
}

/** Tells the whole story; its begin is the first attempt. */
export function failingRenewal(script: Script, failing: Failing): void {
  const { world, at, chance } = script;
  const { certificate, reason, attempts, pause, expiresIn } = failing;
  const services = world.people.services.filter(
    ({ team, status }) => team === certificate.team && status === 'ACTIVE',
  );
  const hash = chance('trouble');
  const notAfter = at + (expiresIn ?? 20) * DAY + below(mix(hash, 2), 12) * HOUR;
  const trouble = (number: number, when: number): Trouble => ({
    certificate,
    old: { ...issueOf(certificate, at), notAfter },
    next: issueOf(certificate, at, 1),
    began: at,
    at: when,
    attempt: number,
    requestId: requestIdOf(mix(hash, number)),
    service: pick(hash, services),
    hash: mix(hash, 100 + number),
    story: hash,
  });
  causes(script, failing, trouble(1, at));
  let last = at;
  for (let number = 1; number <= attempts; number += 1) {
    last = attempt(script, failing, trouble(number, at + (number - 1) * pause));
  }
  if (expiresIn !== null) {
    notice(script, at + 90 * SECOND, expiresIn, certificate);
    script.alert({
      at: at + 90 * SECOND,
      severity: expiresIn <= 3 ? 'ERROR' : 'WARN',
      type: 'EXPIRING_SOON',
      title: `Certificate expires in ${expiresIn} days: ${certificate.commonName}`,
      message: `${certificate.commonName} (serial ${issueOf(certificate, at).serial}, issued by ${certificate.issuer.name}) expires ${isoSeconds(notAfter)}. Owner: ${certificate.team.name}. Renewal is failing: ${reason.code}.`,
      entityType: 'Certificate',
      entityId: certificate.id,
      readAt: failing.readAfter === null ? null : at + 2 * failing.readAfter,
    });
    script.audit({
      at: at + 90 * SECOND,
      action: 'ALERT_RAISED',
      entityType: 'Certificate',
      entityId: certificate.id,
      actorType: 'SYSTEM',
      actorId: 'expiry-monitor',
      details: { ...subject(certificate), notAfter: isoMillis(notAfter), daysLeft: expiresIn },
    });
  }
  repair(script, failing, last);
}
