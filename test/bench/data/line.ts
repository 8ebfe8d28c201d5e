/** One measurement of something that grows with a size. */
export interface Point {
  readonly size: number;
  readonly value: number;
}

/** What the straight line that fits the points best (least squares) says for another size. Needs two sizes. */
export function extrapolated(points: readonly Point[], size: number): number {
  const mean = (of: (point: Point) => number): number =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [middle, height] = [mean((point) => point.size), mean((point) => point.value)];
  const spread = mean((point) => (point.size - middle) ** 2);
  if (!(spread > 0)) throw new RangeError("a line needs points of two sizes");
  const slope = mean((point) => (point.size - middle) * (point.value - height)) / spread;
  return height + slope * (size - middle);
}
