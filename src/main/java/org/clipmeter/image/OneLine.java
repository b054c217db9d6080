package org.clipmeter.image;

import java.util.Locale;

/** Text from outside made fit for an error message: one line, no control characters, bounded. */
final class OneLine {
    private static final int LIMIT = 500;
    private static final int NAME_LIMIT = 160;

    private OneLine() {}

    /** A whole message: control characters escaped, at most 500 characters. */
    static String message(String text) {
        return cut(escape(text), LIMIT);
    }

    /** A file name or value inside a message: control characters escaped, its end kept where it is too long. */
    static String name(String text) {
        String escaped = escape(text);
        return escaped.length() <= NAME_LIMIT ? escaped : "..." + escaped.substring(escaped.length() - NAME_LIMIT + 3);
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit - 3) + "...";
    }

    private static String escape(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.FORMAT
                    || c == '\u2028'
                    || c == '\u2029') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}
