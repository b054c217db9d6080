package org.clipmeter.failure;

import java.util.Locale;

/** Text from outside made fit for an error message. */
public final class OneLine {
    /** The most characters of a message. */
    public static final int LONGEST = 500;

    private OneLine() {}

    /** The message on one line: control, format and surrogate characters escaped, cut at 500 characters. */
    public static String of(String message) {
        StringBuilder line = new StringBuilder(Math.min(message.length(), LONGEST));
        for (int at = 0; at < message.length(); ) {
            int point = message.codePointAt(at);
            String piece = visible(point) ? Character.toString(point) : String.format(Locale.ROOT, "\\u%04x", point);
            if (line.length() + piece.length() > LONGEST) {
                line.setLength(Math.min(line.length(), LONGEST - 1));
                return line.append('…').toString();
            }
            line.append(piece);
            at += Character.charCount(point);
        }
        return line.toString();
    }

    /** A file name or value inside a message, escaped; the end is kept where it is longer than {@code most}. */
    public static String name(String text, int most) {
        String tail = text.length() <= LONGEST - 1 ? text : text.substring(text.length() - LONGEST + 1);
        String escaped = of(tail);
        return escaped.length() <= most ? escaped : "…" + escaped.substring(escaped.length() - most + 1);
    }

    private static boolean visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
