package org.clipmeter.model.openclip;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.FileException;
import org.clipmeter.files.JsonObjectFile;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.clip.ClipConfig;
import org.clipmeter.model.transformer.HiddenActivation;
import org.clipmeter.model.transformer.TransformerConfig;
import org.clipmeter.preprocess.OpenClipImageProcessor.ResizeMode;
import org.clipmeter.preprocess.OpenClipImageProcessor.Settings;

/**
 * Reads {@code open_clip_config.json} by the rules of open_clip: the defaults of missing keys, and the sizes that follow from
 * others. A key that would change the network is refused by name, and so is one that is not known.
 *
 * @param network the architecture
 * @param images the preprocessing
 * @param warnings what the user should know about the file, one line each
 */
record OpenClipConfig(ClipConfig network, Settings images, List<String> warnings) {
    private static final long LONGEST_FILE = 8 << 20;
    private static final int LARGEST_SIZE = 1 << 24;
    private static final int MOST_LAYERS = 1000;
    private static final float EPSILON = 1e-5f;
    private static final double MLP_RATIO = 4;
    private static final int LONGEST_NAME = 60;

    /** Keys that are read below. */
    private static final Set<String> READ = Set.of(
            "embed_dim",
            "quick_gelu",
            "vision_cfg",
            "text_cfg",
            "image_size",
            "layers",
            "width",
            "head_width",
            "patch_size",
            "mlp_ratio",
            "context_length",
            "vocab_size",
            "heads");

    /** Keys that change nothing when a model is used: they are about training, or about what is returned. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "patch_dropout",
            "init_logit_scale",
            "nonscalar_logit_scale",
            "output_tokens",
            "output_dict",
            "cast_dtype",
            "hf_model_pretrained",
            "timm_model_pretrained",
            "pad_id",
            "attn_pooler_queries",
            "attn_pooler_heads");

    /** Keys that change nothing with these values, which are their defaults; null and {} never change anything. */
    private static final Map<String, String> DEFAULTS = Map.ofEntries(
            Map.entry("custom_text", "false"),
            Map.entry("attentional_pool", "false"),
            Map.entry("no_ln_pre", "false"),
            Map.entry("final_ln_after_pool", "false"),
            Map.entry("embed_cls", "false"),
            Map.entry("no_causal_mask", "false"),
            Map.entry("proj_bias", "false"),
            Map.entry("global_average_pool", "false"),
            Map.entry("input_patchnorm", "false"),
            Map.entry("pos_embed_type", "\"learnable\""),
            Map.entry("proj_type", "\"linear\""),
            Map.entry("proj", "\"linear\""));

    /** What a refused key asks for. */
    private static final Map<String, String> MEANINGS = Map.of(
            "timm_model_name", "an image tower of timm",
            "hf_model_name", "a text tower of Hugging Face",
            "hf_tokenizer_name", "a tokenizer of Hugging Face",
            "custom_text", "a text tower of its own",
            "attentional_pool", "attentional pooling",
            "init_logit_bias", "SigLIP's bias",
            "multimodal_cfg", "CoCa's decoder");

    private static final Set<String> IMAGE_KEYS =
            Set.of("size", "mode", "mean", "std", "interpolation", "resize_mode", "fill_color");

