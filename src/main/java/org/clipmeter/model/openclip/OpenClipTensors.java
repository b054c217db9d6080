package org.clipmeter.model.openclip;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.OneLine;
import org.clipmeter.model.ModelException;
import org.clipmeter.weights.RenamedWeights;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.WeightsException;

/**
 * Tensors with the names of open_clip and OpenAI's clip, under the names of transformers. Two projections are stored
 * transposed, and query, key and value in one tensor. Names that these programs do not have are refused, as they do it.
 */
final class OpenClipTensors extends RenamedWeights {
    /** Names without layers, and those of transformers. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("logit_scale", "logit_scale"),
            Map.entry("visual.conv1.weight", "vision_model.embeddings.patch_embedding.weight"),
            Map.entry("visual.class_embedding", "vision_model.embeddings.class_embedding"),
            Map.entry("visual.positional_embedding", "vision_model.embeddings.position_embedding.weight"),
            Map.entry("visual.ln_pre.weight", "vision_model.pre_layrnorm.weight"),
            Map.entry("visual.ln_pre.bias", "vision_model.pre_layrnorm.bias"),
            Map.entry("visual.ln_post.weight", "vision_model.post_layernorm.weight"),
            Map.entry("visual.ln_post.bias", "vision_model.post_layernorm.bias"),
            Map.entry("visual.proj", "visual_projection.weight"),
            Map.entry("token_embedding.weight", "text_model.embeddings.token_embedding.weight"),
            Map.entry("positional_embedding", "text_model.embeddings.position_embedding.weight"),
            Map.entry("ln_final.weight", "text_model.final_layer_norm.weight"),
            Map.entry("ln_final.bias", "text_model.final_layer_norm.bias"),
            Map.entry("text_projection", "text_projection.weight"));

    /** The names within a layer, and those of transformers. */
    private static final Map<String, String> LAYER_NAMES = Map.of(
            "ln_1", "layer_norm1",
            "ln_2", "layer_norm2",
            "attn.out_proj", "self_attn.out_proj",
            "mlp.c_fc", "mlp.fc1",
            "mlp.c_proj", "mlp.fc2");

    private static final Pattern LAYER = Pattern.compile(
            "(visual\\.)?transformer\\.resblocks\\.(0|[1-9]\\d{0,3})\\.([a-z_.0-9]+?)[._](weight|bias)");
    private static final String IN_PROJECTION = "attn.in_proj";
    private static final List<String> THIRDS = List.of("q_proj", "k_proj", "v_proj");
    private static final Set<String> TRANSPOSED = Set.of("visual.proj", "text_projection");
    private static final String SCALE = "logit_scale";

    /** Buffers that are not parameters. */
    private static final Set<String> IGNORED = Set.of("attn_mask", "input_resolution", "context_length", "vocab_size");

    /** open_clip removes as many characters from every name if the first name starts with {@code module}. */
    private static final String WRAPPER = "module.";

    private static final int LONGEST_NAME = 100;

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final Map<String, ByteBuffer> joined = new HashMap<>();

    private enum Kind {
        WHOLE,
        TRANSPOSED,
        THIRD,
        SCALAR
    }

    /** @param index 0, 1 or 2 for a third */
    private record Part(String stored, Kind kind, int index) {}

    private OpenClipTensors(Weights stored) {
        super(stored);
    }

    /**
     * The tensors under transformers' names.
     *
     * @param source names the checkpoint in messages
     * @throws ModelException for a name that is not known, in a message that says what such a tensor belongs to
     */
    static OpenClipTensors of(Weights stored, String source) throws ModelException {
        OpenClipTensors tensors = new OpenClipTensors(stored);
        boolean wrapped = stored.names().stream().findFirst().orElse("").startsWith(WRAPPER);
        for (String name : stored.names()) {
            String own = wrapped && name.startsWith(WRAPPER) ? name.substring(WRAPPER.length()) : name;
            if (!IGNORED.contains(own) && !tensors.add(name, own)) {
                throw new ModelException(source + ": the weights hold " + OneLine.name(name, LONGEST_NAME)
                        + ", which is not a part of CLIP" + kindOf(own)
                        + ". Only the CLIPs of open_clip and OpenAI with plain vision transformers are read.");
            }
        }
        return tensors;
    }

