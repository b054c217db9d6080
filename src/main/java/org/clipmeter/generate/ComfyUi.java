package org.clipmeter.generate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.OneLine;
import org.clipmeter.failure.Section;
import org.clipmeter.files.FileException;
import org.clipmeter.files.LocalFile;
import org.clipmeter.files.StrictJson;
import org.jspecify.annotations.Nullable;

/** ComfyUI: a workflow goes into its queue, and its history says which image came out. */
final class ComfyUi implements Generator {
    private static final int MOST_BYTES = 8 << 20;
    private static final Duration FIRST_POLL = Duration.ofMillis(100);
    private static final Duration LONGEST_POLL = Duration.ofSeconds(2);

    /** An input of a node. */
    private record Place(String node, String input) {
        /** @param name of a node, or of a node and an input with a point between them */
        static Place of(String name, @Nullable String usual) {
            int point = name.indexOf('.');
            if (point < 0 && usual == null || point == 0 || point == name.length() - 1) {
                throw RequestFields.refusal(
                        "the place " + OneLine.name(name, 60) + " is not a node with its input, such as 5.width");
            }
            return point < 0
                    ? new Place(name, String.valueOf(usual))
                    : new Place(name.substring(0, point), name.substring(point + 1));
        }

        @Override
        public String toString() {
            return node + "." + input;
        }
    }

    private final URI base;
    private final Path file;
    private final ObjectNode workflow;
    private final Place prompt;
    private final @Nullable Place seed;
    private final @Nullable String output;

    private ComfyUi(GenerateOptions options, ComfyWorkflow wanted, ObjectNode workflow) throws FileException {
        String address = options.endpoint().toString().replaceAll("/+$", "");
        this.base = URI.create(address.endsWith("/prompt") ? address.substring(0, address.length() - 7) : address);
        this.file = wanted.file();
        this.workflow = workflow;
        this.prompt = Place.of(wanted.promptNode(), "text");
        this.seed = wanted.seedNode() == null ? null : Place.of(wanted.seedNode(), "seed");
        this.output = wanted.outputNode();
        if (seed == null && (options.seed() != null || options.imagesPerPrompt() > 1)) {
            throw RequestFields.refusal(
                    "name the node of the seed (such as 3, or 3.noise_seed): without it, every image of"
                            + " a prompt has the seed that is in the workflow");
        }
        if (options.size() != null || options.model() != null) {
            throw RequestFields.refusal(
                    "the size and the model are in the workflow; change them there, or with parameters"
                            + " such as 5.width=512 or 4.ckpt_name=model.safetensors");
        }
        check(prompt, true);
        if (seed != null) {
            check(seed, false);
        }
        if (output != null) {
            node(output);
        }
        for (var parameter : options.parameters().entrySet()) {
            Place place = Place.of(parameter.getKey(), null);
            if (place.equals(prompt) || place.equals(seed)) {
                throw RequestFields.refusal("the parameter " + place + " is the place of the prompt or of the seed");
            }
            inputs(place).set(place.input(), RequestFields.value(parameter.getValue()));
        }
    }

    /** Reads the workflow. */
    static ComfyUi of(GenerateOptions options) throws IOException {
        ComfyWorkflow wanted = options.workflow();
        if (wanted == null) {
            throw RequestFields.refusal(
                    "ComfyUI runs a workflow; give its file, exported in the form of the API, and the"
                            + " node of the prompt");
        }
        byte[] bytes = LocalFile.read(wanted.file(), MOST_BYTES);
        JsonNode json;
        try {
            json = StrictJson.parse(new String(bytes, StandardCharsets.UTF_8));
        } catch (StrictJson.Refused e) {
            throw unusable(wanted.file(), e.reason());
        }
        if (json.path("nodes").isArray()) {
            throw unusable(
                    wanted.file(),
                    "is a workflow in the form of the editor; export it in ComfyUI with \"Export (API)\" or \"Save (API"
                            + " Format)\"");
        }
        boolean nodes = json.isObject() && !json.isEmpty();
        for (JsonNode node : json) {
            nodes &= node.path("class_type").isTextual() && node.path("inputs").isObject();
        }
        if (!nodes) {
            throw unusable(
                    wanted.file(),
                    "is not a workflow in the form of ComfyUI's API; expected {\"<node>\": {\"class_type\": ...,"
                            + " \"inputs\": {...}}}");
        }
        return new ComfyUi(options, wanted, (ObjectNode) json);
    }

    private static FileException unusable(Path file, String reason) {
        return new FileException(Kind.UNUSABLE_INPUT, Section.GENERATE, file, reason, null);
    }

    private ObjectNode node(String name) throws FileException {
        if (workflow.get(name) instanceof ObjectNode node) {
            return node;
        }
        List<String> known = new ArrayList<>();
        workflow.properties()
                .forEach(entry -> known.add(entry.getKey() + " ("
                        + entry.getValue().path("class_type").asText() + ")"));
        throw unusable(
                file,
                "has no node " + OneLine.name(name, 60) + "; it has "
                        + String.join(", ", known.subList(0, Math.min(8, known.size())))
                        + (known.size() > 8 ? ", …" : ""));
    }

