/** Certificates made on the spot by the openssl command, with any dates, keys and digests. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const DAY = 86_400_000;

export async function openssl(...args: string[]): Promise<string> {
  const { stdout } = await run('openssl', args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}

export interface Issued {
  readonly pem: string;
  readonly keyPem: string;
  readonly file: string;
  readonly keyFile: string;
  readonly fingerprint: string;
}

export interface Wish {
  readonly subject: string;
  readonly san?: string;
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  /** Arguments of `openssl genpkey`; P-256 when left out. */
  readonly key?: readonly string[];
  readonly keyOf?: Issued;
  readonly md?: string;
  readonly ca?: boolean;
  /** Self-signed without one. */
  readonly issuer?: Issued;
  readonly extensions?: string;
}

export const RSA = (bits: number) => ['-algorithm', 'RSA', '-pkeyopt', `rsa_keygen_bits:${bits}`];
export const EC = (curve: string) => ['-algorithm', 'EC', '-pkeyopt', `ec_paramgen_curve:${curve}`];

const asn1Time = (days: number) =>
  new Date(Date.now() + days * DAY)
    .toISOString()
    .replace(/[-:T]|\.\d+/g, '')
    .replace(/Z?$/, 'Z');

const CONFIG = `[ca]
default_ca = here
[here]
database = FOLDER/index.txt
serial = FOLDER/serial
new_certs_dir = FOLDER
policy = anything
unique_subject = no
[anything]
commonName = optional
organizationName = optional
organizationalUnitName = optional
countryName = optional
`;

/** A folder in which certificates are issued one after the other. */
export async function openIssuer(folder: string): Promise<(wish: Wish) => Promise<Issued>> {
  await mkdir(folder, { recursive: true });
  const at = (name: string) => join(folder, name);
  await writeFile(at('index.txt'), '');
  await writeFile(at('ca.cnf'), CONFIG.replaceAll('FOLDER', folder));
  let count = 0;
  return async (wish) => {
    count += 1;
    const [file, csr, extensions] = [at(`${count}.pem`), at(`${count}.csr`), at(`${count}.ext`)];
    const keyFile = wish.keyOf?.keyFile ?? at(`${count}.key`);
    if (wish.keyOf === undefined) await openssl('genpkey', ...(wish.key ?? EC('P-256')), '-out', keyFile);
    await openssl('req', '-new', '-key', keyFile, '-subj', wish.subject, '-out', csr);
    const lines = [
      `basicConstraints=critical,CA:${wish.ca ? 'TRUE' : 'FALSE'}`,
      ...(wish.san ? [`subjectAltName=${wish.san}`] : []),
      ...(wish.extensions ? [wish.extensions] : []),
    ];
    await writeFile(extensions, lines.join('\n'));
    await openssl(
      ...['ca', '-batch', '-notext', '-create_serial', '-config', at('ca.cnf'), '-in', csr, '-out', file],
      ...['-extfile', extensions, '-md', wish.md ?? 'sha256'],
      ...['-startdate', asn1Time(wish.from ?? -1), '-enddate', asn1Time(wish.to ?? 365)],
      ...(wish.issuer
        ? ['-cert', wish.issuer.file, '-keyfile', wish.issuer.keyFile]
        : ['-selfsign', '-keyfile', keyFile]),
    );
    const fingerprint = await openssl('x509', '-in', file, '-noout', '-fingerprint', '-sha256');
    return {
      pem: await readFile(file, 'utf8'),
      keyPem: await readFile(keyFile, 'utf8'),
      file,
      keyFile,
      fingerprint: (fingerprint.split('=')[1] ?? '').trim().replaceAll(':', '').toLowerCase(),
    };
  };
}
