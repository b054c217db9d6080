package org.clipmeter.image;

/** VP8's loop filters (RFC 6386, section 15), over the whole picture once it is reconstructed. */
final class Vp8Filter {
    private final Vp8Header header;
    private final int columns;
    private final int rows;
    private final byte[] levels;
    private final boolean[] inner;
    private byte[] s = {};
    private int limit;
    private int interior;
    private int threshold;

    Vp8Filter(Vp8Header header, int columns, int rows) {
        this.header = header;
        this.columns = columns;
        this.rows = rows;
        this.levels = new byte[columns * rows];
        this.inner = new boolean[columns * rows];
    }

    /** Notes a macroblock's filter level and whether its inner edges are filtered too. */
    void note(int x, int y, int level, boolean innerEdges) {
        levels[y * columns + x] = (byte) level;
        inner[y * columns + x] = innerEdges;
    }

    void apply(Vp8Plane luma, Vp8Plane[] chroma) {
        if (!header.filtered) {
            return;
        }
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
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
    }

    private void macroblock(Vp8Plane plane, int x, int y, int size, boolean innerEdges) {
        s = plane.samples;
        int at = plane.index(x * size, y * size);
        if (x > 0) {
            edge(at, 1, plane.stride, size, true);
        }
        for (int i = 4; innerEdges && i < size; i += 4) {
            edge(at + i, 1, plane.stride, size, false);
        }
        if (y > 0) {
            edge(at, plane.stride, 1, size, true);
        }
        for (int i = 4; innerEdges && i < size; i += 4) {
            edge(at + i * plane.stride, plane.stride, 1, size, false);
        }
    }

    /** Filters {@code size} positions, {@code along} apart, of an edge whose sides are {@code step} apart. */
    private void edge(int at, int step, int along, int size, boolean outer) {
        int bound = 2 * (outer ? limit + 4 : limit) + 1;
        for (int i = 0, p = at; i < size; i++, p += along) {
            int p1 = s[p - 2 * step] & 0xff;
            int p0 = s[p - step] & 0xff;
            int q0 = s[p] & 0xff;
            int q1 = s[p + step] & 0xff;
            if (4 * Math.abs(p0 - q0) + Math.abs(p1 - q1) > bound) {
                continue;
            }
            if (header.simpleFilter) {
                two(p, step, p1, p0, q0, q1);
                continue;
            }
            int p3 = s[p - 4 * step] & 0xff;
            int p2 = s[p - 3 * step] & 0xff;
            int q2 = s[p + 2 * step] & 0xff;
            int q3 = s[p + 3 * step] & 0xff;
            if (far(p3, p2) || far(p2, p1) || far(p1, p0) || far(q3, q2) || far(q2, q1) || far(q1, q0)) {
                continue;
            }
            if (Math.abs(p1 - p0) > threshold || Math.abs(q1 - q0) > threshold) {
                two(p, step, p1, p0, q0, q1);
            } else if (outer) {
                int a = signed8(3 * (q0 - p0) + signed8(p1 - q1));
                int a1 = (27 * a + 63) >> 7;
                int a2 = (18 * a + 63) >> 7;
                int a3 = (9 * a + 63) >> 7;
                s[p - 3 * step] = Vp8Plane.clip(p2 + a3);
                s[p - 2 * step] = Vp8Plane.clip(p1 + a2);
                s[p - step] = Vp8Plane.clip(p0 + a1);
                s[p] = Vp8Plane.clip(q0 - a1);
                s[p + step] = Vp8Plane.clip(q1 - a2);
                s[p + 2 * step] = Vp8Plane.clip(q2 - a3);
            } else {
                int a = 3 * (q0 - p0);
                int a1 = signed5((a + 4) >> 3);
                int a2 = signed5((a + 3) >> 3);
                int a3 = (a1 + 1) >> 1;
                s[p - 2 * step] = Vp8Plane.clip(p1 + a3);
                s[p - step] = Vp8Plane.clip(p0 + a2);
                s[p] = Vp8Plane.clip(q0 - a1);
                s[p + step] = Vp8Plane.clip(q1 - a3);
            }
        }
    }

    private void two(int p, int step, int p1, int p0, int q0, int q1) {
        int a = 3 * (q0 - p0) + signed8(p1 - q1);
        s[p - step] = Vp8Plane.clip(p0 + signed5((a + 3) >> 3));
        s[p] = Vp8Plane.clip(q0 - signed5((a + 4) >> 3));
    }

    private boolean far(int a, int b) {
        return Math.abs(a - b) > interior;
    }

    private static int signed8(int value) {
        return Math.max(-128, Math.min(127, value));
    }

    private static int signed5(int value) {
        return Math.max(-16, Math.min(15, value));
    }
}
