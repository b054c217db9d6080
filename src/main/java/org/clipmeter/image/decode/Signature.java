package org.clipmeter.image.decode;

import static org.clipmeter.image.reader.ByteReader.bigEndian;
import static org.clipmeter.image.reader.ByteReader.littleEndian;

import java.util.List;
import org.clipmeter.image.reader.ByteReader;

/** Recognizes a format from the first bytes of a file. Texts are compared as Latin-1. */
@FunctionalInterface
interface Signature {
    /** Whether the file looks like this format; it may be shorter than the signature. */
    boolean matches(byte[] data);

    /** A signature that matches if both match. */
    default Signature and(Signature other) {
        return data -> matches(data) && other.matches(data);
    }

    /** Matches files that begin with one of these texts. */
    static Signature start(String... magics) {
        return data -> List.of(magics).stream().anyMatch(magic -> ByteReader.matches(data, 0, magic));
    }

    /** Matches files that have this text at an offset. */
    static Signature at(int offset, String magic) {
        return data -> ByteReader.matches(data, offset, magic);
    }

    static Signature any(Signature first, Signature second) {
        return data -> first.matches(data) || second.matches(data);
    }

    /**
     * Matches files of the ISO base media format (AVIF, HEIC, videos) that have one of these brands, as major or
     * compatible brand. Many formats share general brands such as mif1, so that formats with specific brands must be
     * checked first.
     */
    static Signature brand(String... brands) {
        return data -> {
            if (!ByteReader.matches(data, 4, "ftyp") || data.length < 12) {
                return false;
            }
            long end = Math.min(data.length, bigEndian(data, 0, 4));
            List<String> wanted = List.of(brands);
            for (int at = 8; at + 4 <= Math.max(12, end); at += at == 8 ? 8 : 4) {
                int offset = at;
                if (wanted.stream().anyMatch(brand -> ByteReader.matches(data, offset, brand))) {
                    return true;
                }
            }
            return false;
        };
    }

    /** Matches an icon (type 1) or cursor (type 2): a directory with at least one entry, and the pictures after it. */
    static boolean isIcon(byte[] data, int type) {
        if (data.length < 22 || littleEndian(data, 0, 2) != 0 || littleEndian(data, 2, 2) != type) {
            return false;
        }
        long count = littleEndian(data, 4, 2);
        long size = littleEndian(data, 14, 4);
        long offset = littleEndian(data, 18, 4);
        return count > 0 && size > 0 && offset >= 6 + 16 * count;
    }

    /**
     * TGA has no magic at its beginning: recognized by its footer, or by a header in which every field has a valid
     * value.
     */
    static boolean isTga(byte[] data) {
        if (data.length > 26 && ByteReader.matches(data, data.length - 18, "TRUEVISION-XFILE.\0")) {
            return true;
        }
        if (data.length < 18) {
            return false;
        }
        int map = data[1];
        int type = data[2];
        int bits = data[16];
        boolean mapped = type == 1 || type == 9;
        boolean gray = type == 3 || type == 11;
        boolean color = type == 2 || type == 10;
        boolean depth = mapped ? bits == 8 : gray ? bits == 8 || bits == 16 : color && bits >= 15 && bits <= 32;
        boolean mapFits = map == 1
                ? littleEndian(data, 5, 2) > 0 && data[7] >= 15 && data[7] <= 32
                : map == 0 && !mapped && littleEndian(data, 3, 4) == 0 && data[7] == 0;
        boolean sized = littleEndian(data, 12, 2) > 0 && littleEndian(data, 14, 2) > 0;
        return depth && mapFits && sized && (data[17] & 0xc0) == 0;
    }

    static boolean isPcx(byte[] data) {
        if (data.length < 128 || data[0] != 10 || data[1] < 0 || data[1] > 5 || data[1] == 1) {
            return false;
        }
        boolean depth = data[3] == 1 || data[3] == 2 || data[3] == 4 || data[3] == 8;
        return data[2] <= 1 && data[2] >= 0 && depth && data[65] >= 1 && data[65] <= 4;
    }

    static boolean isSgi(byte[] data) {
        return data.length >= 6
                && bigEndian(data, 0, 2) == 474
                && (data[2] == 0 || data[2] == 1)
                && (data[3] == 1 || data[3] == 2)
                && bigEndian(data, 4, 2) >= 1
                && bigEndian(data, 4, 2) <= 3;
    }

    /** XBM is C source: its first line that is not a comment must define a width. */
    static boolean isXbm(byte[] data) {
        String head = MarkupHead.of(data).text();
        int define = head.indexOf("#define");
        int width = head.indexOf("_width");
        return define >= 0 && width > define && (define == 0 || head.startsWith("/*"));
    }

    /** Matches a JSON header's length of up to 100 MB, followed by the header's first brace. */
    static boolean isSafetensors(byte[] data) {
        return data.length >= 10
                && littleEndian(data, 4, 4) == 0
                && littleEndian(data, 0, 4) >= 2
                && littleEndian(data, 0, 4) <= 100_000_000
                && data[8] == '{';
    }
}
