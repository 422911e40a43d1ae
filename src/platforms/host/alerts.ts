import type { Alert } from '../../domain/alert.ts';
import { refOf } from '../../domain/record.ts';
import type { Certificate } from './certificate.ts';
import type { EndpointEntry } from './endpoint-scan.ts';
import { type Entity, placesText } from './inventory.ts';
import { CERTIFICATE_JUDGEMENTS, ENDPOINT_JUDGEMENTS, type Moment } from './judgements.ts';
import type { HostState, RaisedAlert } from './state.ts';

export interface Judged {
  readonly alerts: readonly Alert[];
  /** The same alerts as the state keeps them, with those about what this scan could not see. */
  readonly raised: ReadonlyMap<string, RaisedAlert>;
  /** Refs of alerts whose cause is gone. */
  readonly retired: readonly string[];
}

interface Finding {
  readonly type: string;
  readonly severity: Alert['severity'];
  readonly title: string;
  readonly message: string;
  readonly certificate: Certificate;
  readonly endpoint: string | null;
  readonly since: number | null;
}

/**
 * Lays every judgement on everything seen. An alert keeps the instant it was first given; one about a
 * certificate or endpoint that this scan could not look at (`unseen`) stands until a scan can.
 */
export function judge(
  platform: string,
  entities: Iterable<Entity>,
  endpoints: readonly EndpointEntry[],
  moment: Moment,
  before: HostState,
  unseen: (alert: RaisedAlert) => boolean,
): Judged {
  const raised = new Map<string, RaisedAlert>();
  const alerts: Alert[] = [];
  for (const finding of [...aboutCertificates(entities, moment), ...aboutEndpoints(endpoints, moment)]) {
    const { fingerprint, name } = finding.certificate;
    const id = [finding.type, fingerprint, ...(finding.endpoint === null ? [] : [finding.endpoint])].join(
      ':',
    );
    const createdAt = before.alerts.get(id)?.createdAt ?? Math.min(finding.since ?? moment.now, moment.now);
    raised.set(id, { createdAt, fingerprint, endpoint: finding.endpoint });
    alerts.push({
      kind: 'alert',
      platform,
      id,
      severity: finding.severity,
      type: finding.type,
      title: finding.title,
      message: finding.message,
      entity: { type: 'Certificate', id: fingerprint, name },
      createdAt,
      read: false,
      readAt: null,
      origin: 'platform',
    });
  }
  const retired: string[] = [];
  for (const [id, alert] of before.alerts) {
    if (raised.has(id)) continue;
    if (unseen(alert)) raised.set(id, alert);
    else retired.push(refOf({ platform, kind: 'alert', id }));
  }
  return { alerts, raised, retired };
}

function* aboutCertificates(entities: Iterable<Entity>, moment: Moment): Generator<Finding> {
  for (const entity of entities) {
    const { certificate } = entity;
    for (const judgement of CERTIFICATE_JUDGEMENTS) {
      if (!judgement.applies(entity, moment)) continue;
      yield {
        type: judgement.type,
        severity: judgement.severity(entity),
        title: `${judgement.title}: ${certificate.name}`,
        message: `${certificate.name} ${judgement.says(entity)}; serial ${certificate.serial}, issued by ${certificate.issuer}; ${placesText(entity)}`,
        certificate,
        endpoint: null,
        since: judgement.since?.(entity, moment) ?? null,
      };
    }
  }
}

function* aboutEndpoints(endpoints: readonly EndpointEntry[], moment: Moment): Generator<Finding> {
  for (const entry of endpoints) {
    const [leaf] = entry.answer.kind === 'served' ? entry.answer.chain : [];
    if (entry.answer.kind === 'failed' || leaf === undefined) continue;
    const subject = { entry, leaf, nameError: entry.answer.nameError };
    for (const judgement of ENDPOINT_JUDGEMENTS) {
      if (!judgement.applies(subject, moment)) continue;
      yield {
        type: judgement.type,
        severity: judgement.severity(subject),
        title: `${judgement.title}: ${entry.id}`,
        message: `${leaf.name} ${judgement.says(subject)}`,
        certificate: leaf,
        endpoint: entry.id,
        since: judgement.since?.(subject, moment) ?? null,
      };
    }
  }
}
