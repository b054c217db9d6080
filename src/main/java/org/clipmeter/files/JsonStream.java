package org.clipmeter.files;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads JSON files in UTF-8 that are too large to be held in memory, token by token, as strictly as {@link StrictJson}. */
public final class JsonStream {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private static final JsonStrictness.Parsers PARSERS = JsonStrictness.STRICT.within(
            StreamReadConstraints.builder().maxNestingDepth(StrictJson.DEEPEST).build());

    private JsonStream() {}

    /** What is done with the tokens of a file. */
    @FunctionalInterface
    public interface Body<T> {
        /**
         * Reads the tokens.
         *
         * @param parser before its first token
         * @throws IOException in one line, if the tokens are not those that were expected
         */
        T read(JsonParser parser) throws IOException;
    }

    /**
     * Reads a file.
     *
     * @param limit the most bytes that it may have
     * @throws FileException if it does not exist, is not a regular file, has more bytes, can't be read, changes while it is
     *     read, or is not JSON; and what the body throws
     */
    public static <T> T read(Path file, long limit, Body<T> body) throws IOException {
        FileState before = FileState.of(file);
        long size = LocalFile.attributes(file).size();
        if (size > limit) {
            throw FileException.advised(
                    file, "has " + size + " bytes, expected at most " + limit, "check that it is the right file", null);
        }
        T result;
        try (Reader text = text(file);
                JsonParser parser = PARSERS.of(text)) {
            result = read(file, parser, body);
        } catch (FileException e) {
            throw e;
        } catch (CharacterCodingException e) {
            throw new FileException(file, "is not UTF-8; save the file as UTF-8", e);
        } catch (IOException e) {
            throw LocalFile.failure(file, e);
        }
        if (!FileState.of(file).equals(before)) {
            throw LocalFile.changed(file);
        }
        return result;
    }

    private static <T> T read(Path file, JsonParser parser, Body<T> body) throws IOException {
        try {
            return body.read(parser);
        } catch (JsonProcessingException e) {
            throw new FileException(
                    file, "line " + StrictJson.line(parser) + ": is not valid JSON: " + StrictJson.why(e), e);
        }
    }

    private static Reader text(Path file) throws IOException {
        BufferedReader text = new BufferedReader(
                new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8.newDecoder()), 1 << 16);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    /**
     * The name of the next member of the object that the parser is in, whose value the parser then has as its current token.
     *
     * @return null at the end of the object
     */
    public static @Nullable String nextMember(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.FIELD_NAME) {
            return null;
        }
        String name = parser.currentName();
        parser.nextToken();
        return name;
    }
}
