package org.clipmeter.text;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.clipmeter.message.OneLine;
import org.jspecify.annotations.Nullable;

/** Reads the files of a model folder's tokenizer: ordinary files of a limited size, and nothing that could block. */
final class TokenizerFile {
    private static final String GIT_LFS = "version https://git-lfs.github.com/spec/";

    private TokenizerFile() {}

    /**
     * The text of a file, or null if the file does not exist.
     *
     * @throws IOException in one line, if it is not an ordinary file (a directory, a pipe, a device, a link to nowhere),
     *     is larger than {@code most} bytes, is a Git LFS pointer or is not UTF-8
     */
    static @Nullable String readIfPresent(Path file, int most) throws IOException {
        BasicFileAttributes attributes;
        try {
            attributes = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw refusal(file, "is a link to a file that does not exist: download the model again", e);
            }
            return null;
        } catch (IOException e) {
            throw refusal(file, "can't be read: " + e, e);
        }
        if (!attributes.isRegularFile()) {
            throw refusal(
                    file,
                    "is a " + (attributes.isDirectory() ? "directory" : "pipe or device")
                            + ", expected an ordinary file");
        }
        if (attributes.size() > most) {
            throw refusal(file, "is " + attributes.size() + " bytes, expected at most " + most);
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        } catch (IOException e) {
            throw refusal(file, "can't be read: " + e, e);
        }
        if (bytes.length > most) {
            throw refusal(file, "holds more than the " + most + " bytes that are read at most");
        }
        return text(file, bytes);
    }

    private static String text(Path file, byte[] bytes) throws IOException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal(file, "is not UTF-8 text", e);
        }
        if (text.startsWith(GIT_LFS)) {
            throw refusal(file, "is a Git LFS pointer, not the file itself: run 'git lfs pull' in the model's folder");
        }
        return text;
    }

    static IOException refusal(Path file, String what) {
        return new IOException(OneLine.of(file + " " + what));
    }

    static IOException refusal(Path file, String what, Throwable cause) {
        return new IOException(OneLine.of(file + " " + what), cause);
    }
}
