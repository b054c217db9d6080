package org.clipmeter.image.pnm;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.clipmeter.image.ImageException;
import org.clipmeter.image.ImageException.Reason;

/**
 * The samples of a PNM file that are written as text. Pillow reads them in blocks of 1 MiB, and its checks of what
 * follows the last sample depend on where a block ends, so this class reads the same blocks.
 */
final class PnmText {
    private static final int BLOCK = 1 << 20;
    private static final int LONGEST_TOKEN = 10;

    private final byte[] data;
    private int at;
    private boolean insideComment;

    PnmText(byte[] data, int at) {
        this.data = data;
        this.at = at;
    }

    static boolean isSpace(int c) {
        return c == ' ' || (c >= 9 && c <= 13);
    }

    /** Fills the target from the digits 0 and 1, which need no white space between them. */
    void readBits(byte[] target, byte[] levels) throws ImageException {
        int count = 0;
        while (count < target.length && at < data.length) {
            byte[] block = nextBlock();
            for (byte c : block) {
                if (isSpace(c)) {
                    continue;
                }
                if (c != '0' && c != '1') {
                    throw corrupt("its pixels have a character other than 0 and 1");
                }
                if (count < target.length) {
                    target[count++] = levels[c - '0'];
                }
            }
        }
        checkComplete(count, target.length);
    }

    /** Fills the target from decimal numbers separated by white space. */
    void readNumbers(byte[] target, byte[] levels) throws ImageException {
        int count = 0;
        String half = "";
        while (count < target.length && (at < data.length || !half.isEmpty())) {
            boolean ended = at >= data.length;
            byte[] block = ended ? new byte[] {' '} : nextBlock();
            int length = block.length;
            int tail = length;
            while (tail > 0 && !isSpace(block[tail - 1])) {
                tail--;
            }
            if (tail == 0) {
                half = checkLength(half + latin1(block, 0, length));
                continue;
            }
            String next = checkLength(latin1(block, tail, length));
            int start = 0;
            for (int i = 0; i < tail && count < target.length; i++) {
                if (!isSpace(block[i])) {
                    continue;
                }
                if (i > start || !half.isEmpty()) {
                    target[count++] = level(half + latin1(block, start, i), levels);
                    half = "";
                }
                start = i + 1;
            }
            half = next;
        }
        checkComplete(count, target.length);
    }

    private static byte level(String token, byte[] levels) throws ImageException {
        long value = PnmReader.sample(checkLength(token));
        if (value < 0 || value >= levels.length) {
            throw corrupt("a sample is " + value + ", expected 0 to " + (levels.length - 1));
        }
        return levels[(int) value];
    }

    private static String checkLength(String token) throws ImageException {
        if (token.length() > LONGEST_TOKEN) {
            throw corrupt("its pixels have a word of over " + LONGEST_TOKEN + " characters");
        }
        return token;
    }

    private static void checkComplete(int count, int expected) throws ImageException {
        if (count < expected) {
            throw new ImageException(Reason.TRUNCATED, "its pixels have " + count + " samples, expected " + expected);
        }
    }

    /** The next block without its comments; each is removed together with the one character that ends its line. */
    private byte[] nextBlock() {
        int end = (int) Math.min(data.length, (long) at + BLOCK);
        byte[] kept = new byte[end - at];
        int count = 0;
        if (insideComment) {
            // Pillow overlooks a line end at the beginning of a block if the other kind of line end occurs later.
            int newline = indexOf('\n', at, end);
            int carriageReturn = indexOf('\r', at, end);
            int first = Math.min(newline, carriageReturn);
            int last = Math.max(newline, carriageReturn);
            int lineEnd = first == at && last < end ? last : first;
            insideComment = lineEnd == end;
            at = insideComment ? end : lineEnd + 1;
        }
        while (at < end) {
            byte c = data[at++];
            if (c != '#') {
                kept[count++] = c;
                continue;
            }
            insideComment = true;
            while (insideComment && at < end) {
                c = data[at++];
                insideComment = c != '\n' && c != '\r';
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private int indexOf(char c, int from, int end) {
        for (int i = from; i < end; i++) {
            if (data[i] == c) {
                return i;
            }
        }
        return end;
    }

    private static String latin1(byte[] block, int from, int to) {
        return new String(block, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static ImageException corrupt(String what) {
        return new ImageException(Reason.CORRUPT, what);
    }
}
