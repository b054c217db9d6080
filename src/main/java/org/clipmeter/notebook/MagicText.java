package org.clipmeter.notebook;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A magic in the source of a cell, around a cursor.
 *
 * @param name without {@code %}
 * @param start where its arguments begin in the cell
 * @param end where they end: at the end of the line, or of the cell for a cell magic
 */
record MagicText(String name, int start, int end) {
    private static final Pattern CELL = Pattern.compile("\\A%%(\\w+)");
    private static final Pattern LINE = Pattern.compile("(?:^|=)[ \\t]*%(\\w+)");

    /** The magic of ours that the cursor is in or behind; null if it is not in one. */
    static @Nullable MagicText at(String code, int cursor) {
        Matcher cell = CELL.matcher(code);
        if (cell.find()) {
            return of(cell.group(1), cell.end(), code.length(), cursor);
        }
        int lineStart = code.lastIndexOf('\n', cursor - 1) + 1;
        int newline = code.indexOf('\n', cursor);
        int lineEnd = newline < 0 ? code.length() : newline;
        Matcher line = LINE.matcher(code.substring(lineStart, lineEnd));
        return line.find() ? of(line.group(1), lineStart + line.end(), lineEnd, cursor) : null;
    }

    private static @Nullable MagicText of(String name, int nameEnd, int end, int cursor) {
        boolean begun = cursor >= nameEnd - name.length();
        return begun && Magics.names().contains(name) ? new MagicText(name, nameEnd, end) : null;
    }

    /** The words of the magic up to the cursor, with their positions counted from {@link #start}. */
    List<ArgumentWord> wordsUpTo(String code, int cursor) {
        return ArgumentWord.typed(code.substring(start, Math.max(start, cursor)));
    }
}
