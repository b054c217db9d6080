package org.clipmeter.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The multiply-adds of a CLIP model's matrix products, each of them two floating-point operations.
 *
 * <p>A layer of width D and MLP width M takes, for S tokens, 4·S·D² for the four projections of attention, 2·S²·D for
 * its scores and their use, and 2·S·D·M for the MLP. The last layer counts like the others, although clipmeter omits a
 * part of it. Norms, activations and softmax are not counted, since they are not matrix products.
 *
 * @param image for one image
 * @param text for one text of the given length
 */
record FlopCount(long image, long text) {
    /** Counts for the architecture of a {@code config.json} and texts of this many tokens. */
    static FlopCount of(Path config, long textTokens) throws IOException {
        JsonNode root = JsonMapper.builder().build().readTree(config.toFile());
        long projection = root.required("projection_dim").asLong();
        JsonNode vision = root.required("vision_config");
        long width = vision.required("hidden_size").asLong();
        long patch = vision.required("patch_size").asLong();
        long side = vision.required("image_size").asLong() / patch;
        long patches = side * side * (3 * patch * patch) * width;
        JsonNode text = root.required("text_config");
        return new FlopCount(
                patches + layers(vision, side * side + 1) + width * projection,
                layers(text, textTokens) + text.required("hidden_size").asLong() * projection);
    }

    private static long layers(JsonNode tower, long tokens) {
        long width = tower.required("hidden_size").asLong();
        long mlp = tower.required("intermediate_size").asLong();
        long layer = 4 * tokens * width * width + 2 * tokens * tokens * width + 2 * tokens * width * mlp;
        return tower.required("num_hidden_layers").asLong() * layer;
    }

    /** Floating-point operations of one image and one text. */
    double flopsOfAPair() {
        return 2.0 * (image + text);
    }
}
