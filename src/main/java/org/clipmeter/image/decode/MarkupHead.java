package org.clipmeter.image.decode;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.clipmeter.image.reader.ByteReader;

/**
 * The beginning of a file as text, to distinguish markup and other text from pictures: in lower case, from the first
 * character that is not white space.
 *
 * @param text at most 64 Ki bytes of the file, without byte order mark; empty if the file has bytes that never occur in
 *     text
 */
record MarkupHead(String text) {
    private static final int LONGEST = 1 << 16;
    private static final String GIT_LFS = "version https://git-lfs.github.com/spec/";

    /**
     * Reads UTF-16 (after a byte order mark, or if a 0 is beside the first character), UTF-8, and markup in Latin-1.
     */
    static MarkupHead of(byte[] data) {
        int length = Math.min(data.length, LONGEST);
        Charset charset = StandardCharsets.UTF_8;
        int from = 0;
        if (ByteReader.matches(data, 0, "\u00ef\u00bb\u00bf")) {
            from = 3;
        } else if (ByteReader.matches(data, 0, "\u00ff\u00fe")) {
            charset = StandardCharsets.UTF_16LE;
            from = 2;
        } else if (ByteReader.matches(data, 0, "\u00fe\u00ff")) {
            charset = StandardCharsets.UTF_16BE;
            from = 2;
        } else if (ByteReader.matches(data, 0, "<\0")) {
            charset = StandardCharsets.UTF_16LE;
        } else if (ByteReader.matches(data, 0, "\0<")) {
            charset = StandardCharsets.UTF_16BE;
        }
        ByteBuffer bytes = ByteBuffer.wrap(data, from, length - from);
        CharBuffer chars = CharBuffer.allocate(length);
        // A character that is cut off at the end of this part is not an error, since the file goes on.
        boolean valid = charset.newDecoder().decode(bytes, chars, false).isUnderflow();
        String text = chars.flip().toString();
        if (!valid && ByteReader.matches(data, from, "<")) {
            text = new String(data, from, length - from, StandardCharsets.ISO_8859_1);
        } else if (!valid) {
            return new MarkupHead("");
        }
        if (text.chars().anyMatch(c -> c < 32 && c != '\t' && c != '\n' && c != '\r' && c != '\f')) {
            return new MarkupHead("");
        }
        return new MarkupHead(text.strip().toLowerCase(Locale.ROOT));
    }

    boolean isGitLfsPointer() {
        return text.startsWith(GIT_LFS);
    }

    boolean isText() {
        return !text.isEmpty();
    }

    boolean isJson() {
        return text.startsWith("{") || text.startsWith("[");
    }

    boolean isXml() {
        return text.startsWith("<?xml");
    }

    boolean isHtml() {
        String first = behindProlog(false);
        String root = behindProlog(true);
        return first.startsWith("<!doctype html") || root.startsWith("<html") || root.startsWith("<head");
    }

    boolean isSvg() {
        String root = behindProlog(true);
        int end = 1;
        while (end < root.length() && (Character.isLetterOrDigit(root.charAt(end)) || root.charAt(end) == ':')) {
            end++;
        }
        String element = end < root.length() ? root.substring(1, end) : "";
        return element.equals("svg") || element.endsWith(":svg");
    }

    /** The markup after declarations, comments and, if requested, the document type; empty if nothing follows. */
    private String behindProlog(boolean andDocumentType) {
        int at = 0;
        while (true) {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
            int end;
            if (text.startsWith("<?", at)) {
                end = after("?>", at);
            } else if (text.startsWith("<!--", at)) {
                end = after("-->", at + 4);
            } else if (andDocumentType && text.startsWith("<!doctype", at)) {
                int subset = text.indexOf('[', at);
                int close = text.indexOf('>', at);
                end = subset >= 0 && subset < close ? after(">", text.indexOf(']', subset)) : after(">", at);
            } else {
                return text.startsWith("<", at) ? text.substring(at) : "";
            }
            if (end <= at) {
                return "";
            }
            at = end;
        }
    }

    /** The position after the next occurrence of the token, or -1 if it does not occur. */
    private int after(String token, int from) {
        int found = from < 0 ? -1 : text.indexOf(token, from);
        return found < 0 ? -1 : found + token.length();
    }
}
