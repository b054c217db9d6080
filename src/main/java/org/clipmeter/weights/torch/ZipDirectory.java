package org.clipmeter.weights.torch;

import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.clipmeter.weights.file.WeightFile;
import org.clipmeter.weights.file.WeightsException;

/**
 * The central directory of a zip (and zip64) file in which all entries are stored uncompressed, except the code of a
 * TorchScript archive, which nothing reads. A file that different readers could understand differently is refused: other
 * compressed, encrypted or overlapping entries, names that differ or repeat, a wrong CRC.
 */
final class ZipDirectory {
    private static final String AGAIN = "; the file is damaged, download it again";
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int LOCATOR64 = 0x07064b50;
    private static final int END_SIZE = 22;
    private static final int END64_SIZE = 56;
    private static final int LOCATOR64_SIZE = 20;
    private static final long MAX_DIRECTORY = 8 << 20;
    private static final int MAX_ENTRIES = 32_768;
    private static final long U32 = 0xffffffffL;
    private static final Set<String> PLAIN_PATH_HAS_NOT = Set.of("", ".", "..");
    private static final int DEFLATED = 8;
    private static final Pattern CODE = Pattern.compile("[^/]+/code/.+");
    private static final int ENCRYPTED = 1 | 1 << 6 | 1 << 13;

    private final WeightFile file;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private ZipDirectory(WeightFile file) {
        this.file = file;
    }

    /**
     * An entry.
     *
     * @param local the offset of its local header
     * @param offset the offset of its data
     * @param compressed whether its data is compressed, which only the code of a TorchScript archive may be; it is never read
     */
    record Entry(String name, long local, long offset, long size, long crc32, boolean compressed) {}

    private record Directory(long offset, long size, long entries) {}

    /** Whether the file starts as a zip does. */
    static boolean isZip(WeightFile file) throws WeightsException {
        return file.size() >= 4 && file.read(0, 4).getInt() == LOCAL;
    }

    /** The entries by name, in the order of their data; each CRC is checked if the file is loaded. */
    static Map<String, Entry> read(WeightFile file) throws WeightsException {
        ZipDirectory zip = new ZipDirectory(file);
        Directory directory = zip.find();
        zip.readCentral(directory);
        zip.checkLayout(directory);
        if (file.isLoaded()) {
            zip.checkContent();
        }
        return zip.entries;
    }

    /** Checks the CRC of every entry on all processors, since these may be gigabytes. */
    private void checkContent() throws WeightsException {
        Optional<Entry> damaged;
        try {
            damaged = entries.values().parallelStream().filter(this::isDamaged).findFirst();
        } catch (UncheckedIOException e) {
            throw new WeightsException(String.valueOf(e.getCause().getMessage()), e);
        }
        if (damaged.isPresent()) {
            throw wrong(damaged.get().name(), "does not match its CRC-32");
        }
    }

