package org.clipmeter.image.reader;

import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/** A position in the bytes of an encoded picture; reading past their end fails with {@link Reason#TRUNCATED}. */
public final class ByteReader {
    public final byte[] data;
    private int at;

    public ByteReader(byte[] data, int at) {
        this.data = data;
        this.at = at;
    }

    public int at() {
        return at;
    }

    public int remaining() {
        return data.length - at;
    }

    public void seek(long position) throws ImageException {
        if (position < 0 || position > data.length) {
            throw truncated("a part at offset " + position);
        }
        at = (int) position;
    }

    public void skip(long count) throws ImageException {
        seek(at + count);
    }

    public int u8() throws ImageException {
        need(1);
        return data[at++] & 0xff;
    }

    public int u16le() throws ImageException {
        need(2);
        at += 2;
        return (data[at - 2] & 0xff) | (data[at - 1] & 0xff) << 8;
    }

    public int u16be() throws ImageException {
        return Short.toUnsignedInt(Short.reverseBytes((short) u16le()));
    }

    public long u32le() throws ImageException {
        need(4);
        return u16le() | (long) u16le() << 16;
    }

    public long u32be() throws ImageException {
        return Integer.toUnsignedLong(Integer.reverseBytes((int) u32le()));
    }

    boolean startsWith(String ascii) {
        return matches(data, at, ascii);
    }

    /** Whether the characters of {@code latin1} are at {@code offset}. */
    public static boolean matches(byte[] data, int offset, String latin1) {
        if (data.length - offset < latin1.length()) {
            return false;
        }
        for (int i = 0; i < latin1.length(); i++) {
            if ((data[offset + i] & 0xff) != latin1.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The unsigned number of up to four bytes at an offset, highest byte first. */
    public static long bigEndian(byte[] data, int at, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | (data[at + i] & 0xff);
        }
        return value;
    }

    /** The unsigned number of up to four bytes at an offset, lowest byte first. */
    public static long littleEndian(byte[] data, int at, int bytes) {
        long value = 0;
        for (int i = bytes - 1; i >= 0; i--) {
            value = value << 8 | (data[at + i] & 0xff);
        }
        return value;
    }

    private void need(int count) throws ImageException {
        if (remaining() < count) {
            throw truncated(count + " bytes at offset " + at);
        }
    }

    private ImageException truncated(String what) {
        return new ImageException(
                Reason.TRUNCATED, "the file ends early: it has " + data.length + " bytes, expected " + what);
    }
}
