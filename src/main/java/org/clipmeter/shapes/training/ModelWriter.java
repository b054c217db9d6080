package org.clipmeter.shapes.training;

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
    private static final int WIDTH = ParameterTable.WIDTH;

    private final Map<String, float[]> values = new HashMap<>();
    private final List<NamedTensor> tensors = new ArrayList<>();

    private ModelWriter(ParameterTable table, float[] row) {
        int at = 0;
        for (ParameterTable.Entry entry : table.entries()) {
            values.put(entry.name(), Arrays.copyOfRange(row, at, at + entry.size()));
            at += entry.size();
        }
    }

    static void write(Path folder, ParameterTable table, float[] row, ShapesVocabulary vocabulary) throws IOException {
        Files.createDirectories(folder);
        ModelWriter writer = new ModelWriter(table, row);
        writer.collect(vocabulary.size());
        SafetensorsWriter.write(folder.resolve("model.safetensors"), writer.tensors, DType.F32);
        json(folder.resolve("config.json"), config(vocabulary));
        json(folder.resolve("preprocessor_config.json"), preprocessor());
        TokenizerWriter.write(folder, vocabulary, ParameterTable.CONTEXT);
    }

    private static void json(Path file, ObjectNode content) throws IOException {
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n");
    }

    private void collect(int vocabularySize) {
        add("logit_scale", "scale"); // a scalar
        add("text_model.embeddings.position_embedding.weight", "text.positions", ParameterTable.CONTEXT, WIDTH);
        add("text_model.embeddings.token_embedding.weight", "text.tokens", vocabularySize, WIDTH);
        layers("text_model", "text", ParameterTable.TEXT_LAYERS);
        both("text_model.final_layer_norm", "text.final", WIDTH);
        add("text_projection.weight", "text.projection", WIDTH, WIDTH);
        add("vision_model.embeddings.class_embedding", "vision.class", WIDTH);
        int patch = BatchMaker.PATCH;
        add("vision_model.embeddings.patch_embedding.weight", "vision.patch", WIDTH, 3, patch, patch);
        add("vision_model.embeddings.position_embedding.weight", "vision.positions", BatchMaker.PATCHES + 1, WIDTH);
        layers("vision_model", "vision", ParameterTable.VISION_LAYERS);
        both("vision_model.post_layernorm", "vision.post", WIDTH);
        both("vision_model.pre_layrnorm", "vision.pre", WIDTH); // transformers' spelling
        add("visual_projection.weight", "vision.projection", WIDTH, WIDTH);
    }

    private void layers(String prefix, String tower, int layers) {
        for (int i = 0; i < layers; i++) {
            String layer = prefix + ".encoder.layers." + i + ".";
            String block = tower + "." + i + ".";
            both(layer + "layer_norm1", block + "norm1", WIDTH);
            both(layer + "layer_norm2", block + "norm2", WIDTH);
            both(layer + "mlp.fc1", block + "fc1", ParameterTable.MLP, WIDTH);
            both(layer + "mlp.fc2", block + "fc2", WIDTH, ParameterTable.MLP);
            both(layer + "self_attn.out_proj", block + "out", WIDTH, WIDTH);
            String[] thirds = {"q_proj", "k_proj", "v_proj"};
            for (int third = 0; third < thirds.length; third++) {
                String projection = layer + "self_attn." + thirds[third];
                third(projection + ".weight", block + "qkv.weight", third, WIDTH, WIDTH);
                third(projection + ".bias", block + "qkv.bias", third, WIDTH);
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

    private static ObjectNode config(ShapesVocabulary vocabulary) {
        ObjectNode config = JSON.createObjectNode();
        config.putArray("architectures").add("CLIPModel");
        config.put("model_type", "clip")
                .put("projection_dim", WIDTH)
                .put("logit_scale_init_value", 2.6592)
                .put("torch_dtype", "float32");
        config.set(
                "text_config",
                tower("clip_text_model", ParameterTable.TEXT_LAYERS)
                        .put("vocab_size", vocabulary.size())
                        .put("max_position_embeddings", ParameterTable.CONTEXT)
                        .put("bos_token_id", vocabulary.startId())
                        .put("eos_token_id", vocabulary.endId())
                        .put("pad_token_id", vocabulary.endId()));
        config.set(
                "vision_config",
                tower("clip_vision_model", ParameterTable.VISION_LAYERS)
                        .put("image_size", BatchMaker.SIDE)
                        .put("patch_size", BatchMaker.PATCH)
                        .put("num_channels", 3));
        return config;
    }

    private static ObjectNode tower(String type, int layers) {
        return JSON.createObjectNode()
                .put("model_type", type)
                .put("hidden_size", WIDTH)
                .put("intermediate_size", ParameterTable.MLP)
                .put("num_hidden_layers", layers)
                .put("num_attention_heads", ParameterTable.HEADS)
                .put("projection_dim", WIDTH)
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