    private boolean isDamaged(Entry entry) {
        try {
            return !entry.compressed() && file.crc32(entry.offset(), entry.size()) != entry.crc32();
        } catch (WeightsException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Directory find() throws WeightsException {
        int tailSize = (int) Math.min(file.size(), END_SIZE + 65_535);
        ByteBuffer tail = file.read(file.size() - tailSize, tailSize);
        int at = tail.limit() - END_SIZE;
        while (at >= 0 && !(tail.getInt(at) == END && at + END_SIZE + u16(tail, at + 20) == tail.limit())) {
            at--;
        }
        if (at < 0) {
            throw file.refused("has no end of a zip directory" + AGAIN);
        }
        long end = file.size() - tailSize + at;
        if (u16(tail, at + 4) != 0 || u16(tail, at + 6) != 0 || u16(tail, at + 8) != u16(tail, at + 10)) {
            throw file.refused("is one of several zip volumes, which is not supported; save it as one file");
        }
        Directory directory = new Directory(u32(tail, at + 16), u32(tail, at + 12), u16(tail, at + 10));
        if (end >= LOCATOR64_SIZE && file.read(end - LOCATOR64_SIZE, 4).getInt() == LOCATOR64) {
            long end64 = file.read(end - LOCATOR64_SIZE + 8, 8).getLong();
            if (end64 != end - LOCATOR64_SIZE - END64_SIZE) {
                throw file.refused("has no zip64 end record at byte " + end64 + ", which its locator names" + AGAIN);
            }
            directory = directory64(directory, end64);
            end = end64;
        }
        boolean bounded = directory.size() >= 0
                && directory.size() <= MAX_DIRECTORY
                && directory.entries() >= 0
                && directory.entries() <= MAX_ENTRIES;
        if (!bounded || directory.offset() != end - directory.size()) {
            throw file.refused(
                    "the zip directory (" + directory.entries() + " entries, " + directory.size() + " bytes at "
                            + directory.offset() + ") does not end at byte " + end + ", or is too large" + AGAIN);
        }
        return directory;
    }

    private Directory directory64(Directory small, long at) throws WeightsException {
        ByteBuffer record = file.read(at, END64_SIZE);
        boolean plain = record.getInt(0) == END64
                && record.getLong(4) == END64_SIZE - 12
                && record.getInt(16) == 0
                && record.getInt(20) == 0
                && record.getLong(24) == record.getLong(32);
        Directory large = new Directory(record.getLong(48), record.getLong(40), record.getLong(32));
        boolean agrees = (small.offset() == U32 || small.offset() == large.offset())
                && (small.size() == U32 || small.size() == large.size())
                && (small.entries() == 0xffff || small.entries() == large.entries());
        if (!plain || !agrees) {
            throw file.refused("has a zip64 end record that contradicts its zip end record" + AGAIN);
        }
        return large;
    }

    private void readCentral(Directory directory) throws WeightsException {
        ByteBuffer central = file.map(directory.offset(), directory.size());
        Set<String> folded = new HashSet<>();
        for (long i = 0; i < directory.entries(); i++) {
            int start = central.position();
            if (central.remaining() < 46 || central.getInt(start) != CENTRAL) {
                throw file.refused("has a damaged zip directory entry " + i + AGAIN);
            }
            int nameSize = u16(central, start + 28);
            int extraSize = u16(central, start + 30);
            int size = 46 + nameSize + extraSize + u16(central, start + 32);
            if (size > central.remaining()) {
                throw file.refused("has a zip directory entry " + i + " that ends behind the directory" + AGAIN);
            }
            String name = name(central, start + 46, nameSize);
            if (!folded.add(name.toLowerCase(Locale.ROOT))) {
                throw wrong(name, "is listed twice");
            }
            entries.put(name, entry(name, central, start, nameSize, extraSize));
            central.position(start + size);
        }
        if (central.hasRemaining()) {
            throw file.refused(
                    "has more zip directory entries than the " + directory.entries() + " that it states" + AGAIN);
        }
    }

    private Entry entry(String name, ByteBuffer central, int start, int nameSize, int extraSize)
            throws WeightsException {
        int method = u16(central, start + 10);
        boolean compressed = method == DEFLATED && CODE.matcher(name).matches();
        if (method != 0 && !compressed) {
            throw file.refused("has the compressed zip entry '" + name + "' (method " + method
                    + "), expected an entry that is only stored; convert the checkpoint to safetensors");
        }
        if ((u16(central, start + 8) & ENCRYPTED) != 0) {
            throw file.refused("has the encrypted zip entry '" + name
                    + "', which is not supported; save the file without a password");
        }
        long packed = u32(central, start + 20);
        long size = u32(central, start + 24);
        long local = u32(central, start + 42);
        if (packed == U32 || size == U32 || local == U32) {
            ByteBuffer extra = zip64Extra(name, central.slice(start + 46 + nameSize, extraSize));
            size = size == U32 ? next(name, extra) : size;
            packed = packed == U32 ? next(name, extra) : packed;
            local = local == U32 ? next(name, extra) : local;
        }
        if (packed != size && !compressed) {
            throw wrong(name, "is stored in " + packed + " bytes, but holds " + size);
        }
        if (local < 0 || local > file.size() - 30 || packed < 0) {
            throw wrong(name, "starts at byte " + local + " of a file of " + file.size());
        }
        ByteBuffer header = file.read(local, (int) Math.min(30L + nameSize, file.size() - local));
        int localNameSize = u16(header, 26);
        long offset = local + 30 + localNameSize + u16(header, 28);
        if (header.getInt(0) != LOCAL
                || u16(header, 8) != method
                || offset > file.size()
                || packed > file.size() - offset) {
            throw wrong(name, "has no valid local header at byte " + local);
        }
        String localName = localNameSize == nameSize
                ? name(header, 30, nameSize)
                : name(file.read(local + 30, localNameSize), 0, localNameSize);
        if (!localName.equals(name)) {
            throw wrong(name, "is named '" + localName + "' in its local header");
        }
        return new Entry(name, local, offset, packed, u32(central, start + 16), compressed);
    }

    private ByteBuffer zip64Extra(String name, ByteBuffer extra) throws WeightsException {
        extra.order(ByteOrder.LITTLE_ENDIAN);
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int size = extra.getShort() & 0xffff;
            if (size > extra.remaining()) {
                break;
            }
            if (id == 1) {
                return extra.slice(extra.position(), size).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + size);
        }
        throw wrong(name, "lacks its zip64 extra field");
    }

    private long next(String name, ByteBuffer extra) throws WeightsException {
        if (extra.remaining() < 8) {
            throw wrong(name, "has a zip64 extra field that is too short");
        }
        return extra.getLong();
    }

    private String name(ByteBuffer from, int at, int size) throws WeightsException {
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(from.slice(at, size))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new WeightsException(file.path() + ": the name of a zip entry is not UTF-8 text" + AGAIN, e);
        }
        boolean plain = !name.isEmpty()
                && name.length() <= 500
                && name.chars().allMatch(c -> c >= ' ' && c != 0x7f && c != '\\' && c != ':')
                && List.of(name.split("/", -1)).stream().noneMatch(PLAIN_PATH_HAS_NOT::contains);
        if (!plain) {
            throw wrong(name, "has a name that is not a plain relative path");
        }
        return name;
    }

    private void checkLayout(Directory directory) throws WeightsException {
        List<Entry> sorted = entries.values().stream()
                .sorted(Comparator.comparingLong(Entry::local))
                .toList();
        long reached = 0;
        entries.clear();
        for (Entry entry : sorted) {
            if (entry.local() < reached) {
                throw wrong(entry.name(), "overlaps the entry before it");
            }
            reached = entry.offset() + entry.size();
            entries.put(entry.name(), entry);
        }
        if (reached > directory.offset()) {
            throw file.refused("has a last zip entry that overlaps the zip directory" + AGAIN);
        }
    }

    private static int u16(ByteBuffer bytes, int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private static long u32(ByteBuffer bytes, int at) {
        return bytes.getInt(at) & U32;
    }

    private WeightsException wrong(String entry, String reason) {
        return file.refused("zip entry '" + entry + "' " + reason + AGAIN);
    }
}
