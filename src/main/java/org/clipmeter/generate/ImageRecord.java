package org.clipmeter.generate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.files.AtomicFile;
import org.clipmeter.files.Hash;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.StrictJson;
import org.jspecify.annotations.Nullable;

/**
 * The JSON beside an image: what was asked, of whom, and what was answered. The same request makes the same {@code api}, {@code
 * endpoint} and {@code request}, by which a later run sees whether an image is the one that it wants.
 */
final class ImageRecord {
    private static final int MOST_BYTES = 64 << 20;
    private static final List<String> OF_THE_REQUEST = List.of("api", "endpoint", "request");
    private static final JsonMapper JSON = new JsonMapper();

    private final ObjectNode json;

    private ImageRecord(ObjectNode json) {
        this.json = json;
    }

    /** The record of a request that was not answered yet. */
    static ImageRecord of(ImageApi api, URI endpoint, WantedImage wanted) {
        ObjectNode json = RequestFields.object();
        json.put("id", wanted.prompt().id());
        json.put("source", wanted.prompt().source());
        json.put("prompt", wanted.prompt().text());
        json.put("sample", wanted.sample());
        json.put("seed", wanted.seed());
        json.put("api", api.id());
        json.put("endpoint", endpoint.toString());
        json.set("request", wanted.request());
        json.put("time", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        return new ImageRecord(json);
    }

    /** Adds what came out, before it is written. */
    void answered(String imageName, ImageAnswer answer, GeneratedImage.Made made) {
        json.put("image", imageName);
        json.put("sha256", Hash.sha256(answer.image()));
        json.put("width", made.width());
        json.put("height", made.height());
        json.put("model", made.model());
        json.put("revised_prompt", made.revisedPrompt());
        made.flags().forEach(json.putArray("flags")::add);
        json.put("seconds", Math.round(1000 * made.seconds()) / 1000.0);
        json.set("response", answer.metadata());
    }

    /** Adds why nothing came out, before it is written. */
    void failed(String reason) {
        json.put("failed", reason);
    }

    void write(Path file) throws IOException {
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The record in a file; null if it is not one, as after damage. */
    static @Nullable ImageRecord read(Path file) throws IOException {
        byte[] bytes = LocalFile.read(file, MOST_BYTES);
        try {
            return StrictJson.parse(new String(bytes, StandardCharsets.UTF_8), MOST_BYTES) instanceof ObjectNode object
                    ? new ImageRecord(object)
                    : null;
        } catch (StrictJson.Refused e) {
            return null;
        }
    }

    /** Whether it is of an image that could not be made. */
    boolean isFailure() {
        return json.has("failed");
    }

    /** The image that the record is of, if it is whole; null if it was not made, or is missing or changed. */
    @Nullable
    Path wholeImage(Path folder, WantedImage wanted) throws IOException {
        String name = json.path("image").asText("");
        if (!name.matches("\\Q" + wanted.stem() + "\\E\\.[a-z]{3,5}")) {
            return null;
        }
        Path image = folder.resolve(name);
        boolean whole = LocalFile.exists(image)
                && Hash.sha256(LocalFile.read(image, Service.MOST_BYTES))
                        .equals(json.path("sha256").asText());
        return whole ? image : null;
    }

    /** The image as it was made. */
    GeneratedImage.Made made(WantedImage wanted, Path image) {
        List<String> flags = new ArrayList<>();
        json.path("flags").forEach(flag -> flags.add(flag.asText()));
        return new GeneratedImage.Made(
                wanted.prompt(),
                wanted.sample(),
                wanted.seed(),
                image,
                true,
                json.path("width").asInt(),
                json.path("height").asInt(),
                flags,
                RequestFields.text(json.path("revised_prompt")),
                RequestFields.text(json.path("model")),
                json.path("seconds").asDouble());
    }

    /** What another request has otherwise, such as {@code seed 1, now 2}; empty if it is the same request. */
    List<String> differences(ImageRecord other) {
        Map<String, JsonNode> before = new LinkedHashMap<>();
        Map<String, JsonNode> now = new LinkedHashMap<>();
        for (String name : OF_THE_REQUEST) {
            flatten(name, normalized(json).path(name), before);
            flatten(name, normalized(other.json).path(name), now);
        }
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(now.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            JsonNode one = before.getOrDefault(name, JSON.missingNode());
            JsonNode another = now.getOrDefault(name, JSON.missingNode());
            if (!one.equals(another)) {
                differences.add(name.replaceFirst("^request\\.", "") + " " + RequestFields.shown(one) + ", now "
                        + RequestFields.shown(another));
            }
        }
        return differences;
    }

    /** The record as it is when it is read from its file, where a whole number has no width. */
    private static JsonNode normalized(ObjectNode json) {
        try {
            return StrictJson.parse(JSON.writeValueAsString(json), MOST_BYTES);
        } catch (StrictJson.Refused | JsonProcessingException e) {
            throw new IllegalStateException("a record is not JSON", e);
        }
    }

    private static void flatten(String name, JsonNode node, Map<String, JsonNode> values) {
        if (node.isObject() && !node.isEmpty()) {
            node.properties().forEach(field -> flatten(name + "." + field.getKey(), field.getValue(), values));
        } else if (!node.isMissingNode()) {
            values.put(name, node);
        }
    }
}
