package org.clipmeter.preprocess;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.JsonObjectFile;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys of an image processor's settings as transformers does. A missing key has the default of the class that
 * the settings name. A null has no default: it switches a step off, or is an error as the value of a step that is
 * switched on. Keys of other steps are ignored. Every error names the file and the key.
 */
final class SettingsReader {
    private static final int MAX_SIDE = 16_384;
    private static final int LONGEST_KEYS = 100;
    private static final Set<Set<String>> SIZE_KEYS = Set.of(
            Set.of("height", "width"),
            Set.of("shortest_edge"),
            Set.of("shortest_edge", "longest_edge"),
            Set.of("longest_edge"),
            Set.of("max_height", "max_width"),
            Set.of("min_pixels", "max_pixels"));

    private final ProcessorFile file;
    private final Preprocessing preprocessing;
    private final ProcessorType type;

    private SettingsReader(ProcessorFile file, Preprocessing preprocessing) throws IOException {
        this.file = file;
        this.preprocessing = preprocessing;
        this.type = type();
    }

    static ProcessorSettings read(ProcessorFile file, Preprocessing preprocessing) throws IOException {
        return new SettingsReader(file, preprocessing).settings();
    }

    private ProcessorSettings settings() throws IOException {
        boolean resizes = flag("do_resize", true);
        boolean crops = flag("do_center_crop", type.crop() > 0);
        boolean pads = flag("do_pad", false);
        if (pads && file.root().hasNonNull("pad_size")) {
            throw file.bad("do_pad", "true with a pad_size", "false, since padding is not supported");
        }
        checkForm("size");
        checkForm("crop_size");
        TargetSize size = resizes ? size() : null;
        TargetSize.Exactly crop = crops ? crop() : null;
        if (crop == null && !(size instanceof TargetSize.Exactly)) {
            throw file.bad(
                    "do_center_crop",
                    "false, which leaves pictures of differing sizes",
                    "true, or a size with height and width");
        }
        Double rescale = flag("do_rescale", true) ? rescale() : null;
        Normalization normalization = flag("do_normalize", true) ? normalization() : null;
        if (preprocessing == Preprocessing.TORCHVISION && rescale != null && rescale == 0 && normalization != null) {
            throw file.bad("rescale_factor", "0", "another number, since torchvision divides by it");
        }
        return new ProcessorSettings(
                size,
                resizes ? filter() : type.filter(),
                crop,
                rescale,
                normalization,
                flag("do_convert_rgb", type.convertsToRgb()));
    }

    private ProcessorType type() throws IOException {
        JsonNode named = value("image_processor_type");
        if (named != null && !named.isNull()) {
            return known("image_processor_type", named, named.asText());
        }
        JsonNode old = value("feature_extractor_type");
        if (old != null && !old.isNull()) {
            return known("feature_extractor_type", old, old.asText().replace("FeatureExtractor", "ImageProcessor"));
        }
        return ProcessorType.CLIP;
    }

    private ProcessorType known(String key, JsonNode found, String className) throws IOException {
        ProcessorType known = ProcessorType.of(className);
        if (known == null) {
            throw file.bad(key, JsonObjectFile.shown(found), "one of " + ProcessorType.names());
        }
        return known;
    }

    private Filter filter() throws IOException {
        JsonNode resample = value("resample");
        if (resample == null) {
            return type.filter();
        }
        Filter filter = resample.isInt() ? Filter.of(resample.intValue()) : null;
        if (filter == null) {
            throw file.bad(
                    "resample",
                    JsonObjectFile.shown(resample),
                    "0 (nearest), 1 (lanczos), 2 (bilinear), 3 (bicubic), 4 (box) or 5 (hamming)");
        }
        if (preprocessing == Preprocessing.TORCHVISION && (filter == Filter.BOX || filter == Filter.HAMMING)) {
            throw file.bad(
                    "resample",
                    resample + " (" + filter + ")",
                    "another filter, since torchvision does not have it (the pillow preprocessing does)");
        }
        return filter;
    }

