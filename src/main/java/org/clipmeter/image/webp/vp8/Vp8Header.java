package org.clipmeter.image.webp.vp8;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;
import org.clipmeter.image.reader.Canvas;

/** The frame header of a VP8 key frame (RFC 6386, section 9), read as libwebp does. */
final class Vp8Header {
    private static final int SEGMENTS = 4;

    final int width;
    final int height;
    final Vp8Bits modes;
    final Vp8Bits[] partitions;
    boolean segmented;
    boolean segmentMap;
    final int[] segmentProbabilities = {255, 255, 255};
    boolean simpleFilter;
    int sharpness;
    boolean filtered;

    /** Filter level by segment and by whether the macroblock is predicted in 4x4 blocks. */
    final int[][] filterLevels = new int[SEGMENTS][2];

    /** Quantiser steps by segment: luma DC, AC; second-order luma DC, AC; chroma DC, AC. */
    final int[][] steps = new int[SEGMENTS][];

    final int[] coefficients = Vp8Tables.COEFFICIENTS.clone();

    /** The probability that a macroblock has coefficients; 0 if all have some. */
    int skipProbability;

    private boolean absolute;
    private final int[] segmentQuantisers = new int[SEGMENTS];
    private final int[] segmentFilters = new int[SEGMENTS];

    Vp8Header(byte[] data, int from, int end) throws ImageException {
        ByteReader in = new ByteReader(data, from);
        if (end - from < 10) {
            throw new ImageException(Reason.TRUNCATED, "its VP8 frame has " + (end - from) + " bytes");
        }
        int tag = in.u8() | in.u16le() << 8;
        boolean start = in.u8() == 0x9d && in.u8() == 1 && in.u8() == 0x2a;
        width = in.u16le() & 0x3fff;
        height = in.u16le() & 0x3fff;
        if ((tag & 1) != 0 || (tag >> 1 & 7) > 3 || (tag >> 4 & 1) == 0 || !start) {
            throw new ImageException(Reason.CORRUPT, "its VP8 frame is not a picture on its own");
        }
        int first = tag >> 5;
        if (first > end - in.at()) {
            throw new ImageException(Reason.TRUNCATED, "its first VP8 partition is cut short");
        }
        Canvas.checkSize(width, height);
        modes = new Vp8Bits(data, in.at(), in.at() + first);
        modes.number(2);
        readSegments();
        readFilter();
        partitions = partitions(data, in.at() + first, end);
        readQuantisers();
        modes.flag();
        for (int i = 0; i < coefficients.length; i++) {
            if (modes.bit(Vp8Tables.COEFFICIENT_UPDATES[i]) == 1) {
                coefficients[i] = modes.number(8);
            }
        }
        skipProbability = modes.flag() ? modes.number(8) : -1;
        if (modes.exhausted()) {
            throw new ImageException(Reason.TRUNCATED, "its VP8 frame header is cut short");
        }
    }

    private void readSegments() {
        segmented = modes.flag();
        if (!segmented) {
            return;
        }
        segmentMap = modes.flag();
        if (modes.flag()) {
            absolute = modes.flag();
            for (int i = 0; i < SEGMENTS; i++) {
                segmentQuantisers[i] = modes.optional(7);
            }
            for (int i = 0; i < SEGMENTS; i++) {
                segmentFilters[i] = modes.optional(6);
            }
        }
        if (segmentMap) {
            for (int i = 0; i < 3; i++) {
                segmentProbabilities[i] = modes.flag() ? modes.number(8) : 255;
            }
        }
    }

    private void readFilter() {
        simpleFilter = modes.flag();
        int level = modes.number(6);
        sharpness = modes.number(3);
        filtered = level != 0;
        int reference = 0;
        int blocks = 0;
        boolean hasDeltas = modes.flag();
        if (hasDeltas && modes.flag()) {
            for (int i = 0; i < 8; i++) {
                int delta = modes.optional(6);
                reference = i == 0 ? delta : reference;
                blocks = i == 4 ? delta : blocks;
            }
        }
        for (int i = 0; i < SEGMENTS; i++) {
            int base = !segmented ? level : segmentFilters[i] + (absolute ? 0 : level);
            filterLevels[i][0] = clip(base + reference, 63);
            filterLevels[i][1] = clip(base + reference + blocks, 63);
        }
    }

    private Vp8Bits[] partitions(byte[] data, int from, int end) throws ImageException {
        Vp8Bits[] found = new Vp8Bits[1 << modes.number(2)];
        int start = from + 3 * (found.length - 1);
        if (start >= end) {
            throw new ImageException(Reason.TRUNCATED, "its VP8 partitions are cut short");
        }
        ByteReader sizes = new ByteReader(data, from);
        for (int i = 0; i < found.length; i++) {
            int size = i == found.length - 1 ? end - start : sizes.u8() | sizes.u16le() << 8;
            int stop = Math.min(end, start + size);
            found[i] = new Vp8Bits(data, start, stop);
            start = stop;
        }
        return found;
    }

    private void readQuantisers() {
        int base = modes.number(7);
        int lumaDc = modes.optional(4);
        int secondDc = modes.optional(4);
        int secondAc = modes.optional(4);
        int chromaDc = modes.optional(4);
        int chromaAc = modes.optional(4);
        for (int i = 0; i < SEGMENTS; i++) {
            int q = !segmented ? base : segmentQuantisers[i] + (absolute ? 0 : base);
            steps[i] = new int[] {
                Vp8Tables.DC_STEPS[clip(q + lumaDc, 127)],
                Vp8Tables.AC_STEPS[clip(q, 127)],
                Vp8Tables.DC_STEPS[clip(q + secondDc, 127)] * 2,
                Math.max(8, (Vp8Tables.AC_STEPS[clip(q + secondAc, 127)] * 101581) >> 16),
                Vp8Tables.DC_STEPS[clip(q + chromaDc, 117)],
                Vp8Tables.AC_STEPS[clip(q + chromaAc, 127)]
            };
        }
    }

    private static int clip(int value, int max) {
        return Math.max(0, Math.min(max, value));
    }
}