    /**
     * Reads the file.
     *
     * @throws ModelException in one line, if it can't be read, or asks for something that is not supported
     */
    static OpenClipConfig read(Path file) throws ModelException {
        try {
            JsonObjectFile json = JsonObjectFile.read(file, LONGEST_FILE);
            return new Reader(file).config(json);
        } catch (FileException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Collects what is wrong. */
    private static final class Reader {
        private final Path file;
        private final List<String> problems = new ArrayList<>();

        Reader(Path file) {
            this.file = file;
        }

        OpenClipConfig config(JsonObjectFile json) throws ModelException {
            JsonNode model = json.root().path("model_cfg");
            JsonNode vision = model.path("vision_cfg");
            JsonNode text = model.path("text_cfg");
            if (!vision.isObject() || !text.isObject()) {
                throw new ModelException(FileException.line(
                        file,
                        "holds no model_cfg with vision_cfg and text_cfg, as open_clip writes it; download it again"));
            }
            check("model_cfg", model);
            check("vision_cfg", vision);
            check("text_cfg", text);
            if (vision.path("layers").isArray()) {
                problems.add("vision_cfg.layers is " + JsonObjectFile.shown(vision.path("layers"))
                        + ", which asks for a ResNet");
            }
            if (!text.path("pool_type").isMissingNode()
                    && !text.path("pool_type").asText().equals("argmax")) {
                problems.add(
                        "text_cfg.pool_type is " + JsonObjectFile.shown(text.path("pool_type")) + ", expected argmax");
            }
            if (!vision.path("pool_type").isMissingNode()
                    && !vision.path("pool_type").asText().equals("tok")) {
                problems.add(
                        "vision_cfg.pool_type is " + JsonObjectFile.shown(vision.path("pool_type")) + ", expected tok");
            }
            JsonNode quick = model.path("quick_gelu");
            if (!quick.isMissingNode() && !quick.isBoolean()) {
                problems.add("model_cfg.quick_gelu is " + JsonObjectFile.shown(quick) + ", expected true or false");
            }
            HiddenActivation activation = quick.asBoolean() ? HiddenActivation.QUICK_GELU : HiddenActivation.GELU;
            int size = integer(vision, "vision_cfg.", "image_size", 224, LARGEST_SIZE);
            int patch = integer(vision, "vision_cfg.", "patch_size", 16, LARGEST_SIZE);
            int width = integer(vision, "vision_cfg.", "width", 768, LARGEST_SIZE);
            int headWidth = integer(vision, "vision_cfg.", "head_width", 64, LARGEST_SIZE);
            TransformerConfig visionTransformer =
                    transformer(vision, "vision_cfg.", width, Math.max(1, width / headWidth), activation);
            int textWidth = integer(text, "text_cfg.", "width", 512, LARGEST_SIZE);
            int heads = integer(text, "text_cfg.", "heads", 8, LARGEST_SIZE);
            TransformerConfig textTransformer = transformer(text, "text_cfg.", textWidth, heads, activation);
            int positions = integer(text, "text_cfg.", "context_length", 77, LARGEST_SIZE);
            int vocabulary = integer(text, "text_cfg.", "vocab_size", 49408, LARGEST_SIZE);
            int projection = integer(model, "model_cfg.", "embed_dim", 0, LARGEST_SIZE);
            if (problems.isEmpty() && patch > size) {
                problems.add("vision_cfg.patch_size " + patch + " is larger than image_size " + size);
            }
            Settings images = images(json.root().path("preprocess_cfg"), size);
            if (!problems.isEmpty()) {
                throw new ModelException(FileException.line(
                        file, String.join("; ", problems) + ". Use a CLIP with plain vision and text transformers."));
            }
            ClipConfig network = new ClipConfig(
                    new ClipConfig.TextConfig(textTransformer, vocabulary, positions, ClipConfig.LEGACY_EOS),
                    new ClipConfig.VisionConfig(visionTransformer, size, patch),
                    projection);
            return new OpenClipConfig(network, images, json.warnings());
        }

        /** Refuses the keys of an object that would change the network or are not known. */
        private void check(String where, JsonNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                String key = field.getKey();
                JsonNode value = field.getValue();
                boolean without = READ.contains(key)
                        || WITHOUT_EFFECT.contains(key)
                        || key.equals("pool_type")
                        || value.isNull()
                        || value.isContainerNode() && value.isEmpty()
                        || value.toString().equals(DEFAULTS.get(key));
                if (!without) {
                    String meaning = MEANINGS.get(key);
                    problems.add(where + "." + OneLine.name(key, LONGEST_NAME) + " is " + JsonObjectFile.shown(value)
                            + (meaning == null ? "" : ", which asks for " + meaning) + ", which is not supported");
                }
            }
        }

        private TransformerConfig transformer(
                JsonNode tower, String where, int width, int heads, HiddenActivation activation) {
            if (width % heads != 0) {
                problems.add(where + "width " + width + " is not a multiple of its " + heads + " heads");
            }
            JsonNode ratio = tower.path("mlp_ratio");
            if (!ratio.isMissingNode()
                    && !(ratio.isNumber() && ratio.asDouble() > 0 && ratio.asDouble() < LARGEST_SIZE)) {
                problems.add(where + "mlp_ratio is " + JsonObjectFile.shown(ratio) + ", expected a number above 0");
            }
            return new TransformerConfig(
                    width,
                    (int) (width * ratio.asDouble(MLP_RATIO)),
                    integer(tower, where, "layers", 12, MOST_LAYERS),
                    heads,
                    activation,
                    EPSILON);
        }

        private Settings images(JsonNode config, int size) {
            for (Map.Entry<String, JsonNode> field : config.properties()) {
                String key = field.getKey();
                if (!IMAGE_KEYS.contains(key)) {
                    problems.add("preprocess_cfg." + OneLine.name(key, LONGEST_NAME) + " is not known");
                }
            }
            Settings openai = Settings.openai(size, ResizeMode.SHORTEST);
            String mode = word(config, "mode", "RGB", Set.of("RGB"));
            String resize = word(config, "resize_mode", "shortest", Set.of("shortest", "squash", "longest"));
            String interpolation = word(config, "interpolation", "bicubic", Set.of("bicubic", "bilinear", "random"));
            JsonNode fill = config.path("fill_color");
            if (!fill.isMissingNode()
                    && !fill.isNull()
                    && !(fill.isInt() && fill.asInt() >= 0 && fill.asInt() <= 255)) {
                problems.add("preprocess_cfg.fill_color is " + JsonObjectFile.shown(fill) + ", expected 0 to 255");
            }
            ResizeMode sides =
                    switch (resize) {
                        case "squash" -> ResizeMode.SQUASH;
                        case "longest" -> ResizeMode.LONGEST;
                        default -> ResizeMode.SHORTEST;
                    };
            return new Settings(
                    size,
                    sides,
                    mode.equals("RGB") && interpolation.equals("bilinear"),
                    triple(config, "mean", openai.mean()),
                    triple(config, "std", openai.std()),
                    fill.asInt(0));
        }

        private String word(JsonNode config, String key, String otherwise, Set<String> known) {
            JsonNode value = config.path(key);
            if (value.isMissingNode() || value.isNull()) {
                return otherwise;
            }
            if (!value.isTextual() || !known.contains(value.asText())) {
                problems.add("preprocess_cfg." + key + " is " + JsonObjectFile.shown(value) + ", expected one of "
                        + known.stream().sorted().toList());
                return otherwise;
            }
            return value.asText();
        }

        /** Three numbers, or one number for all channels. */
        private List<Double> triple(JsonNode config, String key, List<Double> otherwise) {
            JsonNode node = config.path(key);
            if (node.isMissingNode() || node.isNull()) {
                return otherwise;
            }
            List<Double> numbers = new ArrayList<>();
            if (node.isNumber()) {
                numbers.addAll(List.of(node.asDouble(), node.asDouble(), node.asDouble()));
            } else {
                node.forEach(number -> numbers.add(number.isNumber() ? number.asDouble() : Double.NaN));
            }
            boolean usable = numbers.size() == 3
                    && numbers.stream().allMatch(Double::isFinite)
                    && (key.equals("mean") || numbers.stream().noneMatch(number -> number.floatValue() == 0));
            if (!usable) {
                problems.add(
                        "preprocess_cfg." + key + " is " + JsonObjectFile.shown(node) + ", expected three numbers");
                return otherwise;
            }
            return numbers;
        }

        /** A positive integer; 1 if a problem was recorded. */
        private int integer(JsonNode node, String where, String key, int otherwise, int largest) {
            JsonNode value = node.path(key);
            if (value.isMissingNode() && otherwise > 0) {
                return otherwise;
            }
            if (value.isInt() && value.asInt() > 0 && value.asInt() <= largest) {
                return value.asInt();
            }
            if (!value.isArray() || !key.equals("layers")) {
                problems.add(where + key + " is " + JsonObjectFile.shown(value) + ", expected an integer from 1 to "
                        + largest);
            }
            return 1;
        }
    }
}
