/** What a newcomer finds on the first day: the stories that are under way when the world goes live. */

import { DAY, HOUR, isoMillis, isoSeconds, MINUTE, SECOND } from '../clock-times.ts';
import { type Certificate, issueOf } from '../estate.ts';
import type { World } from '../world.ts';
import { notice, sensorReach } from './discovery.ts';
import { type Failing, failingRenewal } from './failing.ts';
import { REASONS } from './reasons.ts';
import type { Script, Teller } from './script.ts';
import { actorOf, byAgent, byUser, enrolmentPayload, ownerOf, subject } from './steps.ts';

/** A beginning relative to the world's start, in ms, and what follows from it. */
export interface Opening {
  readonly offset: number;
  readonly commonName: string;
  readonly teller: Teller;
}

function certificateOf(world: World, commonName: string): Certificate {
  const found = world.estate.certificates.find((one) => one.commonName === commonName);
  if (found === undefined) throw new RangeError(`no certificate ${commonName}`);
  return found;
}

const fails = (
  offset: number,
  commonName: string,
  code: string,
  how: Omit<Failing, 'certificate' | 'reason'>,
): Opening => ({
  offset,
  commonName,
  teller: (script) => {
    const reason = REASONS.find((one) => one.code === code);
    if (reason === undefined) throw new RangeError(`no reason ${code}`);
    failingRenewal(script, { certificate: certificateOf(script.world, commonName), reason, ...how });
  },
});

/** A renewal that hangs at the CA: it runs far longer than it should, then times out. */
const hanging = (offset: number, commonName: string, ends: number): Opening => ({
  offset,
  commonName,
  teller: (script) => {
    const certificate = certificateOf(script.world, commonName);
    const { at } = script;
    const by = byAgent(certificate);
    const jobId = script.job({
      at,
      starts: at + 3 * SECOND,
      ends: at + ends,
      error: `${certificate.issuer.name} accepted the order but did not issue within ${Math.round(ends / HOUR)} h: order status still "processing".`,
      type: 'RENEW_CERT',
      name: `Renew ${commonName}`,
      caId: certificate.issuer.id,
      by,
      payload: enrolmentPayload(certificate, at, true),
      output: { failure: { reason: 'CA_PENDING', orderStatus: 'processing' } },
    });
    const entry = (when: number, action: string) =>
      script.audit({
        at: when,
        action,
        entityType: 'Certificate',
        entityId: certificate.id,
        ...actorOf(by),
        details: { jobId, ...subject(certificate), orderStatus: 'processing' },
      });
    entry(at + 3 * SECOND, 'RENEWAL_INITIATED');
    entry(at + ends, 'RENEWAL_FAILED');
  },
});

/** A certificate that ran out while still in use. */
const expired = (offset: number, commonName: string): Opening => ({
  offset,
  commonName,
  teller: (script) => {
    const certificate = certificateOf(script.world, commonName);
    const { serial } = issueOf(certificate, script.at);
    notice(script, script.at, 0, certificate);
    script.alert({
      at: script.at,
      severity: 'ERROR',
      type: 'ERROR',
      title: `Certificate expired: ${commonName}`,
      message: `${commonName} (serial ${serial}) expired ${isoSeconds(script.at)} and is still served on ${commonName}:443. Owner: ${certificate.team.name}. Renewal is switched off for this certificate.`,
      entityType: 'Certificate',
      entityId: certificate.id,
      readAt: null,
    });
    script.audit({
      at: script.at,
      action: 'ALERT_RAISED',
      entityType: 'Certificate',
      entityId: certificate.id,
      actorType: 'SYSTEM',
      actorId: 'expiry-monitor',
      details: { ...subject(certificate), serialNumber: serial, notAfter: isoMillis(script.at), daysLeft: 0 },
    });
  },
});

