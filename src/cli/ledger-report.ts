/** What the verification of the cache found, in words and as an exit code. Pure. */
import type { LedgerFinding, LedgerVerification } from '../cache/ledger/answers.ts';
import { safeLine } from '../domain/text.ts';
import { toIso } from '../domain/time.ts';

/** Findings that are told one by one; JSON has more of them. */
const TOLD = 50;
/** Entries that their platform changed are news, and no findings. */
const NOTED = 10;

/** 0 where the cache is as it arrived, 1 where something was changed. */
export function ledgerExit({ counts }: Pick<LedgerVerification, 'counts'>): 0 | 1 {
  return Object.values(counts).some((count) => count > 0) ? 1 : 0;
}

/** The lines of a report; no line of it holds anything a terminal acts on. */
export function ledgerLines(verification: LedgerVerification): readonly string[] {
  const { head, checked, findings, counts, changedByPlatform, changedByPlatformCount } = verification;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const told = findings.slice(0, TOLD).map((finding) => line(...findingWords(finding)));
  const noted = changedByPlatform
    .slice(0, NOTED)
    .map(({ ref, at }) => line('note', `${ref}: its platform told it otherwise at ${instant(at)}`));
  const held = `${many(checked.records, 'audit entry', 'audit entries')} held against ${many(checked.entries, 'arrival', 'arrivals')} in ${many(checked.pages, 'page', 'pages')}`;
  return [
    all === 0 ? `cache: as it arrived; ${held}` : `cache: ${many(all, 'finding', 'findings')}; ${held}`,
    `ledger: page ${number(head.seq)}, SHA-256 ${head.link}`,
    ...told,
    ...rest(all - told.length),
    ...noted,
    ...rest(changedByPlatformCount - noted.length),
  ];
}

const rest = (more: number): readonly string[] => (more > 0 ? [`and ${number(more)} more`] : []);

/** What kind of a finding it is, and the rest of its line, where remote text may be. */
type Words = readonly [string, string];
const line = (...[word, text]: Words): string => `${word}  ${safeLine(text)}`;

function findingWords(finding: LedgerFinding): Words {
  switch (finding.kind) {
    case 'page':
      return ['LEDGER', pageWords(finding)];
    case 'head':
      return ['LEDGER', headWords(finding)];
    case 'entry':
      return ['CHANGED', `${nameOf(finding)}: not what arrived at ${instant(finding.at)}`];
    case 'gone':
      return ['GONE', `${nameOf(finding)}: arrived at ${instant(finding.at)}, and nothing dropped it`];
    case 'unrecorded':
      return ['ADDED', `${nameOf(finding)}: is in the cache, and never arrived`];
    case 'value':
      return valueWords(finding);
    case 'former': {
      const name = finding.ref ?? 'an entry';
      return [WHY[finding.why], `what ${name} was before its platform told it otherwise`];
    }
    case 'count': {
      const { table, wrong, of } = finding;
      const held = `how many records hold what, as ${table} has it, is wrong`;
      return [
        'COUNTS',
        `${held} in ${number(wrong)} of ${number(of)} places; totals and lists of values go by it`,
      ];
    }
    default:
      return finding satisfies never;
  }
}

const WHY = { changed: 'CHANGED', gone: 'GONE', unrecorded: 'ADDED' } as const;

function pageWords({ why, seq, from, at }: Extract<LedgerFinding, { readonly kind: 'page' }>): string {
  if (why === 'missing') {
    const last = seq - 1;
    return from === last
      ? `page ${number(from)} is missing`
      : `pages ${number(from)} to ${number(last)} are missing`;
  }
  const page = `page ${number(seq)}, of ${instant(at)}`;
  return why === 'unreadable'
    ? `${page}: its entries cannot be read`
    : `${page}: not what was written then; what it says of its entries cannot be trusted`;
}

function headWords({ seq, link, found }: Extract<LedgerFinding, { readonly kind: 'head' }>): string {
  const page = `page ${number(seq)}`;
  return found === null
    ? `${page} is missing, and was written down with SHA-256 ${link}`
    : `${page} has SHA-256 ${found}, and was written down with ${link}`;
}

function valueWords({ why, thing, value, refs }: Extract<LedgerFinding, { readonly kind: 'value' }>): Words {
  const what = thing === 'term' ? 'a value' : 'an actor or account';
  const now = value === null ? what : `${what} that says now ${JSON.stringify(value)}`;
  return [
    WHY[why],
    `${now}; ${refs.length === 0 ? 'no entry is read with it' : `read with it: ${refs.join(', ')}`}`,
  ];
}

/** What is known of an entry: its ref, or else where and when it was. */
function nameOf(finding: Extract<LedgerFinding, { readonly kind: 'entry' | 'gone' | 'unrecorded' }>): string {
  const of = finding.time === null ? 'without a time' : `of ${instant(finding.time)}`;
  if (finding.ref !== null) return `${finding.ref} ${of}`;
  const platform = finding.kind === 'gone' && finding.platform !== '' ? ` of ${finding.platform}` : '';
  return `an entry${platform}, ${of}, whose id is gone with it`;
}

const instant = (at: number): string => toIso(at) ?? String(at);
const number = (n: number): string => n.toLocaleString('en');
const many = (n: number, one: string, more: string): string => `${number(n)} ${n === 1 ? one : more}`;
