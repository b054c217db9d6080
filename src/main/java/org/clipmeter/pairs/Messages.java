package org.clipmeter.pairs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.stream.Collectors;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.FileException;

/** Words of errors: one line each, bounded, nothing in them that a terminal or a page would act on. */
final class Messages {
    private static final int LONGEST_NAME = 60;
    private static final int FEW = 3;

    private Messages() {}

    /** A name, shortened from the front, since file names differ at their ends. */
    static String name(String name) {
        return OneLine.name(name, LONGEST_NAME);
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

    /** Why a file was refused, in words and without its name. */
    static String reason(IOException e) {
        if (e instanceof FileException file) {
            return file.reason();
        }
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
