/** A query as a file may tell it: it names the very people and secrets that are hidden in the records it asks for. */
import { isPersonal, type Redaction, signOf } from '../domain/redaction-policy.ts';
import { isSecret, MASK, maskText } from '../domain/secrets.ts';
import type { Node, PathStep, Span, Value } from '../query/tree.ts';

/** The text of a query with the values masked that stand for what the policy hides; `tree` is its meaning. */
export function queryTold(text: string, tree: Node, policy: Redaction): string {
  const around = (start: number, end?: number) => {
    const piece = text.slice(start, end);
    return policy.secrets ? maskText(piece) : piece;
  };
  let told = '';
  let at = 0;
  for (const { span, sign } of hiddenTerms(tree, policy).toSorted((a, b) => a.span.start - b.span.start)) {
    const asked = /^.*?(?:[!=]~|[<>!]=|[:=<>])\s*/s.exec(text.slice(span.start, span.end))?.[0] ?? '';
    told += `${around(at, span.start)}${asked}${sign}`;
    at = span.end;
  }
  return told + around(at);
}

interface Hidden {
  readonly span: Span;
  readonly sign: string;
}

function hiddenTerms(node: Node, policy: Redaction): Hidden[] {
  switch (node.kind) {
    case 'and':
    case 'or':
      return node.of.flatMap((one) => hiddenTerms(one, policy));
    case 'not':
      return hiddenTerms(node.of, policy);
    case 'field':
      return node.field.paths.some((path) => isPersonal(path, policy)) ? [hidden(node, policy)] : [];
    case 'regex':
      return node.field?.paths.some((path) => isPersonal(path, policy)) ? [hidden(node, policy)] : [];
    case 'path': {
      const names = node.path.flatMap((step: PathStep) => ('key' in step ? [step.key] : []));
      const secret = policy.secrets && isSecret(names.at(-1) ?? null, 'any');
      if (secret) return [{ span: node.span, sign: MASK }];
      return names.some((_, end) => isPersonal(names.slice(0, end + 1).join('.'), policy))
        ? [hidden(node, policy)]
        : [];
    }
    default:
      return [];
  }
}

function hidden(
  { span, ...node }: { readonly span: Span; readonly values?: readonly Value[] },
  policy: Redaction,
): Hidden {
  const signs = (node.values ?? []).map((value) =>
    value.kind === 'text' ? signOf(value.text, policy) : MASK,
  );
  return { span, sign: signs.length === 0 ? MASK : [...new Set(signs)].join(',') };
}
