package org.clipmeter.score;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Words of errors: one line each, bounded, nothing in them that a terminal or a page would act on. */
final class Messages {
    private static final int LONGEST_LINE = 500;
    private static final int LONGEST_NAME = 60;
    private static final int FEW = 3;

    private Messages() {}

    /** One line of at most 500 characters with control and bidi characters escaped. */
    static String line(String text) {
        StringBuilder line = new StringBuilder(Math.min(text.length(), LONGEST_LINE) + 16);
        for (int i = 0; i < text.length() && line.length() < LONGEST_LINE; i++) {
            char c = text.charAt(i);
            int type = Character.getType(c);
            if (Character.isISOControl(c)
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR) {
                line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        if (line.length() <= LONGEST_LINE && line.length() >= text.length()) {
            return line.toString();
        }
        line.setLength(Math.min(line.length(), LONGEST_LINE - 1));
        return line.append('…').toString();
    }

    /** A name, shortened from the front, since file names differ at their ends. */
    static String name(String name) {
        return name.length() <= LONGEST_NAME ? name : "…" + name.substring(name.length() - LONGEST_NAME + 1);
    }

    /** The first three names and how many more there are. */
    static String firstFew(Collection<String> names) {
        String few = names.stream().limit(FEW).map(Messages::name).collect(Collectors.joining(", "));
        return names.size() <= FEW ? few : few + " and " + (names.size() - FEW) + " more";
    }

    /** {@code 1 image}, {@code 2 images}. */
    static String count(int n, String noun) {
        return n + " " + noun + (n == 1 ? "" : "s");
    }

    /** Why the file system refused, in words. */
    static String reason(java.io.IOException e) {
        if (e instanceof NoSuchFileException) {
            return "does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "may not be read";
        }
        if (e instanceof FileSystemLoopException) {
            return "is a loop of links";
        }
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        return String.valueOf(e.getMessage());
    }
}
