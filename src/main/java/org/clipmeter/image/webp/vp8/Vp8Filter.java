package org.clipmeter.image.webp.vp8;

/** VP8's loop filters (RFC 6386, section 15), applied to one row of macroblocks at a time. */
final class Vp8Filter {
    private final Vp8Header header;
    private final int columns;
    private final Vp8Plane luma;
    private final Vp8Plane[] chroma;
    private final Vp8Lanes lanes = new Vp8Lanes();

    /** The filter level of each macroblock, 0 if it is not filtered. */
    private final byte[] levels;

    /** Whether the edges between the blocks of each macroblock are filtered too. */
    private final boolean[] inner;

    /** How much samples of the current macroblock may differ across an edge. */
    private int limit;

    /** How much neighboring samples on the same side may differ. */
    private int interior;
    /** How much the two samples nearest to the edge may differ on a side that counts as flat. */
    private int threshold;

    Vp8Filter(Vp8Header header, int columns, int rows, Vp8Plane luma, Vp8Plane[] chroma) {
        this.header = header;
        this.columns = columns;
        this.luma = luma;
        this.chroma = chroma;
        this.levels = new byte[columns * rows];
        this.inner = new boolean[columns * rows];
    }

    /** Stores a macroblock's filter level and whether its inner edges are filtered too. */
    void note(int x, int y, int level, boolean innerEdges) {
        levels[y * columns + x] = (byte) level;
        inner[y * columns + x] = innerEdges;
    }

    /** Filters row y of macroblocks. This also changes up to three rows of samples above it. */
    void apply(int y) {
        for (int x = 0; header.filtered && x < columns; x++) {
            int level = levels[y * columns + x];
            if (level == 0) {
                continue;
            }
            interior = level >> (header.sharpness > 4 ? 2 : header.sharpness > 0 ? 1 : 0);
            if (header.sharpness > 0) {
                interior = Math.min(interior, 9 - header.sharpness);
            }
            interior = Math.max(interior, 1);
            limit = 2 * level + interior;
            threshold = level >= 40 ? 2 : level >= 15 ? 1 : 0;
            boolean innerEdges = inner[y * columns + x];
            macroblock(luma, x, y, 16, innerEdges);
            if (!header.simpleFilter) {
                macroblock(chroma[0], x, y, 8, innerEdges);
                macroblock(chroma[1], x, y, 8, innerEdges);
            }
        }
    }

    private void macroblock(Vp8Plane plane, int x, int y, int size, boolean innerEdges) {
        byte[] samples = plane.samples;
        int stride = plane.stride;
        int at = plane.index(x * size, y * size);
        if (x > 0) {
            edge(samples, at, stride, false, true, size);
        }
        for (int i = 4; innerEdges && i < size; i += 4) {
            edge(samples, at + i, stride, false, false, size);
        }
        if (y > 0) {
            edge(samples, at, stride, true, true, size);
        }
        for (int i = 4; innerEdges && i < size; i += 4) {
            edge(samples, at + i * stride, stride, true, false, size);
        }
    }

    /** Filters an edge of {@code size} positions between two macroblocks (outer) or inside one. */
    private void edge(byte[] samples, int at, int stride, boolean horizontal, boolean outer, int size) {
        int bound = 2 * (outer ? limit + 4 : limit) + 1;
        int step = horizontal ? stride : 1;
        int along = horizontal ? 1 : stride;
        if (header.simpleFilter) {
            simpleEdge(samples, at, step, along, size, bound);
            return;
        }
        boolean safe = bound <= Vp8Lanes.SAFE_BOUND;
        for (int i = 0, p = at; i < size; i += Vp8Lanes.SIZE, p += Vp8Lanes.SIZE * along) {
            if (outer) {
                if (!safe || !lanes.outer(samples, p, stride, horizontal, bound, interior, threshold)) {
                    outerEdge(samples, p, step, along, bound);
                }
            } else if (!safe || !lanes.inner(samples, p, stride, horizontal, bound, interior, threshold)) {
                innerEdge(samples, p, step, along, bound);
            }
        }
    }

