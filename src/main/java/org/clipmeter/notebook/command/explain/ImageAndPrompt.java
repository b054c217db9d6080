package org.clipmeter.notebook.command.explain;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.NearNames;
import org.clipmeter.failure.OneLine;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.session.NotebookError;
import org.clipmeter.notebook.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * An image and a prompt as they were typed.
 *
 * @param image exists
 * @param prompt is not blank
 */
record ImageAndPrompt(Path image, String prompt) {
    private static final int LONGEST = 80;
    private static final int MOST_FILES = 1000;

    /**
     * Reads what was typed.
     *
     * @param subject what stands where the image belongs; null if nothing does
     * @param words that follow it
     * @throws NotebookError if it is not an image and a prompt, with what it seems to be
     */
    static ImageAndPrompt of(@Nullable String subject, List<String> words, Session session) {
        String prompt = String.join(" ", words);
        Path image = subject == null ? null : path(subject);
        if (subject != null && !subject.isBlank() && !isFile(subject)) {
            refuseOther(subject, image, words, session);
        }
        if (subject == null || subject.isBlank() || prompt.isBlank()) {
            String got = subject == null || subject.isBlank() ? "no image" : "only " + name(subject);
            throw NotebookError.of(
                    "%clip explain: expected an image and a prompt, such as %clip explain cat.jpg \"a cat\","
                            + " or a run with --worst, such as %clip explain uce --worst 6; got " + got);
        }
        if (image == null || !Files.exists(image)) {
            throw NotebookError.of("%clip explain: " + name(subject) + ": the file does not exist" + nearby(image));
        }
        return new ImageAndPrompt(image, prompt);
    }

    /** Refuses what is not a file but something that can be recognized. */
    private static void refuseOther(String subject, @Nullable Path path, List<String> words, Session session) {
        String shown = name(subject);
        if (session.resultNames().contains(subject)) {
            throw NotebookError.of(
                    "%clip explain: " + shown + " is a run; say how many of its lowest scores to explain, as in "
                            + "%clip explain " + quoted(subject) + " --worst 6, or name an image file");
        }
        if (subject.toLowerCase(Locale.ROOT).matches("https?://.*")) {
            throw NotebookError.of("%clip explain: " + shown + " is an address; download the image, and name the file");
        }
        if (path != null && Files.isDirectory(path)) {
            throw NotebookError.of("%clip explain: " + shown
                    + " is a folder; expected one image file, or, for the lowest scores of its "
                    + "images, %clip score " + quoted(subject) + " and then %clip explain --worst 6");
        }
        StringBuilder begun = new StringBuilder(subject);
        for (int i = 0; i < words.size(); i++) {
            begun.append(' ').append(words.get(i));
            if (isFile(begun.toString())) {
                throw NotebookError.of(
                        "%clip explain: the name of the image has spaces; put it in quotes: %clip explain "
                                + quoted(begun.toString()) + " \"...\"");
            }
        }
        for (int i = 0; i < words.size(); i++) {
            if (isFile(words.get(i))) {
                throw NotebookError.of("%clip explain: the image comes first, and then the prompt: %clip explain "
                        + quoted(words.get(i)) + " \""
                        + name((subject + " " + String.join(" ", words.subList(0, i))).strip()) + "\"");
            }
        }
    }

    /** A file of the same folder with a similar name. */
    private static String nearby(@Nullable Path image) {
        if (image == null || image.getFileName() == null) {
            return "";
        }
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(image.toAbsolutePath().getParent())) {
            for (Path file : files) {
                names.add(String.valueOf(file.getFileName()));
                if (names.size() == MOST_FILES) {
                    break;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return "";
        }
        return NearNames.suggestion(image.getFileName().toString(), names);
    }

    private static boolean isFile(String name) {
        Path path = path(name);
        return path != null && Files.isRegularFile(path);
    }

    private static @Nullable Path path(String name) {
        try {
            return ModelSource.path(name);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private static String name(String text) {
        return OneLine.name(text, LONGEST);
    }

    private static String quoted(String word) {
        String shown = name(word);
        return shown.indexOf(' ') < 0 ? shown : "\"" + shown + "\"";
    }
}