    private TargetSize size() throws IOException {
        JsonNode size = value("size");
        if (type.equals(ProcessorType.CLIP) && flag("use_square_size", false)) {
            return new TargetSize.Exactly(224, 224);
        }
        if (size == null) {
            return type.size();
        }
        if (size.isInt()) {
            int side = side("size", size);
            return flag("default_to_square", type.square())
                    ? new TargetSize.Exactly(side, side)
                    : new TargetSize.ShortestEdge(side);
        }
        if (size.isArray()) {
            return extent("size", size);
        }
        Integer shortest = optionalSide("size", size, "shortest_edge");
        Integer longest = optionalSide("size", size, "longest_edge");
        if (shortest != null) {
            return longest == null
                    ? new TargetSize.ShortestEdge(shortest)
                    : new TargetSize.BothEdges(shortest, longest);
        }
        Integer maxHeight = optionalSide("size", size, "max_height");
        Integer maxWidth = optionalSide("size", size, "max_width");
        if (maxHeight != null && maxWidth != null) {
            return new TargetSize.Within(maxHeight, maxWidth);
        }
        if (size.hasNonNull("height") && size.hasNonNull("width")) {
            return extent("size", size);
        }
        throw file.bad(
                "size",
                JsonObjectFile.shown(size),
                "a number, {height, width}, {shortest_edge}, {shortest_edge, longest_edge} or {max_height, max_width}");
    }

    private TargetSize.Exactly crop() throws IOException {
        JsonNode crop = value("crop_size");
        if (crop == null) {
            if (type.crop() == 0) {
                throw file.bad("crop_size", "missing", "a number or {height, width}, since do_center_crop is true");
            }
            return new TargetSize.Exactly(type.crop(), type.crop());
        }
        if (crop.isInt()) {
            int side = side("crop_size", crop);
            return new TargetSize.Exactly(side, side);
        }
        return extent("crop_size", crop);
    }

    /** A size must have one of transformers' forms, even if its step is switched off. */
    private void checkForm(String key) throws IOException {
        JsonNode size = value(key);
        if (size == null || size.isNull() || size.isInt() || (size.isArray() && size.size() >= 2)) {
            return;
        }
        Set<String> keys = new HashSet<>();
        size.fieldNames().forEachRemaining(keys::add);
        if (!size.isObject() || !SIZE_KEYS.contains(keys)) {
            throw file.bad(
                    key,
                    size.isObject()
                            ? "an object with the keys " + OneLine.name(new TreeSet<>(keys).toString(), LONGEST_KEYS)
                            : JsonObjectFile.shown(size),
                    "a number, two numbers, or an object with height and width or with shortest_edge");
        }
    }

    /** Height and width from a list or from an object. */
    private TargetSize.Exactly extent(String key, JsonNode node) throws IOException {
        JsonNode height = node.isArray() ? node.get(0) : node.get("height");
        JsonNode width = node.isArray() ? node.get(1) : node.get("width");
        if (height == null || width == null) {
            throw file.bad(key, JsonObjectFile.shown(node), "a number or {height, width}");
        }
        return new TargetSize.Exactly(side(key + ".height", height), side(key + ".width", width));
    }

    private @Nullable Integer optionalSide(String key, JsonNode node, String name) throws IOException {
        return node.hasNonNull(name) ? (Integer) side(key + "." + name, node.get(name)) : null;
    }

    private int side(String key, JsonNode node) throws IOException {
        if (!node.isInt() || node.intValue() < 1 || node.intValue() > MAX_SIDE) {
            throw file.bad(key, JsonObjectFile.shown(node), "an integer from 1 to " + MAX_SIDE);
        }
        return node.intValue();
    }

    private double rescale() throws IOException {
        JsonNode factor = value("rescale_factor");
        return factor == null ? ProcessorType.RESCALE : finite("rescale_factor", factor);
    }

    private Normalization normalization() throws IOException {
        List<Double> std = triple("image_std", type.normalization().std());
        for (double value : std) {
            if ((float) value == 0) {
                throw file.bad("image_std", std.toString(), "numbers other than zero");
            }
        }
        return new Normalization(triple("image_mean", type.normalization().mean()), std);
    }

    /** Three numbers, or one number for all channels. */
    private List<Double> triple(String key, List<Double> otherwise) throws IOException {
        JsonNode node = value(key);
        if (node == null) {
            return otherwise;
        }
        if (node.isNumber()) {
            double all = finite(key, node);
            return List.of(all, all, all);
        }
        if (!node.isArray() || node.size() != 3) {
            throw file.bad(key, JsonObjectFile.shown(node), "three numbers");
        }
        return List.of(finite(key, node.get(0)), finite(key, node.get(1)), finite(key, node.get(2)));
    }

    private double finite(String key, JsonNode node) throws IOException {
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw file.bad(key, JsonObjectFile.shown(node), "a finite number");
        }
        return node.doubleValue();
    }

    private boolean flag(String key, boolean otherwise) throws IOException {
        JsonNode node = value(key);
        if (node == null) {
            return otherwise;
        }
        if (!node.isBoolean() && !node.isNull()) {
            throw file.bad(key, JsonObjectFile.shown(node), "true or false");
        }
        return node.booleanValue();
    }

    private @Nullable JsonNode value(String key) {
        return file.root().get(key);
    }
}
