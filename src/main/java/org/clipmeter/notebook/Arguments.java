package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Restores the arguments of a magic as the user wrote them: kernels split them at blanks, lose backslashes and include
 * Java's punctuation.
 */
final class Arguments {
    private Arguments() {}

    /**
     * The arguments as the cell has them or, if its source is not known, the kernel's arguments repaired as well as
     * possible.
     *
     * @param name the magic's name, without {@code %}
     * @param given as the kernel split them, those of a body after those of the first line
     */
    static List<String> of(String name, List<String> given, @Nullable String source) {
        String written = source == null ? null : written(name, given, source);
        return written == null
                ? repair(given)
                : ArgumentWord.split(written).stream().map(ArgumentWord::text).toList();
    }

    /**
     * The text after the magic's name in its cell: the one that the kernel would split into the same arguments; null if
     * it is not found.
     */
    private static @Nullable String written(String name, List<String> given, String source) {
        Matcher cell = Pattern.compile("\\A%%" + name + "\\b(.*)").matcher(source);
        if (cell.lookingAt()) {
            List<String> first = splitByKernel(cell.group(1));
            boolean same = first.size() <= given.size() && first.equals(given.subList(0, first.size()));
            return same ? source.substring(cell.start(1)) : null;
        }
        Matcher line = Pattern.compile("%" + name + "\\b(.*)").matcher(source);
        while (line.find()) {
            if (splitByKernel(line.group(1)).equals(given)) {
                return line.group(1);
            }
        }
        return null;
    }

    /** Splits as both kernels do. A backslash is lost unless a backslash or a double quote follows it. */
    static List<String> splitByKernel(String args) {
        List<String> split = new ArrayList<>();
        StringBuilder current = new StringBuilder();
        boolean quoted = false;
        boolean escaped = false;
        for (char c : args.strip().toCharArray()) {
            if (c == '\\') {
                if (escaped) {
                    current.append(c);
                }
                escaped = !escaped;
            } else if (c == '"' && !escaped) {
                if (quoted) {
                    split.add(current.toString());
                    current.setLength(0);
                }
                quoted = !quoted;
            } else if (!quoted && (c == ' ' || c == '\t')) {
                if (current.length() > 0) {
                    split.add(current.toString());
                    current.setLength(0);
                }
            } else {
                escaped = escaped && c != '"';
                current.append(c);
            }
        }
        if (current.length() > 0) {
            split.add(current.toString());
        }
        return split;
    }

    /** Joins words that single quotes enclose, and drops a trailing {@code ;} or {@code // comment}. */
    static List<String> repair(List<String> given) {
        List<String> args = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            String arg = given.get(i);
            if (arg.startsWith("//")) {
                break;
            }
            int quote = openingQuote(arg);
            if (quote >= 0) {
                int last = closing(given, i, quote);
                if (last >= 0) {
                    String joined = String.join(" ", given.subList(i, last + 1));
                    int end = joined.lastIndexOf('\'');
                    arg = joined.substring(0, quote) + joined.substring(quote + 1, end) + joined.substring(end + 1);
                    i = last;
                }
            }
            args.add(arg);
        }
        while (!args.isEmpty() && args.get(args.size() - 1).endsWith(";")) {
            String last = args.remove(args.size() - 1);
            String bare = last.substring(0, last.length() - 1);
            if (!bare.isEmpty()) {
                args.add(bare);
            }
        }
        return args;
    }

    private static int openingQuote(String arg) {
        if (arg.startsWith("'")) {
            return 0;
        }
        int value = arg.startsWith("-") ? arg.indexOf("='") : -1;
        return value < 0 ? -1 : value + 1;
    }

    private static int closing(List<String> given, int from, int quote) {
        for (int i = from; i < given.size(); i++) {
            String bare = given.get(i).replaceFirst(";+$", "");
            if (bare.endsWith("'") && (i > from || bare.length() - 1 > quote)) {
                return i;
            }
        }
        return -1;
    }
}
