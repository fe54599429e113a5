import assert from 'node:assert/strict';
import { placeMarkLabels } from '../../../../src/webview/charts/markLabels';

const area = { left: 40, right: 240, top: 10, bottom: 110 };
const mark = { y: 60, width: 60 };
const curve = (y: number, from: number, to: number) =>
  Array.from({ length: Math.ceil((to - from) / 4) }, (_, index) => ({ x: from + 4 * index, y }));

describe('labels of the marks in a chart', () => {
  it('lie over the mark at the left where nothing is in the way', () => {
    assert.deepEqual(placeMarkLabels([mark], [], area), [{ align: 'left', x: 44, y: 56 }]);
  });

  it('leave the curve free', () => {
    const [under] = placeMarkLabels([mark], curve(53, 40, 240), area);
    assert.deepEqual(under, { align: 'left', x: 44, y: 73 });
    const [right] = placeMarkLabels([mark], [...curve(53, 40, 130), ...curve(68, 40, 130)], area);
    assert.deepEqual(right, { align: 'right', x: 236, y: 56 });
  });

  it('cover as little of the curves as can be where every place is crossed', () => {
    const everywhere = [...curve(53, 40, 240), ...curve(68, 40, 140)];
    const [label] = placeMarkLabels([mark], everywhere, area);
    assert.deepEqual(label, { align: 'right', x: 236, y: 73 });
  });

  it('stay inside the chart', () => {
    const [top, bottom] = placeMarkLabels(
      [
        { y: 14, width: 60 },
        { y: 106, width: 60 },
      ],
      [],
      area,
    );
    assert.equal(top?.y, 27);
    assert.equal(bottom?.y, 102);
  });

  it('do not lie across another mark', () => {
    const [first, second] = placeMarkLabels([mark, { ...mark, y: 72 }], [], area);
    assert.equal(first?.y, 56);
    assert.deepEqual(second, { align: 'left', x: 44, y: 85 });
  });

  it('do not touch one another, and are left out where there is no room', () => {
    const close = placeMarkLabels([mark, { ...mark, y: 64 }], [], area);
    assert.deepEqual(close[1], { align: 'left', x: 44, y: 77 });
    const crowd = placeMarkLabels(
      Array.from({ length: 5 }, () => mark),
      [],
      area,
    );
    assert.deepEqual(
      crowd.map((label) => label !== undefined),
      [true, true, true, true, false],
    );
  });
});
