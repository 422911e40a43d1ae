/** What is managed: certificate authorities, agents on hosts, and the certificates they renew and deploy. */
import { DAY } from './clock-times.ts';
import { AGENT_SITES, TEAMS, type Team } from './names.ts';
import { below, hex, mix, mixText, pick, uuid } from './random.ts';

export interface Issuer {
  readonly id: string;
  readonly name: string;
  readonly trust: 'PUBLIC_CA' | 'PRIVATE_PKI';
  readonly protocol: 'REST' | 'ACME';
  readonly host: string;
  readonly address: string;
}

export interface Agent {
  readonly id: string;
  readonly host: string;
  readonly address: string;
  readonly version: string;
}

export interface Certificate {
  readonly id: string;
  readonly commonName: string;
  readonly names: readonly string[];
  readonly team: Team;
  readonly issuer: Issuer;
  readonly agent: Agent;
  readonly key: string;
  /** How long one issue is valid, in ms. */
  readonly lifetime: number;
  /** Differs between certificates, so that they are not all renewed at once. */
  readonly hash: number;
}

/** One issue of a certificate. */
export interface Issue {
  readonly serial: string;
  /** SHA-256, colon-separated upper case. */
  readonly fingerprint: string;
  readonly notAfter: number;
}

export interface Estate {
  readonly issuers: readonly Issuer[];
  readonly agents: readonly Agent[];
  /** Certificates people know by name. */
  readonly certificates: readonly Certificate[];
  /** Client certificates of the agents, one each. */
  readonly clientCertificates: readonly Certificate[];
  /** Short-lived certificates of workloads, computed by number; they keep the platform busy. */
  workload(number: number): Certificate;
}

const ISSUERS: readonly Issuer[] = [
  {
    id: 'ca-digicert-one-tls',
    name: 'DigiCert ONE public TLS',
    trust: 'PUBLIC_CA',
    protocol: 'ACME',
    host: 'one.example.net',
    address: '198.51.100.24',
  },
  {
    id: 'ca-acme-public',
    name: 'Public ACME',
    trust: 'PUBLIC_CA',
    protocol: 'ACME',
    host: 'acme-v02.example.net',
    address: '198.51.100.61',
  },
  {
    id: 'ca-internal-g2',
    name: 'Example Internal Issuing CA G2',
    trust: 'PRIVATE_PKI',
    protocol: 'REST',
    host: 'pki.example.net',
    address: '203.0.113.14',
  },
  {
    id: 'ca-mesh-01',
    name: 'Example Workload CA 01',
    trust: 'PRIVATE_PKI',
    protocol: 'ACME',
    host: 'mesh-ca.example.net',
    address: '203.0.113.29',
  },
];

/** Workloads in rotation: each comes round again about twice a day. */
const WORKLOADS = 1_800;

export function createEstate(seed: number): Estate {
  const [publicTls, publicAcme, internal, mesh] = ISSUERS as readonly [Issuer, Issuer, Issuer, Issuer];
  const agents = Array.from({ length: 24 }, (_, index): Agent => {
    const h = mix(mixText(seed, 'agent'), index);
    const site = AGENT_SITES[index % AGENT_SITES.length] ?? 'web-eu';
    const host = `${site}-${String(Math.floor(index / AGENT_SITES.length) + 1).padStart(2, '0')}.example.net`;
    return {
      id: uuid(h),
      host,
      address: `192.0.2.${20 + index}`,
      version: pick(h, ['4.8.1', '4.8.2', '4.9.0']),
    };
  });
  const agentFor = (h: number) => pick(mix(h, 3), agents);
  const certificates = TEAMS.flatMap((team) =>
    team.hosts.map((commonName, index): Certificate => {
      const h = mixText(mixText(seed, 'certificate'), commonName);
      const issuer = commonName.endsWith('.com') ? (index % 2 === 0 ? publicTls : publicAcme) : internal;
      return {
        id: uuid(h),
        commonName,
        names: index === 0 ? [commonName, `alt.${commonName}`] : [commonName],
        team,
        issuer,
        agent: agentFor(h),
        key: pick(h, ['ECDSA P-256', 'ECDSA P-256', 'RSA 2048', 'RSA 3072']),
        lifetime: (issuer === publicAcme ? 90 : issuer === publicTls ? 199 : 365) * DAY,
        hash: h,
      };
    }),
  );
  const clientCertificates = agents.map((agent): Certificate => {
    const h = mixText(mixText(seed, 'client'), agent.host);
    const team = pick(h, TEAMS);
    return {
      id: uuid(h),
      commonName: `agent.${agent.host}`,
      names: [`agent.${agent.host}`],
      team,
      issuer: internal,
      agent,
      key: 'ECDSA P-256',
      lifetime: 90 * DAY,
      hash: h,
    };
  });
  const workload = (number: number): Certificate => {
    // 757 shares no divisor with 1,800: neighbours in time are no neighbours in name.
    const index = (number * 757) % WORKLOADS;
    const h = mix(mixText(seed, 'workload'), index);
    const team = pick(h, TEAMS);
    const commonName = `${team.slug}-${String(index).padStart(4, '0')}.mesh.example.net`;
    return {
      id: uuid(h),
      commonName,
      names: [commonName],
      team,
      issuer: mesh,
      agent: agentFor(h),
      key: 'ECDSA P-256',
      lifetime: DAY,
      hash: h,
    };
  };
  return { issuers: ISSUERS, agents, certificates, clientCertificates, workload };
}

/** How long one issue is in use, in ms: it is replaced when a third of its life is left. */
export const usedFor = ({ lifetime }: Certificate): number => (lifetime * 2) / 3;

/** Which issue is in use at an instant, and how far through its use it is. */
const turnOf = (certificate: Certificate, at: number): number =>
  at / usedFor(certificate) + below(certificate.hash, 1_000_000) / 1_000_000;

/** When the issue in use at an instant came into use (UTC ms). */
export function inUseSince(certificate: Certificate, at: number): number {
  return Math.ceil(at - (turnOf(certificate, at) % 1) * usedFor(certificate));
}

/**
 * The issue of a certificate in use at an instant (`ahead` 0), or the one that replaces it (`ahead` 1).
 */
export function issueOf(certificate: Certificate, at: number, ahead = 0): Issue {
  const number = Math.floor(turnOf(certificate, at)) + ahead;
  const h = mix(certificate.hash, number);
  return {
    serial: `0${hex(mix(h, 1), 32).slice(1)}`,
    // Few ask for it, and a world that was left alone for weeks tells a hundred thousand issues at once.
    get fingerprint() {
      return (hex(mix(h, 2), 64).toUpperCase().match(/../g) ?? []).join(':');
    },
    notAfter: ahead === 0 ? at + Math.round(certificate.lifetime / 3) : at + certificate.lifetime,
  };
}
