package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.List;

/**
 * One argument as it was written.
 *
 * @param start where it begins in the text, including its quote
 * @param end the position of the first character after it
 * @param text its value: without quotes, comment or closing semicolon
 * @param open whether its quote is still to be closed
 */
record ArgumentWord(int start, int end, String text, boolean open) {
    /**
     * Splits the text after a magic's name, which may have several lines, at blanks. Double quotes group words
     * anywhere, and {@code \"} between them stands for a quote. Single quotes group only at the start of a word or of
     * an option's value, so that apostrophes stay. {@code //} after a blank begins a comment. A {@code ;} at the end of
     * a line belongs to Java and is dropped. Any other backslash is an ordinary character.
     */
    static List<ArgumentWord> split(String text) {
        return split(text, false);
    }

    /**
     * Splits text that is still being typed: a single quote without a closing quote counts as an open quote, not as an
     * apostrophe.
     */
    static List<ArgumentWord> typed(String text) {
        return split(text, true);
    }

    private static List<ArgumentWord> split(String text, boolean typing) {
        List<ArgumentWord> words = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (text.startsWith("//", at)) {
                at = lineEnd(text, at);
            } else {
                Reader reader = new Reader(text, at, typing);
                ArgumentWord word = reader.word();
                at = word.end();
                if (!word.text().isEmpty() || reader.quoted) {
                    words.add(word);
                }
            }
        }
        return words;
    }

    private static int lineEnd(String text, int from) {
        int end = from;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Reads one word. */
    private static final class Reader {
        private final String text;
        private final int start;
        private final boolean typing;
        private final StringBuilder meant = new StringBuilder();
        private boolean quoted;
        private boolean open;
        private int at;

        Reader(String text, int start, boolean typing) {
            this.text = text;
            this.start = start;
            this.typing = typing;
            this.at = start;
        }

        ArgumentWord word() {
            int bare = 0;
            while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                char c = text.charAt(at);
                if (c == '"' || c == '\'' && opens()) {
                    int close = c == '"' ? closingDouble(at + 1) : closingSingle(at + 1);
                    if (close >= 0 || c == '"' || typing) {
                        take(c, close);
                        bare = meant.length();
                        continue;
                    }
                }
                meant.append(c);
                at++;
            }
            if (isLastOfItsLine()) {
                while (meant.length() > bare && meant.charAt(meant.length() - 1) == ';') {
                    meant.setLength(meant.length() - 1);
                }
            }
            return new ArgumentWord(start, at, meant.toString(), open);
        }

        private void take(char quote, int close) {
            quoted = true;
            open = close < 0;
            int end = open ? lineEnd(text, at) : close;
            String inside = text.substring(at + 1, end);
            meant.append(quote == '"' ? inside.replace("\\\"", "\"") : inside);
            at = open ? end : end + 1;
        }

        private boolean opens() {
            return at == start || text.charAt(at - 1) == '=' && text.charAt(start) == '-';
        }

        /** Finds the closing quote. A backslash before the last quote of the line belongs to a Windows folder. */
        private int closingDouble(int from) {
            int end = lineEnd(text, from);
            int last = -1;
            for (int i = from; i < end; i++) {
                if (text.charAt(i) == '"') {
                    last = i;
                    if (text.charAt(i - 1) != '\\' || i == from) {
                        return i;
                    }
                }
            }
            return typing ? -1 : last;
        }

        private int closingSingle(int from) {
            int end = lineEnd(text, from);
            for (int i = from; i < end; i++) {
                if (text.charAt(i) == '\'' && (i + 1 == end || " \t;".indexOf(text.charAt(i + 1)) >= 0)) {
                    return i;
                }
            }
            return -1;
        }

        private boolean isLastOfItsLine() {
            int end = lineEnd(text, at);
            String rest = text.substring(at, end).strip();
            return rest.isEmpty() || rest.startsWith("//") || rest.chars().allMatch(c -> c == ';');
        }
    }
}
