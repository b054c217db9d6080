package org.clipmeter.text;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.Placeholder;
import org.jspecify.annotations.Nullable;

/** Reads the files of a model folder's tokenizer, each once. */
final class TokenizerFile {
    private TokenizerFile() {}

    /**
     * The JSON object in a file, or null if the file does not exist.
     *
     * @throws FileException if it is not a regular file, has more than {@code most} bytes or is not a JSON object
     */
    static @Nullable JsonObjectFile jsonIfPresent(Path file, int most) throws FileException {
        return LocalFile.exists(file) ? JsonObjectFile.read(file, most) : null;
    }

    /**
     * The text of a file, or null if the file does not exist.
     *
     * @throws FileException if it is not a regular file, has more than {@code most} bytes, was never downloaded or is
     *     not UTF-8
     */
    static @Nullable String textIfPresent(Path file, int most) throws FileException {
        if (!LocalFile.exists(file)) {
            return null;
        }
        byte[] bytes = LocalFile.read(file, most);
        String placeholder = Placeholder.in(bytes);
        if (placeholder != null) {
            throw new FileException(file, "is " + placeholder);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new FileException(file, "is not UTF-8 text; download the file again", e);
        }
    }
}
