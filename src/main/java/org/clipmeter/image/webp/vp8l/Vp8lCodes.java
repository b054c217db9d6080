package org.clipmeter.image.webp.vp8l;

import java.util.Arrays;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * The groups of prefix codes in one entropy-coded VP8L image (RFC 9649, section 6.2), and which block of pixels uses
 * which.
 */
final class Vp8lCodes {
    /** Codes in a group: green, lengths and cache; red; blue; alpha; distance. */
    static final int CODES = 5;

    static final int LITERALS = 256;
    static final int LENGTHS = 24;
    private static final int DISTANCES = 40;
    private static final int[] LENGTH_ORDER = {17, 18, 0, 1, 2, 3, 4, 5, 16, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final int REPEAT_PREVIOUS = 16;
    private static final int REPEAT_ZERO = 17;

    private final Vp8lBits in;
    private final PrefixCodes codes = new PrefixCodes();
    private final PrefixCodes lengthCodes = new PrefixCodes();
    private final int[] lengths;
    private final int greenSize;
    private int[] roots = new int[CODES];

    /** The base-2 logarithm of a block's side; 0 if one group is used everywhere. */
    private int blockBits;

    private int blocksPerRow = 1;
    private int[] groupOfBlock = {0};

    private Vp8lCodes(Vp8lBits in, int cacheBits) {
        this.in = in;
        greenSize = LITERALS + LENGTHS + (cacheBits > 0 ? 1 << cacheBits : 0);
        lengths = new int[greenSize];
    }

    /** Reads one group for the whole image. */
    static Vp8lCodes single(Vp8lBits in, int cacheBits) throws ImageException {
        Vp8lCodes read = new Vp8lCodes(in, cacheBits);
        read.readGroups(new int[] {0}, 1);
        return read;
    }

    /** Reads the groups that the blocks of a picture need; a block is {@code 1 << blockBits} pixels wide and high. */
    static Vp8lCodes blocks(Vp8lBits in, int cacheBits, int[] entropyImage, int blockBits, int blocksPerRow)
            throws ImageException {
        Vp8lCodes read = new Vp8lCodes(in, cacheBits);
        read.blockBits = blockBits;
        read.blocksPerRow = blocksPerRow;
        read.groupOfBlock = entropyImage;
        int groups = 0;
        for (int i = 0; i < entropyImage.length; i++) {
            entropyImage[i] = entropyImage[i] >>> 8 & 0xffff;
            groups = Math.max(groups, entropyImage[i] + 1);
        }
        int[] position = new int[groups];
        Arrays.fill(position, -1);
        int used = 0;
        for (int i = 0; i < entropyImage.length; i++) {
            int group = entropyImage[i];
            if (position[group] < 0) {
                position[group] = used++;
            }
            entropyImage[i] = position[group];
        }
        read.readGroups(position, used);
        return read;
    }

    int[] entries() {
        return codes.entries();
    }

    int blockBits() {
        return blockBits;
    }

    int group(int x, int y) {
        return blockBits == 0 ? 0 : groupOfBlock[(y >> blockBits) * blocksPerRow + (x >> blockBits)];
    }

    /** The index in {@link #entries} at which the table of a group's code starts. */
    int root(int group, int code) {
        return roots[group * CODES + code];
    }

    int mask(int root) {
        return codes.mask(root);
    }

    /** Whether every group has a single symbol for red, for blue and for alpha. */
    boolean greenOnly() {
        for (int i = 0; i < roots.length; i++) {
            int code = i % CODES;
            if (code >= 1 && code <= 3 && codes.mask(roots[i]) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Reads the groups in the order of the stream. A group at position -1 is only checked, since no block uses it. */
    private void readGroups(int[] position, int used) throws ImageException {
        roots = new int[Math.multiplyExact(used, CODES)];
        for (int group : position) {
            for (int code = 0; code < CODES; code++) {
                int size = code == 0 ? greenSize : code == CODES - 1 ? DISTANCES : LITERALS;
                readLengths(size);
                if (in.ended() || !PrefixCodes.isComplete(lengths, size)) {
                    throw new ImageException(
                            in.ended() ? Reason.TRUNCATED : Reason.CORRUPT, "its VP8L data has an invalid prefix code");
                }
                if (group >= 0) {
                    roots[group * CODES + code] = codes.add(lengths, size);
                }
            }
        }
    }

    private void readLengths(int size) throws ImageException {
        Arrays.fill(lengths, 0, size, 0);
        if (in.flag()) {
            boolean two = in.flag();
            lengths[in.read(in.flag() ? 8 : 1)] = 1;
            if (two) {
                lengths[in.read(8)] = 1;
            }
            return;
        }
        int[] lengthLengths = new int[LENGTH_ORDER.length];
        int count = in.read(4) + 4;
        for (int i = 0; i < count; i++) {
            lengthLengths[LENGTH_ORDER[i]] = in.read(3);
        }
        if (!PrefixCodes.isComplete(lengthLengths, lengthLengths.length)) {
            throw new ImageException(Reason.CORRUPT, "its VP8L data has an invalid code of code lengths");
        }
        lengthCodes.clear();
        int root = lengthCodes.add(lengthLengths, lengthLengths.length);
        int mask = lengthCodes.mask(root);
        int symbols = size;
        if (in.flag()) {
            symbols = 2 + in.read(2 + 2 * in.read(3));
            if (symbols > size) {
                throw new ImageException(Reason.CORRUPT, "its VP8L data has a prefix code of too many symbols");
            }
        }
        int previous = 8;
        for (int i = 0; i < size && symbols > 0; symbols--) {
            in.fill();
            int length = in.symbol(lengthCodes.entries(), root, mask);
            if (length < REPEAT_PREVIOUS) {
                lengths[i++] = length;
                previous = length == 0 ? previous : length;
                continue;
            }
            int repeat = length == REPEAT_PREVIOUS
                    ? 3 + in.read(2)
                    : length == REPEAT_ZERO ? 3 + in.read(3) : 11 + in.read(7);
            if (i + repeat > size) {
                throw new ImageException(Reason.CORRUPT, "its VP8L data has a prefix code of too many symbols");
            }
            Arrays.fill(lengths, i, i + repeat, length == REPEAT_PREVIOUS ? previous : 0);
            i += repeat;
        }
    }
}
