import { parse } from 'smol-toml';
import { expect, test } from 'vitest';
import { locate } from '../../src/config/lines.ts';

const TEXT = `# [[platforms]]
top = "a = 1"   # b = 2
dotted.key.name = 1

[[platforms]]
name = """
[not.a.table]
x = "" ""\\"
quotes at the end"""""
when = 1979-05-27 07:32:00
list = [
  "one", # ]
  { a = 1, "b.c" = [ 2,
    3 ] },
]
[platforms.fields.jobs]
id = '''
it''s'''
'quoted key' = true

[[ platforms ]]
name = 'x\\'
inline = { deep = { er = 1 } }
[platforms."fi.elds"]
[alerts]
`;

test.each([
  [['top'], 2],
  [['dotted', 'key', 'name'], 3],
  [['platforms', 0], 5],
  [['platforms', 0, 'name'], 6],
  [['platforms', 0, 'when'], 10],
  [['platforms', 0, 'list'], 11],
  [['platforms', 0, 'list', 0], 12],
  [['platforms', 0, 'list', 1, 'a'], 13],
  [['platforms', 0, 'list', 1, 'b.c', 1], 14],
  [['platforms', 0, 'fields', 'jobs'], 16],
  [['platforms', 0, 'fields', 'jobs', 'id'], 17],
  [['platforms', 0, 'fields', 'jobs', 'quoted key'], 19],
  [['platforms', 1], 21],
  [['platforms', 1, 'name'], 22],
  [['platforms', 1, 'inline', 'deep', 'er'], 23],
  [['platforms', 1, 'fi.elds'], 24],
  [['alerts'], 25],
  [['platforms', 1, 'not there'], 21],
  [['nowhere'], null],
])('%j is on line %s', (path, line) => {
  expect(() => parse(TEXT)).not.toThrow();
  expect(locate(TEXT)(path)).toBe(line);
});
