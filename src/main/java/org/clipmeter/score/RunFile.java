package org.clipmeter.score;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.clipmeter.failure.Kind;
import org.clipmeter.files.FileException;
import org.clipmeter.files.Hash;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.StrictJson;

/**
 * A whole run in its JSON file: beside the reference's {@code value} and {@code details}, the key {@code clipmeter} has everything else
 * that is known of the run, and a SHA-256 of the file's contents.
 *
 * @param name what the run is called
 * @param result the run, equal to the one that was written, except that paths of images are absolute
 * @param warnings what people should know of the run, one line each
 * @param version the version of clipmeter that wrote the file
 * @param written when it was written, in UTC, such as {@code 2026-05-04T10:20:30Z}
 */
public record RunFile(String name, ScoreResult result, List<String> warnings, String version, String written) {
    private static final String KEY = "clipmeter";
    private static final String FORMAT = "run_format";
    private static final String HASH = "sha256";
    private static final int NEWEST = 1;
    private static final long LARGEST = 500_000_000;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .build();

    /** The run, with its warnings copied. */
    public RunFile {
        warnings = List.copyOf(warnings);
    }

    /** The text of the file, without a line break at its end; the same run at the same time gives the same text. */
    public static String text(String name, ScoreResult result, List<String> warnings, String version, Instant written) {
        try {
            ObjectNode root = (ObjectNode) StrictJson.parse(result.json());
            ObjectNode own = root.putObject(KEY);
            own.put(FORMAT, NEWEST);
            own.put("version", version);
            own.put("written", written.toString());
            own.set("run", JSON.valueToTree(StoredRun.of(name, result, warnings)));
            own.put(HASH, Hash.sha256(root.toString()));
            return root.toPrettyString();
        } catch (StrictJson.Refused e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Reads a run back: the same values to the last bit, and everything that they were computed with. Images are not read, and no
     * model is needed.
     *
     * @param file a {@code .json} file with the text that {@link #text} gives
     * @throws FileException in one line, if the file can't be read, is of another kind, or was changed after it was written
     */
    public static RunFile read(Path file) throws FileException {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) {
            throw new FileException(
                    file, "can't be read back, since a run is whole only in its .json file; export the run as .json");
        }
        try {
            return read(file, parsed(file));
        } catch (OutOfMemoryError e) {
            throw new FileException(
                    Kind.ENVIRONMENT, null, file, "does not fit into Java's heap; give Java more memory with -Xmx", e);
        }
    }

    private static RunFile read(Path file, JsonNode root) throws FileException {
        JsonNode own = root.path(KEY);
        JsonNode format = own.path(FORMAT);
        if (!format.isInt()) {
            throw new FileException(file, "has no run of clipmeter, expected a file .json to which a run was exported");
        }
        if (format.intValue() != NEWEST) {
            throw new FileException(
                    file,
                    "has a run in format " + format.intValue() + ", expected format " + NEWEST
                            + "; use the version of clipmeter that wrote it, "
                            + JsonObjectFile.shown(own.path("version")));
        }
        JsonNode stated = ((ObjectNode) own).remove(HASH);
        if (stated == null || !Hash.sha256(root.toString()).equals(stated.asText())) {
            throw new FileException(
                    file,
                    "was changed after it was written: its SHA-256 is not the one that it states; export the run again");
        }
        try {
            StoredRun run = JSON.treeToValue(own.path("run"), StoredRun.class);
            return new RunFile(
                    run.name(),
                    run.result(),
                    run.warnings(),
                    own.path("version").asText(),
                    own.path("written").asText());
        } catch (JsonProcessingException | RuntimeException e) { // null, or a number that no run has, where it can't be
            throw new FileException(file, "has a run that this version can't read; export the run again", e);
        }
    }

    private static JsonNode parsed(Path file) throws FileException {
        String text = new String(LocalFile.read(file, LARGEST), StandardCharsets.UTF_8);
        try {
            return StrictJson.parse(text);
        } catch (StrictJson.Refused e) {
            throw new FileException(file, e.getMessage() + "; export the run again", e);
        }
    }
}