/** An agent that stopped reporting, and the jobs that queue up behind it. */
const agentSilent = (offset: number, commonName: string, back: number): Opening => ({
  offset,
  commonName,
  teller: (script) => {
    const { world, at } = script;
    const { agent } = certificateOf(world, commonName);
    script.alert({
      at,
      severity: 'WARN',
      type: 'WARN',
      title: `Agent offline: ${agent.host}`,
      message: `${agent.host} (${agent.address}, version ${agent.version}) sent its last heartbeat ${isoSeconds(at - 3 * MINUTE)}. Jobs for this host wait in the queue.`,
      entityType: 'Agent',
      entityId: agent.id,
      readAt: null,
    });
    sensorReach(script, at, agent, true);
    sensorReach(script, at + back, agent, false);
    const entry = (when: number, action: string) =>
      script.audit({
        at: when,
        action,
        entityType: 'Agent',
        entityId: agent.id,
        actorType: 'SYSTEM',
        actorId: 'agent-monitor',
        details: { agentId: agent.id, host: agent.host, lastHeartbeat: isoMillis(at - 3 * MINUTE) },
      });
    entry(at, 'AGENT_OFFLINE');
    entry(at + back, 'AGENT_ONLINE');
    const waiting = world.estate.certificates.filter((one) => one.agent === agent).slice(0, 4);
    for (const [number, certificate] of waiting.entries()) {
      const scheduled = at + (number + 1) * 4 * MINUTE;
      script.job({
        at: scheduled,
        starts: at + back + (number + 1) * 6 * SECOND,
        ends: at + back + (number + 1) * 15 * SECOND,
        error: null,
        type: 'DEPLOYMENT_VALIDATION',
        name: `Validate deployment of ${certificate.commonName}`,
        caId: null,
        by: byAgent(certificate),
        payload: { ...subject(certificate), host: agent.host },
        output: { certificateId: certificate.id, match: true },
      });
    }
  },
});

/** A planned revocation that waits for its window. */
const planned = (offset: number, commonName: string, wait: number): Opening => ({
  offset,
  commonName,
  teller: (script: Script) => {
    const certificate = certificateOf(script.world, commonName);
    const owner = ownerOf(script, certificate);
    const { serial } = issueOf(certificate, script.at);
    script.job({
      at: script.at,
      starts: script.at + wait,
      ends: script.at + wait + 11 * SECOND,
      error: null,
      type: 'REVOKE_CERT',
      name: `Revoke ${commonName}`,
      caId: certificate.issuer.id,
      by: byUser(owner),
      payload: {
        ...subject(certificate),
        serialNumber: serial,
        reason: 'superseded',
        window: 'change window',
      },
      output: { certificateId: certificate.id, externalRequestId: `req-${serial.slice(1, 19)}` },
    });
  },
});

export const OPENINGS: readonly Opening[] = [
  expired(-1.4 * DAY, 'legacy-ftp.example.net'),
  hanging(-98 * MINUTE, 'vault.example.net', 4 * HOUR),
  hanging(-41 * MINUTE, 'scim.example.net', 3 * HOUR),
  agentSilent(-2.2 * HOUR, 'kafka-01.example.net', 2.2 * HOUR + 6 * MINUTE),
  planned(-9 * MINUTE, 'print.example.net', 21 * MINUTE),
  planned(-2 * MINUTE, 'wiki.example.net', 9 * MINUTE),
  ...(
    [
      // When, which certificate, why; attempts and the pause between them; days left; repaired and read after.
      [-49 * HOUR, 'checkout.example.com', 'CSR_POLICY', 2, 3 * HOUR, 14, 5 * HOUR, 40 * MINUTE],
      [-26 * HOUR, 'pay.example.com', 'DNS_VALIDATION', 4, 8 * HOUR, 3, 26 * HOUR, null],
      [-11 * HOUR, 'www.example.com', 'LICENCE_EXHAUSTED', 2, 4 * HOUR, 7, 2 * HOUR, 90 * MINUTE],
      [-7 * HOUR, 'login.example.com', 'EAB_EXPIRED', 3, 3 * HOUR, 14, 20 * HOUR, null],
      [-5.5 * HOUR, 'api.example.com', 'CA_REFUSED', 2, 4 * HOUR, 7, 30 * HOUR, null],
      [-4 * HOUR, 'shop.example.com', 'RATE_LIMITED', 2, 2 * HOUR, null, 3 * HOUR, null],
      [-2 * HOUR, 'warehouse.example.net', 'AGENT_OFFLINE', 1, HOUR, null, 5 * HOUR, null],
      [-70 * MINUTE, 'images.example.net', 'DEPLOYMENT_MISMATCH', 2, 30 * MINUTE, null, 50 * MINUTE, null],
      [-25 * MINUTE, 'mail.example.com', 'CAA', 2, 15 * MINUTE, 30, 18 * HOUR, null],
      [-4 * MINUTE, 'track.example.com', 'SERVICE_USER_DISABLED', 3, 3 * MINUTE, null, 6 * MINUTE, null],
    ] as const
  ).map(([offset, commonName, code, attempts, pause, expiresIn, repairedAfter, readAfter]) =>
    fails(offset, commonName, code, {
      attempts,
      pause,
      expiresIn,
      repairedAfter,
      readAfter,
      lead: 18 * MINUTE,
    }),
  ),
];

const TOLD = new Set(OPENINGS.map(({ commonName }) => commonName));

/** Named certificates that no opening is about: nothing may contradict what is going on with those. */
export function calmCertificates(world: World): readonly Certificate[] {
  return world.estate.certificates.filter(({ commonName }) => !TOLD.has(commonName));
}
