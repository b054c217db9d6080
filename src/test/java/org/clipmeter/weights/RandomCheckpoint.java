package org.clipmeter.weights;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.clipmeter.weights.torch.PickleBytes;
import org.clipmeter.weights.torch.StoredZip;
import org.jspecify.annotations.Nullable;

/**
 * Writes full-size CLIP checkpoints with random weights from a seed, with the files, names, shapes and configuration of
 * OpenAI's four repositories, so that every path runs at its real size without a download. The values are the same on
 * every system. The scales are those of CLIP's own initialization, and logit_scale is ln 100.
 */
public final class RandomCheckpoint {
    private static final int CHUNK = 1 << 20;
    private static final int VOCABULARY = 49408;
    private static final int POSITIONS = 77;

    private RandomCheckpoint() {}

    /** The four published architectures. */
    public enum Architecture {
        B32("openai/clip-vit-base-patch32", 512, 8, 768, 12, 12, 32, 224),
        B16("openai/clip-vit-base-patch16", 512, 8, 768, 12, 12, 16, 224),
        L14("openai/clip-vit-large-patch14", 768, 12, 1024, 24, 16, 14, 224),
        L14_336("openai/clip-vit-large-patch14-336", 768, 12, 1024, 24, 16, 14, 336);

        private final String id;
        private final int text;
        private final int textHeads;
        private final int vision;
        private final int visionLayers;
        private final int visionHeads;
        private final int patch;
        private final int image;

        Architecture(
                String id,
                int text,
                int textHeads,
                int vision,
                int visionLayers,
                int visionHeads,
                int patch,
                int image) {
            this.id = id;
            this.text = text;
            this.textHeads = textHeads;
            this.vision = vision;
            this.visionLayers = visionLayers;
            this.visionHeads = visionHeads;
            this.patch = patch;
            this.image = image;
        }

        /** The Hub id of the repository with this architecture. */
        public String id() {
            return id;
        }
    }

    /** The weight files to write. */
    public enum Format {
        SAFETENSORS,
        BIN,
        BOTH
    }

