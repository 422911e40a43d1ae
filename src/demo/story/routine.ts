/** What a platform does all day: renew workloads, validate deployments, look for certificates, refresh CAs. */

import { DAY, isoMillis, isoSeconds, MINUTE, SECOND } from '../clock-times.ts';
import { issueOf } from '../estate.ts';
import { below, between, mix, pick } from '../random.ts';
import { endpointSeen, notice, sensorTrusts } from './discovery.ts';
import { calmCertificates } from './openings.ts';
import type { Routine, Teller } from './script.ts';
import { actorOf, byAgent, byUser, enrol, ownerOf, subject } from './steps.ts';
import { configure, discover, refreshCa } from './upkeep.ts';

const renewWorkload: Routine = (script, number) => {
  const certificate = script.world.estate.workload(number);
  enrol(script, { certificate, at: script.at, by: byAgent(certificate), verb: 'RENEWAL', place: 'a' });
};

const issueWorkload: Routine = (script, number) => {
  const certificate = script.world.estate.workload(number);
  const by = byUser(ownerOf(script, certificate));
  enrol(script, { certificate, at: script.at, by, verb: 'ISSUANCE', place: 'a' });
};

const renewClient: Routine = (script, number) => {
  const { clientCertificates } = script.world.estate;
  const certificate = clientCertificates[number % clientCertificates.length];
  if (certificate === undefined) return;
  const done = enrol(script, {
    certificate,
    at: script.at,
    by: byAgent(certificate),
    verb: 'RENEWAL',
    place: 'a',
  });
  const [old, next] = [issueOf(certificate, script.at).serial, issueOf(certificate, script.at, 1).serial];
  sensorTrusts(script, done + 20 * SECOND, certificate, { old, next });
  const { people } = script.world;
  const service = pick(script.chance('service'), people.services);
  script.account({
    at: done,
    by: service,
    action: 'UPDATE',
    type: 'CLIENT_AUTH_CERT',
    resource: { id: certificate.id, name: certificate.commonName },
    failed: false,
    text: `Client authentication certificate ${certificate.commonName} replaced: serial ${old} by ${next}.`,
  });
};

const validate: Routine = (script, number) => {
  const certificates = calmCertificates(script.world);
  const certificate = certificates[(number * 7) % certificates.length];
  if (certificate === undefined) return;
  const { at, chance } = script;
  const starts = at + between(chance('wait'), 1, 20) * SECOND;
  const ends = starts + between(chance('run'), 1, 9) * SECOND;
  const issue = issueOf(certificate, at);
  const served = issue.fingerprint;
  const endpoint = `${certificate.commonName}:443`;
  const jobId = script.job({
    at,
    starts,
    ends,
    error: null,
    type: 'DEPLOYMENT_VALIDATION',
    name: `Validate deployment of ${certificate.commonName}`,
    caId: null,
    by: byAgent(certificate),
    payload: { ...subject(certificate), endpoint, host: certificate.agent.host },
    output: {
      certificateId: certificate.id,
      servedFingerprint: served,
      deployedFingerprint: served,
      match: true,
    },
  });
  endpointSeen(script, ends + 2 * SECOND, certificate, issue, true);
  script.audit({
    at: ends,
    action: 'DEPLOYMENT_VALIDATED',
    entityType: 'Certificate',
    entityId: certificate.id,
    ...actorOf(byAgent(certificate)),
    details: { jobId, ...subject(certificate), endpoint },
  });
};

const REVOCATIONS = ['superseded', 'cessationOfOperation', 'keyCompromise', 'affiliationChanged'];

const revoke: Routine = (script, number) => {
  const certificate = script.world.estate.workload(number + 500);
  const { at, chance } = script;
  const owner = ownerOf(script, certificate);
  const starts = at + between(chance('wait'), 1, 4) * SECOND;
  const ends = starts + between(chance('run'), 2, 12) * SECOND;
  const { serial } = issueOf(certificate, at);
  const details = {
    ...subject(certificate),
    serialNumber: serial,
    reason: pick(chance('reason'), REVOCATIONS),
  };
  const jobId = script.job({
    at,
    starts,
    ends,
    error: null,
    type: 'REVOKE_CERT',
    name: `Revoke ${certificate.commonName}`,
    caId: certificate.issuer.id,
    by: byUser(owner),
    payload: details,
    output: {
      certificateId: certificate.id,
      externalRequestId: `req-${serial.slice(1, 19)}`,
      revokedAt: isoMillis(ends),
    },
  });
  const entry = (when: number, action: string) =>
    script.audit({
      at: when,
      action,
      entityType: 'Certificate',
      entityId: certificate.id,
      ...actorOf(byUser(owner)),
      details: { jobId, ...details },
    });
  entry(starts, 'REVOCATION_INITIATED');
  entry(ends, 'REVOCATION_COMPLETED');
};

const expiring: Routine = (script, number) => {
  const { at, chance } = script;
  const certificates = calmCertificates(script.world);
  const certificate = certificates[(number * 11) % certificates.length];
  if (certificate === undefined) return;
  const days = pick(chance('days'), [30, 30, 14, 7]);
  const notAfter = at + days * DAY + below(chance('rest'), DAY);
  notice(script, at, days, certificate);
  script.alert({
    at,
    severity: 'WARN',
    type: 'EXPIRING_SOON',
    title: `Certificate expires in ${days} days: ${certificate.commonName}`,
    message: `${certificate.commonName} (serial ${issueOf(certificate, at).serial}, issued by ${certificate.issuer.name}) expires ${isoSeconds(notAfter)}. Owner: ${certificate.team.name}. Renewal is scheduled.`,
    entityType: 'Certificate',
    entityId: certificate.id,
    readAt: at + between(chance('read'), 20, 2_000) * MINUTE,
  });
  script.audit({
    at,
    action: 'ALERT_RAISED',
    entityType: 'Certificate',
    entityId: certificate.id,
    actorType: 'SYSTEM',
    actorId: 'expiry-monitor',
    details: { ...subject(certificate), notAfter: isoMillis(notAfter), daysLeft: days },
  });
};

const DECK: readonly Routine[] = [
  renewWorkload,
  renewWorkload,
  renewWorkload,
  renewWorkload,
  renewWorkload,
  renewWorkload,
  renewWorkload,
  validate,
  validate,
  validate,
  validate,
  validate,
  validate,
  issueWorkload,
  issueWorkload,
  issueWorkload,
  refreshCa,
  refreshCa,
  discover,
  discover,
  renewClient,
  revoke,
  configure,
  configure,
  expiring,
];

export function routine(number: number): Teller {
  return (script) => {
    const play = pick(mix(script.chance('routine'), 1), DECK);
    play(script, number);
  };
}
