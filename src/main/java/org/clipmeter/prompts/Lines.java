package org.clipmeter.prompts;

import java.util.Locale;

/** Messages as one short line. */
final class Lines {
    private static final int LONGEST = 500;

    private Lines() {}

    /** The message with control characters escaped, at most 500 characters long. */
    static String oneLine(String message) {
        StringBuilder line = new StringBuilder(Math.min(message.length(), LONGEST));
        for (int i = 0; i < message.length() && line.length() < LONGEST; i++) {
            char c = message.charAt(i);
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT || isLineBreak(c)) {
                line.append("\\u").append(String.format(Locale.ROOT, "%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        if (line.length() < LONGEST) {
            return line.toString();
        }
        return line.substring(0, LONGEST - 1) + "…";
    }

    private static boolean isLineBreak(char c) {
        return c == '\u2028' || c == '\u2029';
    }
}