    /**
     * Writes config.json, preprocessor_config.json and the weights into the folder, and copies the tokenizer's files
     * from another folder unless that is null.
     */
    public static void write(
            Architecture architecture, long seed, Path folder, Format format, @Nullable Path tokenizerFiles)
            throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("config.json"), config(architecture));
        Files.writeString(folder.resolve("preprocessor_config.json"), preprocessorConfig(architecture));
        List<Param> params = params(architecture);
        if (format != Format.BIN) {
            writeSafetensors(folder.resolve("model.safetensors"), params, seed);
        }
        if (format != Format.SAFETENSORS) {
            writeBin(folder.resolve("pytorch_model.bin"), params, seed);
        }
        if (tokenizerFiles != null) {
            for (String name : List.of("tokenizer.json", "tokenizer_config.json", "vocab.json", "merges.txt")) {
                Path source = tokenizerFiles.resolve(name);
                if (Files.exists(source)) {
                    Files.copy(source, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    /** Arguments: architecture (B32, B16, L14, L14_336), seed, folder, format (safetensors, bin, both), tokenizer. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 4) {
            throw new IllegalArgumentException("expected: architecture seed folder format [folder of tokenizer files]");
        }
        write(
                Architecture.valueOf(arguments[0].toUpperCase(Locale.ROOT)),
                Long.parseLong(arguments[1]),
                Path.of(arguments[2]),
                Format.valueOf(arguments[3].toUpperCase(Locale.ROOT)),
                arguments.length > 4 ? Path.of(arguments[4]) : null);
    }

    static List<Param> params(Architecture a) {
        List<Param> params = new ArrayList<>();
        params.add(Param.around("logit_scale", Math.log(100), 0));
        String text = "text_model.embeddings.";
        params.add(Param.counting(text + "position_ids", 1, POSITIONS));
        params.add(Param.normal(text + "token_embedding.weight", 0.02, VOCABULARY, a.text));
        params.add(Param.normal(text + "position_embedding.weight", 0.02, POSITIONS, a.text));
        layers(params, "text_model.encoder.layers.", 12, a.text);
        norm(params, "text_model.final_layer_norm", a.text);
        String vision = "vision_model.embeddings.";
        long side = a.image / a.patch;
        params.add(Param.normal(vision + "class_embedding", Math.pow(a.vision, -0.5), a.vision));
        params.add(Param.counting(vision + "position_ids", 1, side * side + 1));
        params.add(Param.normal(vision + "patch_embedding.weight", 0.02, a.vision, 3, a.patch, a.patch));
        params.add(Param.normal(vision + "position_embedding.weight", 0.02, side * side + 1, a.vision));
        norm(params, "vision_model.pre_layrnorm", a.vision);
        layers(params, "vision_model.encoder.layers.", a.visionLayers, a.vision);
        norm(params, "vision_model.post_layernorm", a.vision);
        params.add(Param.normal("visual_projection.weight", Math.pow(a.vision, -0.5), a.text, a.vision));
        params.add(Param.normal("text_projection.weight", Math.pow(a.text, -0.5), a.text, a.text));
        return params;
    }

    private static void layers(List<Param> params, String prefix, int layers, int width) {
        double in = Math.pow(width, -0.5) * Math.pow(2.0 * layers, -0.5);
        double out = Math.pow(width, -0.5);
        for (int i = 0; i < layers; i++) {
            String layer = prefix + i + ".";
            linear(params, layer + "self_attn.k_proj", in, width, width);
            linear(params, layer + "self_attn.v_proj", in, width, width);
            linear(params, layer + "self_attn.q_proj", in, width, width);
            linear(params, layer + "self_attn.out_proj", out, width, width);
            norm(params, layer + "layer_norm1", width);
            linear(params, layer + "mlp.fc1", Math.pow(2.0 * width, -0.5), 4 * width, width);
            linear(params, layer + "mlp.fc2", in, width, 4 * width);
            norm(params, layer + "layer_norm2", width);
        }
    }

    private static void linear(List<Param> params, String name, double std, int out, int in) {
        params.add(Param.normal(name + ".weight", std, out, in));
        params.add(Param.normal(name + ".bias", 0.01, out));
    }

    private static void norm(List<Param> params, String name, int width) {
        params.add(Param.around(name + ".weight", 1, 0.05, width));
        params.add(Param.normal(name + ".bias", 0.01, width));
    }

    static void writeSafetensors(Path file, List<Param> params, long seed) throws IOException {
        ObjectNode header = new JsonMapper().createObjectNode();
        header.putObject("__metadata__").put("format", "pt");
        long at = 0;
        for (Param param : params) {
            ObjectNode entry =
                    header.putObject(param.name()).put("dtype", param.dtype().name());
            param.shape().forEach(entry.putArray("shape")::add);
            entry.putArray("data_offsets").add(at).add(at += param.bytes());
        }
        String json = header.toString();
        byte[] padded = (json + " ".repeat(-json.length() & 7)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        try (FileChannel channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            chunk.putLong(padded.length);
            drain(chunk, channel);
            channel.write(ByteBuffer.wrap(padded));
            for (Param param : params) {
                Param.Values values = param.values(seed);
                for (long left = param.bytes(); left > 0; ) {
                    values.fill(chunk);
                    left -= chunk.position();
                    drain(chunk, channel);
                }
            }
        }
    }

    private static void drain(ByteBuffer chunk, FileChannel channel) throws IOException {
        chunk.flip();
        while (chunk.hasRemaining()) {
            channel.write(chunk);
        }
        chunk.clear();
    }

    /** Writes a file as torch.save does, in zip format, with one storage per tensor. */
    static void writeBin(Path file, List<Param> params, long seed) throws IOException {
        try (StoredZip zip = new StoredZip(file, false)) {
            zip.entry("pytorch_model/data.pkl", PickleBytes.stateDict(params));
            zip.entry("pytorch_model/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < params.size(); i++) {
                Param param = params.get(i);
                zip.entry("pytorch_model/data/" + i, param.bytes(), param.values(seed)::fill);
            }
            zip.entry("pytorch_model/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String config(Architecture a) {
        boolean large = a.visionLayers == 24;
        ObjectNode config = new JsonMapper().createObjectNode();
        config.put("_name_or_path", a.id);
        config.putArray("architectures").add("CLIPModel");
        config.put("initializer_factor", 1.0)
                .put("logit_scale_init_value", 2.6592)
                .put("model_type", "clip");
        config.put("projection_dim", a.text);
        ObjectNode text = config.putObject("text_config");
        text.put("attention_dropout", 0.0)
                .put("bos_token_id", 0)
                .put("dropout", 0.0)
                .put("eos_token_id", 2);
        text.put("hidden_act", "quick_gelu").put("hidden_size", a.text).put("initializer_factor", 1.0);
        text.put("initializer_range", 0.02).put("intermediate_size", 4 * a.text).put("layer_norm_eps", 1e-5);
        text.put("max_position_embeddings", POSITIONS).put("model_type", "clip_text_model");
        text.put("num_attention_heads", a.textHeads)
                .put("num_hidden_layers", 12)
                .put("pad_token_id", 1);
        text.put("projection_dim", a.text).put("vocab_size", VOCABULARY);
        ObjectNode vision = new JsonMapper().createObjectNode();
        vision.put("attention_dropout", 0.0).put("dropout", 0.0).put("hidden_act", "quick_gelu");
        vision.put("hidden_size", a.vision).put("image_size", a.image).put("initializer_factor", 1.0);
        vision.put("initializer_range", 0.02)
                .put("intermediate_size", 4 * a.vision)
                .put("layer_norm_eps", 1e-5);
        vision.put("model_type", "clip_vision_model").put("num_attention_heads", a.visionHeads);
        vision.put("num_channels", 3).put("num_hidden_layers", a.visionLayers).put("patch_size", a.patch);
        vision.put("projection_dim", a.text);
        if (large) {
            ObjectNode dict = config.putObject("text_config_dict").put("hidden_size", a.text);
            dict.put("intermediate_size", 4 * a.text).put("num_attention_heads", a.textHeads);
            dict.put("num_hidden_layers", 12).put("projection_dim", a.text);
        } else {
            config.putNull("text_config_dict");
        }
        config.put("torch_dtype", "float32").putNull("transformers_version");
        config.set("vision_config", vision);
        if (large) {
            ObjectNode dict = config.putObject("vision_config_dict").put("hidden_size", a.vision);
            dict.put("image_size", a.image).put("intermediate_size", 4 * a.vision);
            dict.put("num_attention_heads", a.visionHeads).put("num_hidden_layers", a.visionLayers);
            dict.put("patch_size", a.patch).put("projection_dim", a.text);
        } else {
            config.putNull("vision_config_dict");
        }
        return config.toPrettyString() + "\n";
    }

    private static String preprocessorConfig(Architecture a) {
        ObjectNode config = new JsonMapper().createObjectNode();
        config.put("crop_size", a.image)
                .put("do_center_crop", true)
                .put("do_normalize", true)
                .put("do_resize", true);
        config.put("feature_extractor_type", "CLIPFeatureExtractor");
        config.putArray("image_mean").add(0.48145466).add(0.4578275).add(0.40821073);
        config.putArray("image_std").add(0.26862954).add(0.26130258).add(0.27577711);
        return config.put("resample", 3).put("size", a.image).toPrettyString() + "\n";
    }
}
