/**
 * The folders in which certificates usually lie, by the program that reads them. Everything else about a
 * place (globs, what counts as a trust store) is computed from these rows.
 */
interface Place {
  readonly folder: string;
  /** What keeps its certificates here. */
  readonly of: string;
  /** `here` looks at the folder alone, `below` at everything under it. */
  readonly depth: 'here' | 'below';
  /** Certificates here are what the machine trusts rather than what it serves. */
  readonly trust?: true;
}

const PLACES: readonly Place[] = [
  { folder: '/etc/ssl/certs', of: 'OpenSSL on Debian, Ubuntu, Alpine and SUSE', depth: 'here', trust: true },
  { folder: '/etc/ssl', of: 'OpenSSL on Alpine, macOS and the BSDs', depth: 'here' },
  { folder: '/usr/local/share/ca-certificates', of: 'own CAs on Debian', depth: 'below', trust: true },
  { folder: '/usr/local/share/certs', of: 'ca_root_nss on FreeBSD', depth: 'here', trust: true },
  { folder: '/etc/pki/tls', of: 'OpenSSL on RHEL and Fedora', depth: 'here' },
  { folder: '/etc/pki/tls/certs', of: 'OpenSSL on RHEL and Fedora', depth: 'here' },
  { folder: '/etc/pki/ca-trust/source/anchors', of: 'own CAs on RHEL', depth: 'here', trust: true },
  { folder: '/etc/pki/ca-trust/extracted/pem', of: 'p11-kit on RHEL', depth: 'here', trust: true },
  { folder: '/etc/pki/trust/anchors', of: 'own CAs on SUSE', depth: 'here', trust: true },
  { folder: '/var/lib/ca-certificates', of: 'p11-kit on SUSE', depth: 'here', trust: true },
  { folder: '/opt/homebrew/etc/ca-certificates', of: 'Homebrew on macOS', depth: 'here', trust: true },
  { folder: '/usr/local/etc/ca-certificates', of: 'Homebrew on macOS', depth: 'here', trust: true },
  { folder: '/etc/letsencrypt/live', of: 'certbot', depth: 'below' },
  { folder: '/etc/nginx', of: 'nginx', depth: 'below' },
  { folder: '/usr/local/etc/nginx', of: 'nginx on FreeBSD and macOS', depth: 'below' },
  { folder: '/opt/homebrew/etc/nginx', of: 'nginx on macOS', depth: 'below' },
  { folder: '/etc/pki/nginx', of: 'nginx on RHEL', depth: 'below' },
  { folder: '/etc/apache2', of: 'Apache on Debian and SUSE', depth: 'below' },
  { folder: '/etc/httpd', of: 'Apache on RHEL', depth: 'below' },
  { folder: '/etc/haproxy', of: 'HAProxy', depth: 'below' },
  { folder: '/etc/lighttpd', of: 'lighttpd', depth: 'below' },
  { folder: '/var/lib/caddy/.local/share/caddy/certificates', of: 'Caddy', depth: 'below' },
  { folder: '/etc/postfix', of: 'Postfix', depth: 'below' },
  { folder: '/etc/dovecot', of: 'Dovecot', depth: 'below' },
  { folder: '/etc/pki/dovecot', of: 'Dovecot on RHEL', depth: 'below' },
  { folder: '/etc/exim4', of: 'Exim', depth: 'below' },
  { folder: '/etc/ldap', of: 'OpenLDAP on Debian', depth: 'below' },
  { folder: '/etc/openldap', of: 'OpenLDAP on RHEL', depth: 'below' },
  { folder: '/etc/postgresql', of: 'PostgreSQL', depth: 'below' },
  { folder: '/etc/mysql', of: 'MySQL and MariaDB', depth: 'below' },
  { folder: '/etc/rabbitmq', of: 'RabbitMQ', depth: 'below' },
  { folder: '/etc/openvpn', of: 'OpenVPN', depth: 'below' },
  { folder: '/etc/docker/certs.d', of: 'Docker', depth: 'below' },
  { folder: '/etc/kubernetes/pki', of: 'Kubernetes', depth: 'below' },
];

/** Folders that scans reach only through links, yet are trust stores. */
const LINKED_STORES = ['/usr/share/ca-certificates', '/usr/share/pki', '/etc/ca-certificates'];

/**
 * Where systems keep all trust anchors in one file; the first five and `cert.pem` are the ones Go's
 * crypto/x509 looks for (https://go.dev/src/crypto/x509/root_linux.go).
 */
export const TRUST_BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/ca-bundle.pem',
  '/etc/pki/tls/cacert.pem',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/var/lib/ca-certificates/ca-bundle.pem',
];

/** The globs a scan reads unless the configuration names others. */
export const USUAL_PLACES: readonly string[] = PLACES.map(
  ({ folder, depth }) => `${folder}${depth === 'below' ? '/**' : ''}/*.{pem,crt,cer,der}`,
);

const TRUST_FOLDERS = [
  ...PLACES.filter(({ trust }) => trust === true).map(({ folder }) => folder),
  ...LINKED_STORES,
];

/** Whether a file belongs to what the machine trusts. */
export function isTrustStore(path: string): boolean {
  return TRUST_BUNDLES.includes(path) || TRUST_FOLDERS.some((folder) => path.startsWith(`${folder}/`));
}
