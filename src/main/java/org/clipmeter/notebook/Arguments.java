package org.clipmeter.notebook;

import java.util.ArrayList;
import java.util.List;

/** The arguments of a magic as they were meant: kernels split them at blanks and leave Java's punctuation in. */
final class Arguments {
    private Arguments() {}

    /** Joins what single quotes enclose again, and drops a trailing {@code ;} or {@code // comment}. */
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
