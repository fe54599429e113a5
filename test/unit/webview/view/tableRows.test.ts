import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  filterRows,
  inFrozenOrder,
  mostDrawnRows,
  rowWindow,
  scrollStep,
  tableCsv,
} from '../../../../src/webview/view/tableRows';
import { dayText } from '../../../../src/webview/view/dayText';

type Row = { readonly name: string; readonly size: number | null };
const rows: readonly Row[] = [
  { name: 'sales.Orders', size: 3 },
  { name: 'events.clicks', size: null },
  { name: '=cmd|"x"', size: 12 },
];
const columns = [
  { label: 'Name', sort: ({ name }: Row) => name },
  { label: 'Glyph' },
  { label: 'Size', sort: ({ size }: Row) => size },
];
const names = (list: readonly Row[]) => list.map(({ name }) => name);

describe('rows of a table', () => {
  it('are found by every word, in any column and case', () => {
    assert.deepEqual(names(filterRows(rows, columns, 'ORDERS 3')), ['sales.Orders']);
    assert.deepEqual(filterRows(rows, columns, 'orders 12'), []);
    assert.equal(filterRows(rows, columns, '  ').length, 3);
  });

  it('keep their order while frozen; new ones follow, gone ones are gone', () => {
    const key = ({ name }: Row) => name;
    const [a, b, c] = rows;
    assert.ok(a !== undefined && b !== undefined && c !== undefined);

    assert.deepEqual(inFrozenOrder([a, b, c], key, [c.name, 'gone', a.name]), [c, a, b]);
    assert.deepEqual(inFrozenOrder([a, b], key, undefined), [a, b]);
  });

  it('are drawn all up to a number, beyond it only those in sight', () => {
    assert.deepEqual(rowWindow(mostDrawnRows, 0, 520, 26), { first: 0, end: mostDrawnRows });
    assert.deepEqual(rowWindow(5_000, 26_000, 520, 26), { first: 980, end: 1_040 });
    assert.deepEqual(rowWindow(5_000, 1e9, 520, 26), { first: 5_000, end: 5_000 });
  });

  it('are drawn again only once other rows must be', () => {
    assert.equal(scrollStep(mostDrawnRows, 4_000, 26), 0);
    const from = scrollStep(5_000, 26_000, 26);
    assert.equal(scrollStep(5_000, 26_001, 26), from);
    const passed = scrollStep(5_000, 26_519, 26);
    const { first, end } = rowWindow(5_000, passed, 520, 26);
    assert.ok(first * 26 <= 26_519 && end * 26 >= 26_519 + 520, 'no hole before the next drawing');
  });

  it('become CSV: an unknown cell is empty, and no text a formula', () => {
    assert.equal(
      tableCsv(rows, columns),
      'Name,Size\r\nsales.Orders,3\r\nevents.clicks,\r\n"\'=cmd|""x""",12\r\n',
    );
  });
});

describe('dayText', () => {
  it('names the day in the zone of the cluster, in UTC where the zone is not known', () => {
    const at = Date.UTC(2026, 6, 13, 20);
    assert.equal(dayText(at, 'Asia/Shanghai'), '2026-07-14');
    assert.equal(dayText(at, 'No/Where'), '2026-07-13');
    assert.equal(dayText(at, null), '2026-07-13');
  });
});
