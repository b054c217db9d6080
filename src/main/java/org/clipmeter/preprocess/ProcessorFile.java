package org.clipmeter.preprocess;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.image.ImageException;
import org.clipmeter.message.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object of a model's image processor, and the file that it comes from.
 *
 * @param warnings what Python reads in silence, one line each
 */
record ProcessorFile(Path file, JsonNode root, List<String> warnings) {
    private static final String JOINT = "processor_config.json";
    private static final String OWN = "preprocessor_config.json";
    private static final String NESTED = "image_processor";
    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper AS_PYTHON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The file that transformers takes of a model folder: the joint one if it has an entry for images, else the other. */
    static ProcessorFile in(Path folder) throws IOException {
        Path joint = folder.resolve(JOINT);
        if (isThere(joint)) {
            ProcessorFile whole = read(joint);
            JsonNode nested = whole.root.get(NESTED);
            if (nested != null && !nested.isNull()) {
                requireObject(joint, nested, NESTED + " is");
                return new ProcessorFile(joint, nested, whole.warnings);
            }
        }
        return read(folder.resolve(OWN));
    }

    static ProcessorFile read(Path file) throws IOException {
        if (!isThere(file)) {
            throw failure(
                    file,
                    "no such file; expected the image processor's settings. Take all files of the checkpoint from its"
                            + " repository.",
                    null);
        }
        String text = text(file);
        if (text.startsWith("version https://git-lfs.github.com/spec/")) {
            throw failure(file, "a Git LFS pointer, not the settings: run git lfs pull", null);
        }
        List<String> warnings = List.of();
        JsonNode root;
        try {
            root = AS_PYTHON.readTree(text);
        } catch (JsonProcessingException e) {
            throw failure(file, "not valid JSON: " + e.getOriginalMessage(), e);
        }
        try {
            STRICT.readTree(text);
        } catch (JsonProcessingException e) {
            warnings = List.of(OneLine.of(named(file) + ": read as Python reads it, where the last of duplicate keys"
                    + " counts and NaN is a number: " + e.getOriginalMessage()));
        }
        requireObject(file, root, "expected a JSON object, got");
        return new ProcessorFile(file, root, warnings);
    }

    private static boolean isThere(Path file) throws IOException {
        if (Files.isRegularFile(file)) {
            return true;
        }
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw failure(
                    file,
                    Files.exists(file) ? "not a regular file" : "a link to a missing file: download the model again",
                    null);
        }
        return false;
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        }
        if (bytes.length > MAX_BYTES) {
            throw failure(file, "over 1 MiB, which is too long for an image processor's settings", null);
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static void requireObject(Path file, JsonNode node, String what) throws IOException {
        if (!node.isObject()) {
            throw failure(file, what + " " + OneLine.name(node.toString(), ImageException.LONGEST_NAME), null);
        }
    }

    private static String named(Path file) {
        return OneLine.name(file.toString(), ImageException.LONGEST_NAME);
    }

    private static IOException failure(Path file, String what, @Nullable Throwable cause) {
        return new IOException(OneLine.of(named(file) + ": " + what), cause);
    }

    /** A failure of one key. */
    IOException bad(String key, String found, String expected) {
        return failure(
                file, key + " is " + OneLine.name(found, ImageException.LONGEST_NAME) + ", expected " + expected, null);
    }
}
