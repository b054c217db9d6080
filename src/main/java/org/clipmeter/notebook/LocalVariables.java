package org.clipmeter.notebook;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The local variables of the block that a line magic is in, such as a loop. Kernels can't read them, and a variable of
 * the kernel may have the same name.
 */
final class LocalVariables {
    private static final Pattern MAGIC_LINE = Pattern.compile("(?m)(?:^|=)[ \\t]*%\\w+.*$");

    /** Comments, text blocks, strings and characters. */
    private static final Pattern NOT_CODE = Pattern.compile(
            "//[^\n]*|/\\*(?s:.*?)\\*/|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])*'");

    private LocalVariables() {}

    /**
     * Whether a name may belong to a local variable at a magic of this cell.
     *
     * @param magic the magic's name, without {@code %}
     * @param given its arguments as the kernel split them
     */
    static boolean declare(String source, String magic, List<String> given, String name) {
        if (source.startsWith("%%")) {
            return false;
        }
        Matcher call = Pattern.compile("%" + magic + "\\b(.*)").matcher(source);
        while (call.find()) {
            if (Arguments.splitByKernel(call.group(1)).equals(given)
                    && declares(enclosing(source.substring(0, call.start())), name)) {
                return true;
            }
        }
        return false;
    }

    /** The code before a place within the outermost statement whose brackets are still open there; empty if none are. */
    private static String enclosing(String before) {
        String code = NOT_CODE.matcher(MAGIC_LINE.matcher(before).replaceAll(LocalVariables::blank))
                .replaceAll(LocalVariables::blank);
        Deque<Integer> open = new ArrayDeque<>();
        int statement = 0;
        for (int i = 0; i < code.length(); i++) {
            switch (code.charAt(i)) {
                case '(', '{', '[' -> open.push(i);
                case ')', ']' -> open.poll();
                case '}' -> {
                    open.poll();
                    statement = open.isEmpty() ? i + 1 : statement;
                }
                case ';' -> statement = open.isEmpty() ? i + 1 : statement;
                default -> {}
            }
        }
        return open.isEmpty() ? "" : code.substring(statement);
    }

    private static String blank(java.util.regex.MatchResult found) {
        return " ".repeat(found.group().length());
    }

    private static boolean declares(String code, String name) {
        String quoted = Pattern.quote(name);
        String typed =
                "(?<!\\b(?:return|throw|yield|else|case|do|new|assert))(?<=[\\w>\\]$])\\s+" + quoted + "\\s*[=:;,)]";
        String parameter =
                "(?<![\\w$.])" + quoted + "\\s*->|\\([^()]*(?<![\\w$.])" + quoted + "(?![\\w$])[^()]*\\)\\s*->";
        return Pattern.compile(typed + "|" + parameter).matcher(code).find();
    }
}
