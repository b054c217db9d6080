package org.clipmeter.image.jpeg;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * The bytes of a JPEG, and the marker that was read ahead, as libjpeg's marker reader sees them.
 *
 * <p>Pillow passes a file to libjpeg in blocks of 64 KiB, and for a few kinds of damage libjpeg's result depends on
 * where a block ends. {@link #limit} is the end of the blocks that were passed so far.
 */
final class JpegSource {
    /** How many bytes of a file Pillow passes at once. */
    static final int BLOCK = 1 << 16;

    private static final int FIRST_FRAME = 0xc0;
    private static final int FIRST_RESTART = 0xd0;
    private static final int LAST_RESTART = 0xd7;

    final byte[] data;
    int at;

    /** The marker that was read but not yet processed, or 0. */
    int marker;

    /** Whether anything was found that libjpeg warns about but accepts. */
    boolean damaged;

    private int limit;
    private boolean fixedLimit;

    JpegSource(byte[] data) {
        this.data = data;
        limit = Math.min(BLOCK, data.length);
    }

    /** Reads no further block from now on: what lies after the block that contains {@code position} is ignored. */
    void stopAfterBlockOf(int position) {
        while (limit < position) {
            limit = (int) Math.min((long) limit + BLOCK, data.length);
        }
        fixedLimit = true;
    }

    int u8() throws ImageException {
        if (at >= limit) {
            extend();
        }
        return data[at++] & 0xff;
    }

    int u16() throws ImageException {
        return u8() << 8 | u8();
    }

    /** Reads a byte of arithmetic-coded data, which libjpeg refuses to continue in another block. */
    int u8OfSameBlock() throws ImageException {
        if (at >= limit) {
            throw at >= data.length
                    ? truncated()
                    : new ImageException(
                            Reason.UNSUPPORTED,
                            "its arithmetic-coded data crosses 64 KiB, which Pillow does not read: convert it to PNG");
        }
        return data[at++] & 0xff;
    }

    /** Skips bytes that need not be examined. */
    void skip(int count) throws ImageException {
        if (count > data.length - at || fixedLimit && count > limit - at) {
            throw truncated();
        }
        at += count;
        while (limit < at) {
            extend();
        }
    }

    private void extend() throws ImageException {
        if (fixedLimit || limit >= data.length) {
            throw truncated();
        }
        limit = (int) Math.min((long) limit + BLOCK, data.length);
    }

    private ImageException truncated() {
        return new ImageException(
                Reason.TRUNCATED,
                "the file ends early: it has " + data.length + " bytes and no end-of-image marker where one is needed");
    }

    /** Finds the next marker, skipping fill bytes and anything that does not belong there. */
    void nextMarker() throws ImageException {
        while (true) {
            int value = u8();
            while (value != 0xff) {
                damaged = true;
                value = u8();
            }
            while (value == 0xff) {
                value = u8();
            }
            if (value != 0) {
                marker = value;
                return;
            }
            damaged = true;
        }
    }

    /**
     * Reads the restart marker {@code expected}, 0 to 7. If there is another marker, decides as libjpeg does whether
     * data was lost (the marker stays for later) or inserted (the marker is skipped).
     */
    void restart(int expected) throws ImageException {
        if (marker == 0) {
            nextMarker();
        }
        if (marker == FIRST_RESTART + expected) {
            marker = 0;
            return;
        }
        damaged = true;
        while (true) {
            if (marker < FIRST_FRAME) {
                nextMarker();
                continue;
            }
            if (marker < FIRST_RESTART || marker > LAST_RESTART) {
                return;
            }
            int ahead = marker - expected & 7;
            if (ahead == 1 || ahead == 2) {
                return;
            }
            if (ahead == 6 || ahead == 7) {
                nextMarker();
                continue;
            }
            marker = 0;
            return;
        }
    }
}
