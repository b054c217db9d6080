package org.clipmeter.report.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.MalformedJsonException;
import org.clipmeter.files.PythonJson;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * The object in a configuration's text. JSON is read as Python's {@code json} reads it; YAML as {@code yaml.safe_load}
 * does, that is YAML 1.1, in which {@code yes} is true, and without objects of Java.
 *
 * @param root what the text says
 * @param notes what is unusual about the text, a sentence each
 */
record ConfigurationText(ObjectNode root, List<String> notes) {
    /** Configurations have about one kilobyte. */
    private static final int LARGEST = 1 << 20;

    private static final int DEEPEST = 50;

    private static final JsonMapper JSON = new JsonMapper();

    static ConfigurationText read(Path file) throws IOException {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        byte[] bytes = LocalFile.read(file, LARGEST);
        String text = new String(bytes, StandardCharsets.UTF_8);
        return isYaml(name) ? yaml(file.toString(), text) : json(file.toString(), bytes);
    }

    static ConfigurationText parse(String text) {
        if (text.isBlank()) {
            throw new InvalidRequestException("the configuration is empty; write it below the first line of the cell");
        }
        if (!text.strip().startsWith("{")) {
            return yaml("the configuration", text);
        }
        return json("the configuration", text.getBytes(StandardCharsets.UTF_8));
    }

    private static ConfigurationText json(String name, byte[] text) {
        try {
            PythonJson.Document document = PythonJson.parse(text);
            if (document.root() instanceof ObjectNode root) {
                return new ConfigurationText(root, document.warnings());
            }
            throw new InvalidRequestException(
                    name + " is " + JsonObjectFile.shown(document.root()) + ", expected a JSON object, {...}");
        } catch (MalformedJsonException e) {
            throw new InvalidRequestException(null, name + " " + e.reason(), e);
        }
    }

    private static boolean isYaml(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".yaml") || lower.endsWith(".yml");
    }

    private static ConfigurationText yaml(String name, String text) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setCodePointLimit(LARGEST);
        Object read;
        try {
            read = new Yaml(new SafeConstructor(options)).load(text);
        } catch (MarkedYAMLException e) {
            String place = e.getProblemMark() == null
                    ? ""
                    : " in line " + (e.getProblemMark().getLine() + 1) + ", column "
                            + (e.getProblemMark().getColumn() + 1);
            throw new InvalidRequestException(
                    null, name + " is not valid YAML: " + OneLine.of(String.valueOf(e.getProblem())) + place, e);
        } catch (YAMLException e) {
            throw new InvalidRequestException(
                    null, name + " is not valid YAML: " + OneLine.of(String.valueOf(e.getMessage())), e);
        }
        JsonNode root = json(name, read, 0);
        if (root instanceof ObjectNode object) {
            return new ConfigurationText(object, List.of());
        }
        throw new InvalidRequestException(
                name + " is " + JsonObjectFile.shown(root) + ", expected keys such as technique and metric");
    }

    /** A value of YAML as JSON; what JSON has no form for, such as a date, becomes text. */
    private static JsonNode json(String name, @Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            throw new InvalidRequestException(
                    name + " refers to itself, or is nested more than " + DEEPEST + " levels deep");
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode object = JSON.createObjectNode();
            map.forEach((key, member) -> object.set(String.valueOf(key), json(name, member, depth + 1)));
            return object;
        }
        if (value instanceof List<?> list) {
            ArrayNode array = JSON.createArrayNode();
            list.forEach(member -> array.add(json(name, member, depth + 1)));
            return array;
        }
        boolean plain = value == null || value instanceof Number || value instanceof Boolean;
        return JSON.valueToTree(plain ? value : String.valueOf(value));
    }
}