    /** What a tensor of another architecture belongs to, for messages; empty if that is not known. */
    private static String kindOf(String name) {
        if (name.startsWith("visual.trunk.")) {
            return ": it belongs to an image tower of timm";
        }
        if (name.startsWith("visual.layer") || name.startsWith("visual.attnpool.") || name.startsWith("visual.bn")) {
            return ": it belongs to a ResNet";
        }
        if (name.startsWith("visual.attn_pool.")) {
            return ": it belongs to attentional pooling";
        }
        if (name.startsWith("text.")) {
            return ": it belongs to a text tower of its own (custom_text)";
        }
        return name.equals("logit_bias") ? ": it belongs to SigLIP" : "";
    }

    private boolean add(String storedName, String name) {
        String plain = NAMES.get(name);
        if (plain != null) {
            Kind kind = name.equals(SCALE) ? Kind.SCALAR : TRANSPOSED.contains(name) ? Kind.TRANSPOSED : Kind.WHOLE;
            return parts.put(plain, new Part(storedName, kind, 0)) == null;
        }
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return false;
        }
        String prefix =
                (layer.group(1) == null ? "text_model" : "vision_model") + ".encoder.layers." + layer.group(2) + ".";
        String suffix = "." + layer.group(4);
        boolean isIn = layer.group(3).equals(IN_PROJECTION) && name.endsWith("_" + layer.group(4));
        if (isIn) {
            for (int i = 0; i < THIRDS.size(); i++) {
                parts.put(prefix + "self_attn." + THIRDS.get(i) + suffix, new Part(storedName, Kind.THIRD, i));
            }
            return true;
        }
        String inLayer = name.endsWith(suffix) ? LAYER_NAMES.get(layer.group(3)) : null;
        return inLayer != null && parts.put(prefix + inLayer + suffix, new Part(storedName, Kind.WHOLE, 0)) == null;
    }

    private Part part(String name) {
        Part part = parts.get(name);
        if (part == null) {
            throw new IllegalArgumentException("no tensor '" + name + "'");
        }
        return part;
    }

    @Override
    protected String stored(String name) {
        return part(name).stored();
    }

    @Override
    public Set<String> names() {
        return parts.keySet();
    }

    @Override
    public List<Long> shape(String name) {
        Part part = part(name);
        List<Long> shape = stored().shape(part.stored());
        return switch (part.kind()) {
            case WHOLE -> shape;
            case TRANSPOSED -> shape.size() == 2 ? List.of(shape.get(1), shape.get(0)) : shape;
            case SCALAR -> shape.equals(List.of(1L)) ? List.of() : shape;
            case THIRD -> third(shape);
        };
    }

    private static List<Long> third(List<Long> shape) {
        if (shape.isEmpty() || shape.get(0) % THIRDS.size() != 0) {
            return shape;
        }
        List<Long> third = new ArrayList<>(shape);
        third.set(0, shape.get(0) / THIRDS.size());
        return third;
    }

    @Override
    public ByteBuffer float32(String name) throws WeightsException {
        Part part = part(name);
        return switch (part.kind()) {
            case WHOLE, SCALAR -> stored().float32(part.stored());
            case TRANSPOSED -> transposed(stored().float32(part.stored()), stored().shape(part.stored()));
            case THIRD -> {
                ByteBuffer all = joined.get(part.stored());
                if (all == null) {
                    all = stored().float32(part.stored());
                    joined.put(part.stored(), all);
                }
                int length = all.capacity() / THIRDS.size();
                yield all.slice(part.index() * length, length).order(ByteOrder.LITTLE_ENDIAN);
            }
        };
    }

    private static ByteBuffer transposed(ByteBuffer bytes, List<Long> shape) {
        int rows = Math.toIntExact(shape.get(0));
        int columns = Math.toIntExact(shape.get(1));
        FloatBuffer from = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
        ByteBuffer to = ByteBuffer.allocateDirect(bytes.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                to.putFloat(from.get(row * columns + column));
            }
        }
        return to.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
}
