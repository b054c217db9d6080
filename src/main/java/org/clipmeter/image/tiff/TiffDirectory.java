package org.clipmeter.image.tiff;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;
import org.clipmeter.image.reader.ByteReader;

/** The integer tags of a TIFF's first directory, as Pillow reads them: values are read only when they are requested. */
final class TiffDirectory {
    private static final int[] TYPE_BYTES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8};
    private static final int MAX_VALUES = 1 << 22;

    /** The location of a tag's values in the file; there is at least one. */
    private record Entry(int type, long count, int at) {}

    private final ByteReader in;
    private final boolean littleEndian;
    private final boolean big;
    private final Map<Integer, Entry> entries = new HashMap<>();
    private final Set<Integer> unreadable = new HashSet<>();
    private boolean complete;

    private TiffDirectory(byte[] data) throws ImageException {
        in = new ByteReader(data, 0);
        littleEndian = data[0] == 'I';
        in.skip(2);
        big = u16() == 43;
    }

    static TiffDirectory first(byte[] data) throws ImageException {
        TiffDirectory directory = new TiffDirectory(data);
        directory.in.skip(directory.big ? 4 : 0);
        directory.in.seek(directory.offset());
        directory.read();
        return directory;
    }

    boolean littleEndian() {
        return littleEndian;
    }

    boolean has(int tag) {
        return entries.containsKey(tag);
    }

    /** Whether all entries and their values are within the file. */
    boolean isComplete() {
        return complete;
    }

    /** Whether the tag is absent or has integer values: exactly one if {@code single}. */
    boolean isSound(int tag, boolean single) {
        Entry entry = entries.get(tag);
        return entry == null ? !unreadable.contains(tag) : isInteger(entry.type) && !(single && entry.count > 1);
    }

    /** The tag's values, at least one; {@code otherwise} if the tag is absent. */
    long[] values(int tag, long... otherwise) throws ImageException {
        Entry entry = entries.get(tag);
        return entry == null ? otherwise : integers(tag, entry, entry.count);
    }

    /** The tag's first value; {@code otherwise} if the tag is absent. */
    long value(int tag, long otherwise) throws ImageException {
        Entry entry = entries.get(tag);
        return entry == null ? otherwise : integers(tag, entry, 1)[0];
    }

    long required(int tag) throws ImageException {
        if (!has(tag)) {
            throw new ImageException(Reason.CORRUPT, "its directory lacks tag " + tag);
        }
        return value(tag, 0);
    }

    /** The bytes of a tag, regardless of its type; empty if it is absent. */
    byte[] bytes(int tag) {
        Entry entry = entries.get(tag);
        if (entry == null) {
            return new byte[0];
        }
        return Arrays.copyOfRange(in.data, entry.at, entry.at + (int) entry.count * TYPE_BYTES[entry.type]);
    }

    /**
     * Reads entries up to the first that lies, or whose values lie, past the end of the file. The first entry of a tag
     * counts.
     */
    private void read() throws ImageException {
        int size = big ? 20 : 12;
        if (in.remaining() < (big ? 8 : 2)) {
            return;
        }
        long count = big ? u64() : u16();
        long total = 0;
        for (long i = 0; i != count && in.remaining() >= size; i++) {
            int next = in.at() + size;
            int tag = u16();
            int type = u16();
            long values = offset();
            long unit = type < TYPE_BYTES.length ? TYPE_BYTES[type] : 0;
            boolean readable = unit > 0 && values > 0 && !has(tag);
            if (readable && values <= (big ? 8 : 4) / unit) {
                entries.put(tag, new Entry(type, values, in.at()));
            } else if (readable && values <= (in.data.length - total) / unit) {
                total += values * unit;
                long at = offset();
                if (at >= 0 && at > in.data.length - values * unit) {
                    return;
                }
                if (at >= 0) {
                    entries.put(tag, new Entry(type, values, (int) at));
                }
            }
            if (!has(tag)) {
                unreadable.add(tag);
            }
            in.seek(next);
            complete = i + 1 == count;
        }
    }

    private static boolean isInteger(int type) {
        return type == 3 || type == 4 || type == 13 || type == 16;
    }

    private long[] integers(int tag, Entry entry, long count) throws ImageException {
        if (!isInteger(entry.type) || count > MAX_VALUES) {
            throw new ImageException(
                    Reason.CORRUPT,
                    "its tag " + tag + " has " + count + " values of type " + entry.type + ", expected integers");
        }
        in.seek(entry.at);
        long[] values = new long[(int) count];
        for (int i = 0; i < count; i++) {
            values[i] = switch (entry.type) {
                case 3 -> u16();
                case 16 -> u64();
                default -> u32();
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
