package org.clipmeter.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.clipmeter.failure.ClipmeterException;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file that people write or export: prompts, or a list of images. UTF-8, or UTF-16 with a byte order
 * mark.
 *
 * @param name the file's name, for messages
 * @param text its text without a byte order mark; a byte that is not UTF-8 is represented as U+DC00 plus the byte,
 *     which can't occur in UTF-8
 */
public record FileText(String name, String text) {
    private static final long LARGEST = 256L << 20;

    /**
     * Approximate bytes of heap used while a file is read: per character, per line or JSON object, per cell or value.
     */
    private static final int BYTES_A_CHARACTER = 6;

    private static final int BYTES_A_ROW = 600;
    private static final int BYTES_A_VALUE = 120;

    /**
     * Reads a file.
     *
     * @throws IOException in one line, if it is missing, not a regular file, empty, too large or clearly not text
     */
    public static FileText of(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileException(file, "is a folder, expected a file of prompts or of a list of images");
        }
        if (!LocalFile.exists(file)) {
            throw new FileException(file, "does not exist, expected a file of prompts or of a list of images");
        }
        Path name = file.getFileName();
        return of(LocalFile.read(file, LARGEST), name == null ? file.toString() : name.toString());
    }

    public static FileText of(byte[] content, String name) throws IOException {
        refuseIfTooLarge(content, name, Runtime.getRuntime().maxMemory());
        String packed = packed(content);
        if (packed != null) {
            throw refusal(name, packed);
        }
        String text = utf16(content);
        if (text == null) {
            text = decode(content);
        }
        if (text.startsWith("\ufeff")) {
            text = text.substring(1);
        }
        String start = text.substring(0, Math.min(text.length(), 200)).strip().toLowerCase(Locale.ROOT);
        if (start.isEmpty() && text.isBlank()) {
            throw refusal(name, "is empty");
        }
        if (start.startsWith("<!doctype") || start.startsWith("<html")) {
            throw refusal(name, "is an HTML page, expected JSON, CSV or plain text; download the file itself");
        }
        if (start.startsWith("version https://git-lfs")) {
            throw refusal(name, "is a Git LFS pointer, expected the file itself; run git lfs pull");
        }
        if (text.indexOf('\0') >= 0) {
            throw refusal(name, "is not UTF-8 text, since it holds NUL characters; save the file as UTF-8");
        }
        return new FileText(name, text);
    }

    /** Refuses a file that would exhaust the heap, which other cells use too, before it is parsed. */
    static void refuseIfTooLarge(byte[] content, String name, long heap) throws IOException {
        long rows = 1;
        long values = 0;
        for (byte b : content) {
            rows += b == '\n' || b == '{' ? 1 : 0;
            values += b == ',' || b == ';' || b == '\t' ? 1 : 0;
        }
        long need = BYTES_A_CHARACTER * (long) content.length + BYTES_A_ROW * rows + BYTES_A_VALUE * values;
        if (need > heap) {
            throw new FileException(
                    Kind.ENVIRONMENT,
                    Section.PAIRING,
                    Path.of(name),
                    "has about " + rows + " rows in " + (content.length >> 20)
                            + " MB, which take about " + (need >> 20) + " MB while they are read, expected at most "
                            + (heap >> 20)
                            + " MB, which is Java's heap; split the file, or give Java more memory with -Xmx",
                    null);
        }
    }

    /** Whether a text holds nothing that can be seen: white space, no-break spaces, characters of no width. */
    public static boolean isBlank(String text) {
        return text.codePoints()
                .allMatch(c -> Character.isWhitespace(c)
                        || Character.isSpaceChar(c)
                        || Character.getType(c) == Character.FORMAT
                        || Character.getType(c) == Character.CONTROL);
    }

    /** The position of the first character that represents a byte that is not UTF-8, or -1. */
    public static int firstBadByte(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (c >= 0xDC80 && c <= 0xDCFF) {
                return i;
            }
        }
        return -1;
    }

    /** The message about a byte that is not UTF-8. */
    public static String badByte(String text, int position) {
        return String.format(
                Locale.ROOT, "is not UTF-8 (byte 0x%02X); save the file as UTF-8", text.charAt(position) & 0xFF);
    }

    /** The line, from 1, that contains a position. */
    int line(int position) {
        return 1
                + (int) text.substring(0, position)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The file's name without its ending. */
    public String stem() {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** Whether the file's name has this ending; letter case does not matter. */
    public boolean nameEndsWith(String ending) {
        return name.toLowerCase(Locale.ROOT).endsWith(ending);
    }

    /** A refusal of this file; the message begins with its name. */
    public FileException refusal(String what) {
        return refusal(name, what);
    }

    /** A refusal for a failure that does not name the file, with its kind. */
    public FileException refusal(ClipmeterException reason) {
        return new FileException(reason.kind(), null, Path.of(name), reason.getMessage(), reason);
    }

    private static FileException refusal(String name, String what) {
        return new FileException(Path.of(name), what);
    }

    /**
     * The text of content that starts with UTF-16's byte order mark, as spreadsheets export it; null for other content.
     */
    private static @Nullable String utf16(byte[] content) {
        if (content.length < 2 || (content[0] & 0xFF ^ content[1] & 0xFF) != 1 || (content[0] & 0xFE) != 0xFE) {
            return null;
        }
        // Unlike in UTF-8, bad bytes can't be represented: a lone surrogate becomes the replacement character.
        return new String(content, StandardCharsets.UTF_16);
    }

    /** Why content is not text although it may hold some; null for other content. */
    private static @Nullable String packed(byte[] content) {
        String start = new String(content, 0, Math.min(content.length, 4), StandardCharsets.ISO_8859_1);
        if (start.startsWith("PK\3\4")) {
            return "is a spreadsheet or a ZIP archive; save it as CSV, or unpack it";
        }
        if (start.startsWith("\37\213")) {
            return "is packed (gzip); unpack it";
        }
        return start.startsWith("PAR1") ? "is a Parquet file; export it as CSV or JSON lines" : null;
    }

    /** The text of bytes that should be UTF-8; a byte that is not is represented as U+DC00 plus the byte. */
    public static String decode(byte[] content) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer bytes = ByteBuffer.wrap(content);
        CharBuffer chars = CharBuffer.allocate(content.length);
        StringBuilder text = new StringBuilder(content.length);
        while (true) {
            CoderResult result = decoder.decode(bytes, chars, true);
            chars.flip();
            text.append(chars);
            chars.clear();
            if (!result.isMalformed()) {
                return text.toString();
            }
            for (int i = 0; i < result.length(); i++) {
                text.append((char) (0xDC00 + (bytes.get() & 0xFF)));
            }
        }
    }
}
