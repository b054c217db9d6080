package org.clipmeter.shapes.training.clip;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.shapes.ShapesVocabulary;
import org.clipmeter.weights.NamedTensor;
import org.clipmeter.weights.SafetensorsWriter;
import org.clipmeter.weights.file.DType;

/** Writes a trained network as a folder in Hugging Face format, without the heads that only training uses. */
final class ModelWriter {
    private static final JsonMapper JSON = new JsonMapper();

    private final Architecture architecture;
    private final int width;
    private final Map<String, float[]> values = new HashMap<>();
    private final List<NamedTensor> tensors = new ArrayList<>();

    private ModelWriter(ParameterTable table, float[] row) {
        this.architecture = table.architecture();
        this.width = architecture.width();
        int at = 0;
        for (ParameterTable.Entry entry : table.entries()) {
            values.put(entry.name(), Arrays.copyOfRange(row, at, at + entry.size()));
            at += entry.size();
        }
    }

    /** @param type F32, or F16 for a file of half the size */
    static void write(Path folder, ParameterTable table, float[] row, ShapesVocabulary vocabulary, DType type)
            throws IOException {
        Files.createDirectories(folder);
        ModelWriter writer = new ModelWriter(table, row);
        writer.collect(vocabulary.size());
        SafetensorsWriter.write(folder.resolve("model.safetensors"), writer.tensors, type);
        json(folder.resolve("config.json"), writer.config(vocabulary, type));
        json(folder.resolve("preprocessor_config.json"), preprocessor());
        TokenizerWriter.write(folder, vocabulary, Architecture.CONTEXT);
    }

    private static void json(Path file, ObjectNode content) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    private void collect(int vocabularySize) {
        add("logit_scale", "scale"); // a scalar
        add("text_model.embeddings.position_embedding.weight", "text.positions", Architecture.CONTEXT, width);
        add("text_model.embeddings.token_embedding.weight", "text.tokens", vocabularySize, width);
        layers("text_model", "text", architecture.textLayers());
        both("text_model.final_layer_norm", "text.final", width);
        add("text_projection.weight", "text.projection", width, width);
        add("vision_model.embeddings.class_embedding", "vision.class", width);
        int patch = BatchMaker.PATCH;
        add("vision_model.embeddings.patch_embedding.weight", "vision.patch", width, 3, patch, patch);
        add("vision_model.embeddings.position_embedding.weight", "vision.positions", BatchMaker.PATCHES + 1, width);
        layers("vision_model", "vision", architecture.visionLayers());
        both("vision_model.post_layernorm", "vision.post", width);
        both("vision_model.pre_layrnorm", "vision.pre", width); // transformers' spelling
        add("visual_projection.weight", "vision.projection", width, width);
    }

    private void layers(String prefix, String tower, int layers) {
        for (int i = 0; i < layers; i++) {
            String layer = prefix + ".encoder.layers." + i + ".";
            String block = tower + "." + i + ".";
            both(layer + "layer_norm1", block + "norm1", width);
            both(layer + "layer_norm2", block + "norm2", width);
            both(layer + "mlp.fc1", block + "fc1", architecture.mlp(), width);
            both(layer + "mlp.fc2", block + "fc2", width, architecture.mlp());
            both(layer + "self_attn.out_proj", block + "out", width, width);
            String[] thirds = {"q_proj", "k_proj", "v_proj"};
            for (int third = 0; third < thirds.length; third++) {
                String projection = layer + "self_attn." + thirds[third];
                third(projection + ".weight", block + "qkv.weight", third, width, width);
                third(projection + ".bias", block + "qkv.bias", third, width);
            }
        }
    }

    /** Adds a weight with the given shape, and a bias with the length of its first dimension. */
    private void both(String name, String entry, long... shape) {
        add(name + ".weight", entry + ".weight", shape);
        add(name + ".bias", entry + ".bias", shape[0]);
    }

    private void add(String name, String entry, long... shape) {
        tensors.add(NamedTensor.of(name, dimensions(shape), value(entry)));
    }

    private void third(String name, String entry, int third, long... shape) {
        float[] all = value(entry);
        int size = all.length / 3;
        tensors.add(new NamedTensor(
                name,
                dimensions(shape),
                FloatBuffer.wrap(all, third * size, size).slice()));
    }

    private float[] value(String entry) {
        float[] value = values.get(entry);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + entry);
        }
        return value;
    }

    private static List<Long> dimensions(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }

    private ObjectNode config(ShapesVocabulary vocabulary, DType type) {
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add("CLIPModel");
        config.put("model_type", "clip")
                .put("projection_dim", width)
                .put("logit_scale_init_value", 2.6592)
                .put("torch_dtype", type == DType.F32 ? "float32" : "float16");
        config.set(
                "text_config",
                tower("clip_text_model", architecture.textLayers())
                        .put("vocab_size", vocabulary.size())
                        .put("max_position_embeddings", Architecture.CONTEXT)
                        .put("bos_token_id", vocabulary.startId())
                        .put("eos_token_id", vocabulary.endId())
                        .put("pad_token_id", vocabulary.endId()));
        config.set(
                "vision_config",
                tower("clip_vision_model", architecture.visionLayers())
                        .put("image_size", BatchMaker.SIDE)
                        .put("patch_size", BatchMaker.PATCH)
                        .put("num_channels", 3));
        return config;
    }

    private ObjectNode tower(String type, int layers) {
        return JSON.createObjectNode()
                .put("model_type", type)
                .put("hidden_size", width)
                .put("intermediate_size", architecture.mlp())
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", architecture.heads())
                .put("projection_dim", width)
                .put("hidden_act", "gelu")
                .put("layer_norm_eps", 1e-5)
                .put("attention_dropout", 0.0);
    }

    private static ObjectNode preprocessor() {
        ObjectNode config = JSON.createObjectNode();
        config.put("image_processor_type", "CLIPImageProcessor")
                .put("do_resize", true)
                .put("do_center_crop", true)
                .put("do_rescale", true)
                .put("do_normalize", true)
                .put("do_convert_rgb", true)
                .put("resample", 3)
                .put("rescale_factor", 1 / 255.0);
        config.putObject("size").put("shortest_edge", BatchMaker.SIDE);
        config.putObject("crop_size").put("height", BatchMaker.SIDE).put("width", BatchMaker.SIDE);
        config.putArray("image_mean").add(.5).add(.5).add(.5);
        config.putArray("image_std").add(.5).add(.5).add(.5);
        return config;
    }
}
