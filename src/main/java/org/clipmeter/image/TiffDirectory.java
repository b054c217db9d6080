package org.clipmeter.image;

import java.util.HashMap;
import java.util.Map;
import org.clipmeter.image.ImageException.Reason;

/** The integer tags of a TIFF's first directory. */
final class TiffDirectory {
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};
    private static final int MAX_VALUES = 1 << 22;

    private final ByteReader in;
    private final boolean littleEndian;
    private final boolean big;
    private final Map<Integer, long[]> tags = new HashMap<>();

    private TiffDirectory(byte[] data) throws ImageException {
        in = new ByteReader(data, 0);
        littleEndian = data[0] == 'I';
        in.skip(2);
        big = u16() == 43;
    }

    static TiffDirectory first(byte[] data) throws ImageException {
        TiffDirectory directory = new TiffDirectory(data);
        directory.read();
        return directory;
    }

    boolean littleEndian() {
        return littleEndian;
    }

    boolean has(int tag) {
        return tags.containsKey(tag);
    }

    long[] values(int tag, long... otherwise) {
        return tags.getOrDefault(tag, otherwise);
    }

    long value(int tag, long otherwise) {
        long[] values = tags.get(tag);
        return values == null || values.length == 0 ? otherwise : values[0];
    }

    long required(int tag) throws ImageException {
        long[] values = tags.get(tag);
        if (values == null || values.length == 0) {
            throw new ImageException(Reason.CORRUPT, "its directory lacks tag " + tag);
        }
        return values[0];
    }

    private void read() throws ImageException {
        if (big) {
            in.skip(4);
        }
        in.seek(offset());
        long count = big ? u64() : u16();
        for (long i = 0; i < count; i++) {
            int tag = u16();
            int type = u16();
            long values = offset();
            int next = in.at() + (big ? 8 : 4);
            long bytes = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
            boolean integer = type == 1 || type == 3 || type == 4 || type == 16;
            if (integer && values <= MAX_VALUES) {
                if (values * bytes > (big ? 8 : 4)) {
                    in.seek(offset());
                }
                tags.put(tag, integers(type, (int) values));
            }
            in.seek(next);
        }
    }

    private long[] integers(int type, int count) throws ImageException {
        if ((long) count * TYPE_BYTES[type] > in.remaining()) {
            throw new ImageException(Reason.TRUNCATED, "the file ends early, in its directory");
        }
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (type) {
                case 1 -> in.u8();
                case 3 -> u16();
                case 4 -> u32();
                default -> u64();
            };
        }
        return values;
    }

    private int u16() throws ImageException {
        return littleEndian ? in.u16le() : in.u16be();
    }

    private long u32() throws ImageException {
        return littleEndian ? in.u32le() : in.u32be();
    }

    private long u64() throws ImageException {
        long first = u32();
        long second = u32();
        return littleEndian ? second << 32 | first : first << 32 | second;
    }

    private long offset() throws ImageException {
        return big ? u64() : u32();
    }
}