    private ObjectNode inputs(Place place) throws FileException {
        ObjectNode node = node(place.node());
        if (node.get("inputs") instanceof ObjectNode inputs && inputs.has(place.input())) {
            return inputs;
        }
        List<String> known = new ArrayList<>();
        node.path("inputs").fieldNames().forEachRemaining(known::add);
        throw unusable(
                file,
                "has no input " + OneLine.name(place.input(), 60) + " in node " + place.node() + " ("
                        + node.path("class_type").asText() + "); it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /** Refuses a place that is connected to another node, or whose value is of another kind. */
    private void check(Place place, boolean isText) throws FileException {
        JsonNode value = inputs(place).get(place.input());
        if (value.isArray()) {
            throw unusable(
                    file,
                    "has a connection from node " + value.path(0).asText() + " at " + place
                            + "; name the node in which the value is written");
        }
        if (isText != value.isTextual() || !isText && !value.isIntegralNumber()) {
            throw unusable(
                    file,
                    "has " + RequestFields.shown(value) + " at " + place + ", expected "
                            + (isText ? "a text" : "a whole number"));
        }
    }

    @Override
    public URI address() {
        return URI.create(base + "/prompt");
    }

    @Override
    public boolean takesSeed() {
        return seed != null;
    }

    @Override
    public ObjectNode request(String text, @Nullable Long value) {
        ObjectNode filled = workflow.deepCopy();
        ((ObjectNode) filled.path(prompt.node()).path("inputs")).put(prompt.input(), text);
        if (seed != null && value != null) {
            ((ObjectNode) filled.path(seed.node()).path("inputs")).put(seed.input(), value);
        }
        ObjectNode body = RequestFields.object();
        body.set("prompt", filled);
        return body;
    }

    @Override
    public ImageAnswer send(ObjectNode request, Service service) throws IOException {
        long end = System.nanoTime() + service.timeout().toNanos();
        JsonNode queued = service.post(address(), request);
        String id = queued.path("prompt_id").asText("");
        if (!id.matches("[\\w-]{1,100}")) {
            throw Service.lacks(queued, "prompt_id");
        }
        Duration pause = FIRST_POLL;
        while (true) {
            JsonNode entry = service.get(URI.create(base + "/history/" + id)).path(id);
            if (entry.isObject()) {
                return image(id, entry, service);
            }
            if (System.nanoTime() > end) {
                throw new GenerateException(
                        GenerateException.Reason.BAD_ANSWER,
                        "ComfyUI did not finish the workflow within "
                                + service.timeout().toSeconds() + " s; look into its queue, or allow more time");
            }
            service.pause(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_POLL) < 0 ? pause.multipliedBy(2) : LONGEST_POLL;
        }
    }

    private ImageAnswer image(String id, JsonNode entry, Service service) throws IOException {
        if (entry.path("status").path("status_str").asText("").equals("error")) {
            throw new GenerateException(
                    GenerateException.Reason.BAD_ANSWER, "ComfyUI could not run the workflow" + reason(entry));
        }
        List<JsonNode> images = images(entry, "output");
        if (images.isEmpty()) {
            images = images(entry, "temp");
        }
        if (images.size() != 1) {
            throw new GenerateException(
                    GenerateException.Reason.BAD_ANSWER,
                    images.isEmpty()
                            ? "the workflow gave no image; if ComfyUI ran it before with the same seed, it may have had"
                                    + " nothing to do: restart it, or use another seed"
                            : "the workflow gave " + images.size()
                                    + " images, expected one; name the node whose image is"
                                    + " meant, and let it make one image at a time");
        }
        JsonNode image = images.get(0);
        byte[] bytes = service.ownImage(URI.create(base + "/view?filename=" + encoded(image.path("filename"))
                + "&subfolder=" + encoded(image.path("subfolder")) + "&type=" + encoded(image.path("type"))));
        ObjectNode metadata = RequestFields.object();
        metadata.put("prompt_id", id);
        metadata.set("image", image);
        metadata.put("status", entry.path("status").path("status_str").asText(""));
        return new ImageAnswer(bytes, metadata, null, null);
    }

    private List<JsonNode> images(JsonNode entry, String type) {
        List<JsonNode> images = new ArrayList<>();
        for (var node : entry.path("outputs").properties()) {
            if (output == null || output.equals(node.getKey())) {
                for (JsonNode image : node.getValue().path("images")) {
                    if (image.path("type").asText("").equals(type)
                            && image.path("filename").isTextual()) {
                        images.add(image);
                    }
                }
            }
        }
        return images;
    }

    private static String reason(JsonNode entry) {
        for (JsonNode message : entry.path("status").path("messages")) {
            if (message.path(0).asText("").equals("execution_error")) {
                JsonNode error = message.path(1);
                return ": node " + error.path("node_id").asText("?") + " ("
                        + error.path("node_type").asText("?") + "): "
                        + error.path("exception_message").asText("").strip();
            }
        }
        return "";
    }

    private static String encoded(JsonNode text) {
        return URLEncoder.encode(text.asText(""), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
