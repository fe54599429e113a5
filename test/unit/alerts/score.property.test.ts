import fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Verdict } from '../../../src/shared/model/verdict';
import { compute, dead, frontend, minute, Run, type Scene } from '../overview/builders';

const rank: Readonly<Record<Verdict, number>> = {
  ok: 0,
  info: 1,
  warning: 2,
  critical: 3,
  unknown: 4,
};

type Shape = {
  readonly sharedData: boolean;
  readonly frontendsUp: readonly boolean[];
  readonly nodesUp: readonly boolean[];
  readonly memory: number;
  readonly score: number;
  readonly failing: number;
};

const shapes: fc.Arbitrary<Shape> = fc.record({
  sharedData: fc.boolean(),
  frontendsUp: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  nodesUp: fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }),
  memory: fc.integer({ min: 0, max: 100 }),
  score: fc.integer({ min: 0, max: 3000 }),
  failing: fc.integer({ min: 0, max: 100 }),
});

function sceneOf(shape: Shape): Scene {
  return {
    runMode: shape.sharedData ? 'shared_data' : 'shared_nothing',
    frontends: shape.frontendsUp.map((up, i) => frontend(i + 1, up ? {} : dead)),
    nodes: shape.nodesUp.map((up, i) =>
      compute(shape.sharedData ? 'cn' : 'be', i + 1, {
        memUsedPct: shape.memory,
        ...(up ? {} : dead),
      }),
    ),
    series: { 'compaction.score': shape.score, 'query.err_internal': shape.failing },
  };
}

/** Twelve minutes: longer than every duration but that of compaction.stalled. */
const judge = (shape: Shape) => new Run(sceneOf(shape)).for(12 * minute);

describe('score and verdict', () => {
  it('stay between 0 and 100, and the score is 100 minus its receipt', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(shapes, (shape) => {
        const { score, deductions } = judge(shape).score;
        if (score.known) {
          const lost = deductions.reduce((total, { points }) => total + points, 0);
          assert.equal(score.value, Math.max(0, 100 - lost));
          assert.ok(score.value <= 100 && Number.isInteger(score.value));
          assert.ok(deductions.every(({ points }) => points > 0));
        }
      }),
      { numRuns: 25 },
    );
  });

  it('never improve when the cluster gets worse', function () {
    this.timeout(60_000);
    const worse: fc.Arbitrary<(shape: Shape) => Shape> = fc.oneof(
      fc.nat({ max: 4 }).map((i) => (shape: Shape) => ({
        ...shape,
        frontendsUp: shape.frontendsUp.map((up, n) => up && n !== i),
      })),
      fc.nat({ max: 11 }).map((i) => (shape: Shape) => ({
        ...shape,
        nodesUp: shape.nodesUp.map((up, n) => up && n !== i),
      })),
      fc.integer({ min: 1, max: 2000 }).map((n) => (shape: Shape) => ({
        ...shape,
        score: shape.score + n,
      })),
    );
    fc.assert(
      fc.property(shapes, worse, (shape, worsen) => {
        const before = judge(shape).score;
        const after = judge(worsen(shape)).score;
        assert.ok(
          rank[after.verdict] >= rank[before.verdict],
          `${before.verdict} became ${after.verdict}`,
        );
      }),
      { numRuns: 25 },
    );
  });
});
