/**
 * Where platforms write the names of things: members of their documents, and lines of their texts. Names of
 * members are compared without case and signs, so that `serialNumber` and `serial_number` are one.
 */
import type { NameType, ThingType } from './identity.ts';

export interface Naming {
  readonly thing: ThingType;
  readonly by: NameType;
  /**
   * Names of one role in one place are names of one thing. `previous` is the certificate that was replaced;
   * `alone` stands beside others it has nothing to do with.
   */
  readonly role: 'own' | 'previous' | 'endpoint' | 'alone';
}

type Row = readonly [Naming['thing'], Naming['by'], Naming['role'], members: string];

const ROWS: readonly Row[] = [
  ['certificate', 'id', 'own', 'certificateid certid certificateuuid'],
  [
    'certificate',
    'serial',
    'own',
    `serial serialnumber serialno certserial certserialnumber certificateserial certificateserialnumber
     newserialnumber`,
  ],
  [
    'certificate',
    'serial',
    'previous',
    'previousserial previousserialnumber oldserial oldserialnumber replacedserialnumber',
  ],
  [
    'certificate',
    'fingerprint',
    'own',
    `fingerprint thumbprint sha256 sha1 sha256fingerprint sha1fingerprint fingerprintsha256 fingerprintsha1
     sha256thumbprint sha1thumbprint certificatefingerprint certificatethumbprint deployedfingerprint`,
  ],
  ['certificate', 'fingerprint', 'previous', 'previousfingerprint oldfingerprint previousthumbprint'],
  [
    'certificate',
    'name',
    'own',
    'commonname cn subjectcn subjectcommonname certificatename certname domainname',
  ],
  ['certificate', 'name', 'alone', 'affects affectedcertificates affecteddomains'],
  ['host', 'id', 'own', 'agentid sensorid'],
  ['host', 'name', 'own', 'host hostname agenthost agentname sensor sensorname servername machinename'],
  ['host', 'address', 'own', 'hostaddress agentaddress'],
  ['host', 'name', 'endpoint', 'endpoint endpointname'],
  ['user', 'id', 'own', 'userid'],
  ['user', 'name', 'own', 'username userfullname loginname'],
  ['user', 'email', 'own', 'useremail'],
  [
    'user',
    'name',
    'alone',
    'modifiedby initiatedby requestedby approvedby revokedby serviceuser triggeredby',
  ],
  ['ca', 'id', 'own', 'caid issuerid certificateauthorityid'],
  ['ca', 'name', 'own', 'issuer issuerca issuername issuercn issuercommonname caname certificateauthority'],
];

const MEMBERS: ReadonlyMap<string, Naming> = new Map(
  ROWS.flatMap(([thing, by, role, members]) =>
    members.split(/\s+/).map((member): [string, Naming] => [member, { thing, by, role }]),
  ),
);
/** Members that hold texts for people. */
const TEXTS: ReadonlySet<string> = new Set(['message', 'detailmessage', 'description', 'error']);
const LONGEST_MEMBER = 60;

const bare = (member: string): string => member.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What a member of a document names; null for all others. */
export function namingOf(member: string): Naming | null {
  return member.length > LONGEST_MEMBER ? null : (MEMBERS.get(bare(member)) ?? null);
}

export function isTextMember(member: string): boolean {
  return member.length <= LONGEST_MEMBER && TEXTS.has(bare(member));
}

/** Each takes time linear in the text. */
const PHRASES: readonly (readonly [RegExp, Naming])[] = [
  [
    /\b(?:previous|old) serial(?: number)?[:\s]{1,3}([0-9a-f](?::?[0-9a-f]){7,63})\b/gi,
    { thing: 'certificate', by: 'serial', role: 'previous' },
  ],
  [
    /(?<!previous )(?<!old )\bserial(?: number)?[:\s]{1,3}([0-9a-f](?::?[0-9a-f]){7,63})\b/gi,
    { thing: 'certificate', by: 'serial', role: 'own' },
  ],
  [
    /^\s*SHA-?(?:256|1):\s{0,3}([0-9a-f]{2}(?::?[0-9a-f]{2}){19,31})\b/gim,
    { thing: 'certificate', by: 'fingerprint', role: 'own' },
  ],
  [
    /\bcertificate[:\s]{1,3}([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/gi,
    { thing: 'certificate', by: 'id', role: 'own' },
  ],
  [
    /\b(?:in use|order \d{4,20}) for ((?:\*\.)?[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63}){1,8})/gi,
    { thing: 'certificate', by: 'name', role: 'own' },
  ],
  [/^[ \t]*Certificate:[ \t]{0,3}(\S{5,253})$/gim, { thing: 'certificate', by: 'name', role: 'own' }],
  [/^[ \t]*(?:Sensor|Agent|Host):[ \t]{0,3}(\S{5,253})$/gim, { thing: 'host', by: 'name', role: 'own' }],
  [/^[ \t]*Address:[ \t]{0,3}(\S{5,45})$/gim, { thing: 'host', by: 'address', role: 'own' }],
  [/^[ \t]*Endpoint:[ \t]{0,3}(\S{5,259})$/gim, { thing: 'host', by: 'name', role: 'endpoint' }],
  [/^[ \t]*User:[ \t]{0,3}(\S{5,253})$/gim, { thing: 'user', by: 'name', role: 'own' }],
];
const LISTED = /^[ \t]*For certificates:[ \t]*\n((?:\S{1,253}(?:\n|$)){1,20})/im;
/** Names stand near the beginning; a longer text is a dump. */
const LONGEST_TEXT = 4_000;

/** The names that a text for people gives, as written. */
export function* namesInText(text: string): Generator<readonly [Naming, string]> {
  const read = text.slice(0, LONGEST_TEXT);
  for (const [pattern, naming] of PHRASES) {
    for (const match of read.matchAll(pattern)) if (match[1] !== undefined) yield [naming, match[1]];
  }
  for (const name of LISTED.exec(read)?.[1]?.split('\n') ?? []) {
    yield [{ thing: 'certificate', by: 'name', role: 'alone' }, name];
  }
}
