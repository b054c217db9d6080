package org.clipmeter.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.message.OneLine;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@code preprocessor_config.json}; whatever is missing takes the default of transformers' CLIPImageProcessor.
 *
 * @param resize the size to resize to, or null where the picture keeps its size
 * @param crop the size to cut from the centre, or null where the resized picture is used whole
 * @param rescale the factor from bytes to values, or null where bytes are taken as they are
 * @param normalise mean and standard deviation of each channel, or null where values are not normalised
 */
record ProcessorSettings(
        @Nullable Resize resize,
        @Nullable Extent crop,
        @Nullable Double rescale,
        @Nullable Normalise normalise) {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_SIDE = 16_384;
    private static final double RESCALE = 0.00392156862745098;
    private static final List<Double> MEAN = List.of(0.48145466, 0.4578275, 0.40821073);
    private static final List<Double> STD = List.of(0.26862954, 0.26130258, 0.27577711);
    private static final Set<String> TYPES =
            Set.of("CLIPImageProcessor", "CLIPImageProcessorFast", "CLIPImageProcessorPil", "CLIPFeatureExtractor");
    private static final Set<String> SWITCHES =
            Set.of("do_resize", "do_center_crop", "do_rescale", "do_normalize", "do_convert_rgb");
    private static final Map<Integer, String> FILTERS =
            Map.of(0, "nearest", 1, "lanczos", 2, "bilinear", 3, "bicubic", 4, "box", 5, "hamming");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** A height and a width in pixels. */
    record Extent(int height, int width) {}

    /** What to resize to. */
    sealed interface Resize {
        /** The shorter side becomes {@code pixels}, the longer keeps the aspect ratio, rounded down. */
        record ShortestEdge(int pixels) implements Resize {}

        /** Exactly this size, whatever the aspect ratio. */
        record Exactly(Extent extent) implements Resize {}
    }

    /** Mean and standard deviation of R, G and B. */
    record Normalise(List<Double> mean, List<Double> std) {}

    static ProcessorSettings openai(int size) {
        return new ProcessorSettings(
                new Resize.ShortestEdge(size), new Extent(size, size), RESCALE, new Normalise(MEAN, STD));
    }

    static ProcessorSettings read(Path file) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException(
                    OneLine.of(OneLine.name(file.toString(), ImageException.LONGEST_NAME)
                            + ": no such file; expected the image processor's settings. Take all files of the checkpoint"
                            + " from its repository."),
                    e);
        }
        if (bytes.length > MAX_BYTES) {
            throw new IOException(OneLine.of(OneLine.name(file.toString(), ImageException.LONGEST_NAME)
                    + ": over 1 MiB, which is no preprocessor_config.json"));
        }
        JsonNode root;
        try {
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    OneLine.of(OneLine.name(file.toString(), ImageException.LONGEST_NAME) + ": not valid JSON: "
                            + e.getOriginalMessage()),
                    e);
        }
        JsonNode nested = root.path("image_processor"); // in the processor_config.json that transformers 5 writes
        return new Reader(file, nested.isObject() ? nested : root).settings();
    }

    /** Reads the keys of one file; every failure names the file and the key. */
    private record Reader(Path file, JsonNode root) {
        ProcessorSettings settings() throws IOException {
            if (!root.isObject()) {
                throw new IOException(OneLine.of(
                        OneLine.name(file.toString(), ImageException.LONGEST_NAME) + ": expected a JSON object"));
            }
            checkTypes();
            boolean resizes = flag("do_resize");
            boolean crops = flag("do_center_crop");
            Resize resize = resizes ? resize() : null;
            Extent crop = crops ? crop() : null;
            if (crop == null && !(resize instanceof Resize.Exactly)) {
                throw bad(
                        "do_center_crop",
                        "false leaves pictures of differing sizes",
                        "true, or a size with height and width");
            }
            checkFlag("do_convert_rgb");
            return new ProcessorSettings(
                    resize,
                    crop,
                    flag("do_rescale") ? rescale() : null,
                    flag("do_normalize") ? new Normalise(triple("image_mean", MEAN), std()) : null);
        }

        private void checkTypes() throws IOException {
            for (String key : List.of("image_processor_type", "feature_extractor_type")) {
                JsonNode type = value(key);
                if (type != null && !TYPES.contains(type.asText())) {
                    throw bad(key, type.toString(), "CLIPImageProcessor");
                }
            }
            for (Map.Entry<String, JsonNode> entry : root.properties()) {
                boolean unknown = entry.getKey().startsWith("do_") && !SWITCHES.contains(entry.getKey());
                if (unknown
                        && !entry.getValue().isNull()
                        && !(entry.getValue().isBoolean() && !entry.getValue().booleanValue())) {
                    throw bad(entry.getKey(), entry.getValue().toString(), "false: CLIP has no such step");
                }
            }
        }

        private Resize resize() throws IOException {
            JsonNode resample = value("resample");
            if (resample != null && !(resample.isInt() && resample.intValue() == 3)) {
                String name = resample.isInt() ? FILTERS.get(resample.intValue()) : null;
                throw bad("resample", resample + (name == null ? "" : " (" + name + ")"), "3 (bicubic)");
            }
            JsonNode size = value("size");
            if (size == null) {
                return new Resize.ShortestEdge(224);
            }
            if (size.isNumber()) {
                return new Resize.ShortestEdge(side("size", size));
            }
            if (keysAre(size, Set.of("shortest_edge"))) {
                return new Resize.ShortestEdge(side("size.shortest_edge", size.get("shortest_edge")));
            }
            if (keysAre(size, Set.of("height", "width"))) {
                return new Resize.Exactly(extent("size", size));
            }
            throw bad("size", size.toString(), "an integer, {shortest_edge} or {height, width}");
        }

        private Extent crop() throws IOException {
            JsonNode crop = value("crop_size");
            if (crop == null) {
                return new Extent(224, 224);
            }
            if (crop.isNumber()) {
                int side = side("crop_size", crop);
                return new Extent(side, side);
            }
            if (keysAre(crop, Set.of("height", "width"))) {
                return extent("crop_size", crop);
            }
            throw bad("crop_size", crop.toString(), "an integer or {height, width}");
        }

        private Extent extent(String key, JsonNode node) throws IOException {
            return new Extent(side(key + ".height", node.get("height")), side(key + ".width", node.get("width")));
        }

        private double rescale() throws IOException {
            JsonNode factor = value("rescale_factor");
            return factor == null ? RESCALE : finite("rescale_factor", factor);
        }

        private List<Double> std() throws IOException {
            List<Double> std = triple("image_std", STD);
            for (double value : std) {
                if ((float) value == 0) {
                    throw bad("image_std", std.toString(), "no zero");
                }
            }
            return std;
        }

        private List<Double> triple(String key, List<Double> otherwise) throws IOException {
            JsonNode node = value(key);
            if (node == null) {
                return otherwise;
            }
            if (!node.isArray() || node.size() != 3) {
                throw bad(key, node.toString(), "three numbers");
            }
            return List.of(finite(key, node.get(0)), finite(key, node.get(1)), finite(key, node.get(2)));
        }

        private double finite(String key, JsonNode node) throws IOException {
            if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
                throw bad(key, node.toString(), "a finite number");
            }
            return node.doubleValue();
        }

        private int side(String key, JsonNode node) throws IOException {
            if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_SIDE) {
                throw bad(key, node.toString(), "an integer from 1 to " + MAX_SIDE);
            }
            return node.intValue();
        }

        private boolean flag(String key) throws IOException {
            checkFlag(key);
            JsonNode node = value(key);
            return node == null || node.booleanValue();
        }

        /** Pictures reach the processor as RGB, so this switch changes nothing; only its form is checked. */
        private void checkFlag(String key) throws IOException {
            JsonNode node = value(key);
            if (node != null && !node.isBoolean()) {
                throw bad(key, node.toString(), "true or false");
            }
        }

        private static boolean keysAre(JsonNode node, Set<String> keys) {
            if (!node.isObject()) {
                return false;
            }
            for (Map.Entry<String, JsonNode> entry : node.properties()) {
                if (!keys.contains(entry.getKey()) && !entry.getValue().isNull()) {
                    return false;
                }
            }
            return keys.stream().allMatch(node::hasNonNull);
        }

        private @Nullable JsonNode value(String key) {
            JsonNode node = root.get(key);
            return node == null || node.isNull() ? null : node;
        }

        private IOException bad(String key, String found, String expected) {
            return new IOException(OneLine.of(OneLine.name(file.toString(), ImageException.LONGEST_NAME) + ": " + key
                    + " is " + OneLine.name(found, ImageException.LONGEST_NAME) + ", expected " + expected));
        }
    }
}
