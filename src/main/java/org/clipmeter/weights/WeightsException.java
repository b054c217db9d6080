package org.clipmeter.weights;

import java.io.IOException;
import java.util.Locale;

/** A checkpoint that is refused: one line that says which file and tensor, expected and found. */
public final class WeightsException extends IOException {
    private static final long serialVersionUID = 1;
    private static final int MAX_MESSAGE = 500;

    public WeightsException(String message) {
        super(line(message));
    }

    public WeightsException(String message, Throwable cause) {
        super(line(message), cause);
    }

    /** Names come from untrusted files: control and format characters are escaped and the line is cut. */
    private static String line(String message) {
        StringBuilder line = new StringBuilder(Math.min(message.length(), MAX_MESSAGE));
        for (int at = 0; at < message.length(); ) {
            int point = message.codePointAt(at);
            String piece = visible(point) ? Character.toString(point) : String.format(Locale.ROOT, "\\u%04x", point);
            if (line.length() + piece.length() > MAX_MESSAGE - 1) {
                return line.append('…').toString();
            }
            line.append(piece);
            at += Character.charCount(point);
        }
        return line.toString();
    }

    private static boolean visible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
