package org.clipmeter.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.clipmeter.failure.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The JSON object that a file of a model folder contains, read as Python reads it; see {@link PythonJson}.
 *
 * @param duplicateKeys says which keys appear more than once; null if none does
 * @param notFinite says that a number is NaN or infinite; null if none is
 */
public record JsonObjectFile(
        Path file,
        ObjectNode root,
        @Nullable String duplicateKeys,
        @Nullable String notFinite) {
    /** The most characters of a value in a message. */
    private static final int LONGEST_VALUE = 60;

    /**
     * Reads a file.
     *
     * @param limit the most bytes that it may have
     * @throws FileException if it does not exist, can't be read, is not JSON, or is not a JSON object
     */
    public static JsonObjectFile read(Path file, long limit) throws FileException {
        PythonJson.Document document;
        try {
            document = PythonJson.parse(LocalFile.read(file, limit));
        } catch (MalformedJsonException e) {
            throw new FileException(file, String.valueOf(e.getMessage()), e);
        }
        if (!(document.root() instanceof ObjectNode object)) {
            throw new FileException(
                    file,
                    "holds " + described(document.root()) + ", expected a JSON object, {...}; download the file again");
        }
        return new JsonObjectFile(
                file, object, withName(file, document.duplicateKeys()), withName(file, document.notFinite()));
    }

    private static @Nullable String withName(Path file, @Nullable String warning) {
        return warning == null ? null : FileException.line(file, warning);
    }

    /** What strict JSON does not allow, one line each with the file's name; usually empty. */
    public List<String> warnings() {
        return Stream.of(duplicateKeys, notFinite).filter(Objects::nonNull).toList();
    }

    /** A value's description for messages, such as "a list", "the text "x"" or "null". */
    private static String described(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "a list";
            case STRING -> "the text " + shown(value);
            case NUMBER -> "the number " + shown(value);
            default -> shown(value).toLowerCase(Locale.ROOT);
        };
    }

    /** A value for a message: its JSON, shortened; "missing" for a missing value. */
    public static String shown(JsonNode value) {
        return value.isMissingNode() ? "missing" : OneLine.name(value.toString(), LONGEST_VALUE);
    }

    /** A text for a message: in quotation marks, shortened. */
    public static String quoted(String text) {
        return '"' + OneLine.name(text, LONGEST_VALUE) + '"';
    }
}
