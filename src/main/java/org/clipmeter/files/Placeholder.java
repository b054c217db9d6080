package org.clipmeter.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognizes content of a file that was never downloaded: a Git LFS pointer, a web page, an empty file. */
public final class Placeholder {
    /** How many bytes from the start of a file {@link #in} examines. */
    public static final int BYTES = 512;

    private static final List<String> WEB_PAGE = List.of("<!doctype html", "<html", "<head", "<?xml", "<!--");

    private Placeholder() {}

    /**
     * A notice about a file that is not read but is not what its name promises: a folder, a pipe, a link without a
     * target or a placeholder. Empty if the file does not exist or could be read.
     *
     * @param reason why it is not read, such as "tokenizer_config.json has added_tokens_decoder"
     */
    public static Optional<String> unread(Path file, String reason) {
        if (!LocalFile.exists(file)) {
            return Optional.empty();
        }
        @Nullable String found;
        try {
            LocalFile.attributes(file);
            try (InputStream in = Files.newInputStream(file)) {
                String placeholder = in(in.readNBytes(BYTES + 1));
                found = placeholder == null ? null : "is " + placeholder;
            } catch (IOException e) {
                throw LocalFile.failure(file, e);
            }
        } catch (FileException e) {
            found = e.reason();
        }
        return Optional.ofNullable(found)
                .map(what -> FileException.line(file, what + "; it is not read, as in transformers, since " + reason));
    }

    /**
     * What a placeholder is, with the next step, such as "an empty file; download it again"; null if the content does
     * not look like a placeholder.
     *
     * @param start the first bytes of the file: {@link #BYTES} of them, or all if it has fewer
     */
    public static @Nullable String in(byte[] start) {
        String text = new String(start, 0, Math.min(start.length, BYTES), StandardCharsets.ISO_8859_1);
        if (text.isBlank()) {
            return start.length > BYTES ? null : "an empty file; download it again";
        }
        if (text.startsWith("version https://git-lfs")) {
            return "a Git LFS pointer, not the file itself; fetch the file with git lfs pull";
        }
        String lower = text.stripLeading().toLowerCase(Locale.ROOT);
        return WEB_PAGE.stream().anyMatch(lower::startsWith)
                ? "a web page (HTML), not the file itself; download it again"
                : null;
    }
}
