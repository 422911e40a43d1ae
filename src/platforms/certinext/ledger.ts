/**
 * The ledger of an account as audit entries: what was charged, for which order. Not every account offers it, and
 * its keys are known only from what a public client looks for (github.com/tod-uma/certinext, models/ledger.py).
 */
import { createHash } from 'node:crypto';
import type { AuditEntry } from '../../domain/audit.ts';
import { instantOf } from '../instant.ts';
import type { RowReader } from '../rows.ts';

/** A mapper for one page: rows have no id, so equal ones are told apart by their order on the page. */
export function ledgerMapper(platform: string): (read: RowReader) => AuditEntry {
  const met = new Map<string, number>();
  return (read) => {
    const row = read.json('');
    const hash = createHash('sha256').update(JSON.stringify(row)).digest('hex').slice(0, 32);
    const ordinal = met.get(hash) ?? 0;
    met.set(hash, ordinal + 1);
    const order = read.ref('/orderNumber');
    return {
      kind: 'audit',
      platform,
      id: ordinal === 0 ? hash : `${hash}-${ordinal}`,
      timestamp: timeOf(read),
      action: read.text('/transactionType') ?? read.text('/type'),
      module: 'Ledger',
      resource: order === null ? null : { type: 'Order', id: order, name: null },
      actor: null,
      account: null,
      outcome: null,
      severity: 'info',
      description: read.text('/description'),
      ip: null,
      country: null,
      userAgent: null,
      details: row,
      origin: 'platform',
    };
  };
}

/** Null where there is none; a value that is no time sets its row aside. */
function timeOf(read: RowReader): number | null {
  for (const pointer of ['/transactionDate', '/date']) {
    const value = read.json(pointer);
    if (value !== null && value !== '') return instantOf(value) ?? read.instant(pointer);
  }
  return null;
}