    /** Filters the positions of {@link Vp8Lanes} one by one: they are {@code along} apart, their two sides {@code step} apart. */
    private void outerEdge(byte[] samples, int at, int step, int along, int bound) {
        int near = interior;
        int flat = threshold;
        for (int i = 0, p = at; i < Vp8Lanes.SIZE; i++, p += along) {
            int p1 = samples[p - 2 * step] & 0xff;
            int p0 = samples[p - step] & 0xff;
            int q0 = samples[p] & 0xff;
            int q1 = samples[p + step] & 0xff;
            if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > bound) {
                continue;
            }
            int p2 = samples[p - 3 * step] & 0xff;
            int q2 = samples[p + 2 * step] & 0xff;
            int p3 = samples[p - 4 * step] & 0xff;
            int q3 = samples[p + 3 * step] & 0xff;
            int left = Math.abs(p1 - p0);
            int right = Math.abs(q1 - q0);
            if (Math.max(left, right) > near
                    || Math.max(Math.abs(p2 - p1), Math.abs(q2 - q1)) > near
                    || Math.max(Math.abs(p3 - p2), Math.abs(q3 - q2)) > near) {
                continue;
            }
            if (Math.max(left, right) > flat) {
                two(samples, p, step, p1, p0, q0, q1);
                continue;
            }
            int a = signed8(3 * (q0 - p0) + signed8(p1 - q1));
            int a1 = 27 * a + 63 >> 7;
            int a2 = 18 * a + 63 >> 7;
            int a3 = 9 * a + 63 >> 7;
            samples[p - 3 * step] = clip(p2 + a3);
            samples[p - 2 * step] = clip(p1 + a2);
            samples[p - step] = clip(p0 + a1);
            samples[p] = clip(q0 - a1);
            samples[p + step] = clip(q1 - a2);
            samples[p + 2 * step] = clip(q2 - a3);
        }
    }

    /** As {@link #outerEdge}, for an edge between blocks of a macroblock. */
    private void innerEdge(byte[] samples, int at, int step, int along, int bound) {
        int near = interior;
        int flat = threshold;
        for (int i = 0, p = at; i < Vp8Lanes.SIZE; i++, p += along) {
            int p1 = samples[p - 2 * step] & 0xff;
            int p0 = samples[p - step] & 0xff;
            int q0 = samples[p] & 0xff;
            int q1 = samples[p + step] & 0xff;
            if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > bound) {
                continue;
            }
            int p2 = samples[p - 3 * step] & 0xff;
            int q2 = samples[p + 2 * step] & 0xff;
            int p3 = samples[p - 4 * step] & 0xff;
            int q3 = samples[p + 3 * step] & 0xff;
            int left = Math.abs(p1 - p0);
            int right = Math.abs(q1 - q0);
            if (Math.max(left, right) > near
                    || Math.max(Math.abs(p2 - p1), Math.abs(q2 - q1)) > near
                    || Math.max(Math.abs(p3 - p2), Math.abs(q3 - q2)) > near) {
                continue;
            }
            if (Math.max(left, right) > flat) {
                two(samples, p, step, p1, p0, q0, q1);
                continue;
            }
            int a = 3 * (q0 - p0);
            int a1 = signed5(a + 4 >> 3);
            int a2 = signed5(a + 3 >> 3);
            int a3 = a1 + 1 >> 1;
            samples[p - 2 * step] = clip(p1 + a3);
            samples[p - step] = clip(p0 + a2);
            samples[p] = clip(q0 - a1);
            samples[p + step] = clip(q1 - a3);
        }
    }

    private static void simpleEdge(byte[] samples, int at, int step, int along, int size, int bound) {
        for (int i = 0, p = at; i < size; i++, p += along) {
            int p1 = samples[p - 2 * step] & 0xff;
            int p0 = samples[p - step] & 0xff;
            int q0 = samples[p] & 0xff;
            int q1 = samples[p + step] & 0xff;
            if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) <= bound) {
                two(samples, p, step, p1, p0, q0, q1);
            }
        }
    }

    /** Changes only the two samples nearest to the edge. */
    private static void two(byte[] samples, int p, int step, int p1, int p0, int q0, int q1) {
        int a = 3 * (q0 - p0) + signed8(p1 - q1);
        samples[p - step] = clip(p0 + signed5(a + 3 >> 3));
        samples[p] = clip(q0 - signed5(a + 4 >> 3));
    }

    private static int signed8(int value) {
        return Math.max(-128, Math.min(127, value));
    }

    private static int signed5(int value) {
        return Math.max(-16, Math.min(15, value));
    }

    private static byte clip(int value) {
        return (byte) Math.max(0, Math.min(255, value));
    }
}
