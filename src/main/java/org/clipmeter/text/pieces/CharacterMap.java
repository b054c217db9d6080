package org.clipmeter.text.pieces;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.clipmeter.failure.InvalidRequestException;

/**
 * SentencePiece's normalization of a text: replacements of characters from a compiled map, and its rules for white space.
 *
 * @param units the double-array trie of the map, whose values are places in {@code replacements}; empty without a map
 * @param replacements texts in UTF-8 that end with a zero byte
 * @param addDummyPrefix whether a space is put before the text
 * @param removeExtraWhitespaces whether spaces at both ends, and all but one of neighboring spaces are removed
 * @param escapeWhitespaces whether spaces become {@link #SPACE}
 */
@SuppressWarnings("ArrayRecordComponent")
record CharacterMap(
        int[] units,
        byte[] replacements,
        boolean addDummyPrefix,
        boolean removeExtraWhitespaces,
        boolean escapeWhitespaces) {
    /** The character that stands for a space in pieces. */
    static final String SPACE = "\u2581";

    private static final byte[] SPACE_BYTES = {(byte) 0xE2, (byte) 0x96, (byte) 0x81};
    private static final byte[] PLAIN_SPACE = {' '};
    private static final int MOST_MATCHES = 32; // as many as the library looks at

    /** Maps have a quarter of a million bytes, and their entries a dozen. */
    private static final int MOST_UNITS = 1 << 20;

    private static final int LONGEST_ENTRY = 256;

    /** A text of the most characters is below this, unless a map makes it longer on purpose. */
    private static final int LONGEST_TEXT = 8 << 20;

    /**
     * Reads a compiled map: the length of the trie, the trie, and the replacements.
     *
     * @throws ProtoReader.Malformed if its lengths do not fit, or its trie is not one of short entries
     */
    static CharacterMap of(ByteBuffer compiled, boolean dummyPrefix, boolean removeExtra, boolean escape)
            throws ProtoReader.Malformed {
        if (!compiled.hasRemaining()) {
            return new CharacterMap(new int[0], new byte[0], dummyPrefix, removeExtra, escape);
        }
        ByteBuffer data = compiled.slice().order(ByteOrder.LITTLE_ENDIAN);
        long length = data.remaining() < Integer.BYTES ? -1 : Integer.toUnsignedLong(data.getInt());
        if (length < Integer.BYTES || length % Integer.BYTES != 0 || length > data.remaining()) {
            throw new ProtoReader.Malformed("has a precompiled_charsmap whose lengths do not fit");
        }
        int[] units = new int[(int) length / Integer.BYTES];
        if (units.length > MOST_UNITS) {
            throw new ProtoReader.Malformed(
                    "has a precompiled_charsmap of " + units.length + " units, expected at most " + MOST_UNITS);
        }
        data.asIntBuffer().get(units);
        requireShortEntries(units);
        data.position(data.position() + (int) length);
        byte[] replacements = new byte[data.remaining()];
        data.get(replacements);
        return new CharacterMap(units, replacements, dummyPrefix, removeExtra, escape);
    }

    /** Refuses a trie with a loop or with long entries, along which a text would be followed from each of its characters. */
    private static void requireShortEntries(int[] units) throws ProtoReader.Malformed {
        int[] heights = new int
                [(units.length + 255) & ~255]; // the bytes of the longest entry below a node, plus 1; 0 if unknown
        int[] path = new int[LONGEST_ENTRY];
        int[] label = new int[LONGEST_ENTRY];
        int[] height = new int[LONGEST_ENTRY];
        int depth = 0;
        path[0] = offset(units[0]);
        label[0] = 1;
        height[0] = 1;
        while (depth >= 0) {
            int node = path[depth];
            int child = -1;
            while (child < 0 && node < heights.length && label[depth] < 256) {
                child = child(units, node, label[depth]++);
            }
            int known = child < 0 || child >= heights.length ? 1 : heights[child];
            if (child >= 0 && depth + 1 + Math.max(1, known) > LONGEST_ENTRY) {
                throw new ProtoReader.Malformed("has a precompiled_charsmap with a loop, or with an entry of more than "
                        + (LONGEST_ENTRY - 1) + " bytes");
            }
            if (child >= 0 && known == 0) {
                depth++;
                path[depth] = child;
                label[depth] = 1; // no entry has the byte 0
                height[depth] = 1;
            } else if (child >= 0) {
                height[depth] = Math.max(height[depth], 1 + known);
            } else {
                if (node < heights.length) {
                    heights[node] = height[depth];
                }
                depth--;
                if (depth >= 0) {
                    height[depth] = Math.max(height[depth], 1 + height[depth + 1]);
                }
            }
        }
    }

    /** The node below a node by a byte; -1 if there is none. */
    private static int child(int[] units, int node, int label) {
        int unit = node ^ label;
        return unit < units.length && (units[unit] & 0x800000FF) == label ? unit ^ offset(units[unit]) : -1;
    }

    /** The same rules without the space before the text. */
    CharacterMap withoutDummyPrefix() {
        return new CharacterMap(units, replacements, false, removeExtraWhitespaces, escapeWhitespaces);
    }

    /** A part of the text, its replacement, and how many bytes of the text it replaces. */
    private record Part(byte[] bytes, int start, int end, int consumed) {}

    /**
     * The normalized text in UTF-8.
     *
     * @throws InvalidRequestException if it is far longer than texts are
     */
    byte[] normalized(byte[] text) {
        int at = 0;
        if (removeExtraWhitespaces) {
            while (at < text.length) {
                Part part = part(text, at);
                if (part.end - part.start != 1 || part.bytes[part.start] != ' ') {
                    break;
                }
                at += part.consumed;
            }
        }
        if (at == text.length) {
            return new byte[0];
        }
        byte[] space = escapeWhitespaces ? SPACE_BYTES : PLAIN_SPACE;
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length + 8);
        if (addDummyPrefix) {
            out.writeBytes(space);
        }
        boolean afterSpace = removeExtraWhitespaces;
        while (at < text.length) {
            Part part = part(text, at);
            int start = part.start;
            while (afterSpace && start < part.end && part.bytes[start] == ' ') {
                start++;
            }
            for (int i = start; i < part.end; i++) {
                if (part.bytes[i] == ' ') {
                    out.writeBytes(space);
                } else {
                    out.write(part.bytes[i]);
                }
            }
            if (start < part.end) {
                afterSpace = removeExtraWhitespaces && part.bytes[part.end - 1] == ' ';
            }
            at += part.consumed;
            if (out.size() > LONGEST_TEXT) {
                throw new InvalidRequestException("the text has more than " + LONGEST_TEXT
                        + " bytes once its characters are replaced as the tokenizer's model says; shorten the prompt");
            }
        }
        byte[] all = out.toByteArray();
        int end = all.length;
        while (removeExtraWhitespaces && endsWith(all, end, space)) {
            end -= space.length;
        }
        return end == all.length ? all : Arrays.copyOf(all, end);
    }

    private static boolean endsWith(byte[] text, int end, byte[] suffix) {
        return end >= suffix.length && Arrays.equals(text, end - suffix.length, end, suffix, 0, suffix.length);
    }

    /** The longest entry of the map that the text continues with, else its next character. */
    private Part part(byte[] text, int at) {
        int length = 0;
        int value = 0;
        int node = units.length == 0 ? -1 : offset(units[0]);
        int matches = 0;
        for (int i = at; i < text.length && text[i] != 0 && node >= 0 && matches < MOST_MATCHES; i++) {
            node ^= text[i] & 0xFF;
            if (node < 0 || node >= units.length || (units[node] & 0x800000FF) != (text[i] & 0xFF)) {
                break;
            }
            boolean ends = (units[node] >>> 8 & 1) == 1;
            node ^= offset(units[node]);
            if (ends && node >= 0 && node < units.length) {
                length = i + 1 - at;
                value = units[node] & 0x7FFFFFFF;
                matches++;
            }
        }
        if (length == 0) {
            int end = Math.min(text.length, at + characterLength(text[at]));
            return new Part(text, at, end, end - at);
        }
        int start = Math.min(value, replacements.length);
        int end = start;
        while (end < replacements.length && replacements[end] != 0) {
            end++;
        }
        return new Part(replacements, start, end, length);
    }

    private static int offset(int unit) {
        return unit >>> 10 << ((unit & 1 << 9) >>> 6);
    }

    /** The length in bytes of a character that starts with a byte, in valid UTF-8. */
    private static int characterLength(byte first) {
        int value = first & 0xFF;
        return value < 0xC0 ? 1 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
    }
}
