package org.clipmeter.shapes.training.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CLIP's two towers over one row of parameters, and the heads that only training uses. Every result belongs to the
 * manager of the training step.
 */
final class Network {
    private static final float EPSILON = 1e-5f;

    private final NDManager manager;
    private final Architecture architecture;
    private final int width;
    private final Map<String, NDArray> parameters = new HashMap<>();

    /** @param row all parameters in the order of {@code table}; receives the gradients */
    Network(NDManager manager, ParameterTable table, NDArray row) {
        this.manager = manager;
        this.architecture = table.architecture();
        this.width = architecture.width();
        NDList parts = row.split(table.splits(), 0);
        parts.attach(manager);
        List<ParameterTable.Entry> entries = table.entries();
        for (int i = 0; i < entries.size(); i++) {
            NDArray shaped = parts.get(i).reshape(entries.get(i).shape());
            shaped.attach(manager);
            parameters.put(entries.get(i).name(), shaped);
        }
    }

    /**
     * The results of the vision tower.
     *
     * @param pooled the class token after the last norm, (B, width)
     * @param early patch tokens after the second block, normalized, (B, K, width)
     * @param late patch tokens after the last block but one, normalized, (B, K, width)
     */
    record Seen(NDArray pooled, NDArray early, NDArray late) {}

    NDManager manager() {
        return manager;
    }

    NDArray parameter(String name) {
        NDArray parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter;
    }

    /**
     * @param patches (B, K, 192)
     * @param positions (B, 1 + K), 0 for the class token
     */
    Seen see(NDArray patches, NDArray positions) {
        long b = patches.getShape().get(0);
        NDArray embedded = Linear.linear(patches, parameter("vision.patch")).singletonOrThrow();
        NDArray first = parameter("vision.class").broadcast(new Shape(b, 1, width));
        // (B, 1 + K, width)
        NDArray x = first.concat(embedded, 1).add(embedding(positions, "vision.positions"));
        x = norm(x, "vision.pre");
        NDArray early = x;
        NDArray late = x;
        for (int i = 0; i < architecture.visionLayers(); i++) {
            x = block(x, "vision." + i, null);
            early = i == 1 ? x : early;
            late = i == architecture.visionLayers() - 2 ? x : late;
        }
        NDArray pooled = x.split(new long[] {1}, 1).get(0).reshape(b, width);
        return new Seen(norm(pooled, "vision.post"), patchTokens(early), patchTokens(late));
    }

    /** Picture embeddings, not normalized, (B, width). */
    NDArray project(NDArray pooled) {
        return Linear.linear(pooled, parameter("vision.projection")).singletonOrThrow();
    }

    /**
     * Text embeddings, not normalized, (B, width).
     *
     * @param inputIds (B, T)
     * @param last 1 at the end token, (B, 1, T)
     */
    NDArray read(NDArray inputIds, NDArray last) {
        long t = inputIds.getShape().get(1);
        NDArray x = embedding(inputIds, "text.tokens")
                .add(
                        t == Architecture.CONTEXT
                                ? parameter("text.positions")
                                : parameter("text.positions")
                                        .split(new long[] {t}, 0)
                                        .get(0));
        float[] mask = new float[Math.toIntExact(t * t)];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = i % t > i / t ? -1e9f : 0;
        }
        NDArray causal = manager.create(mask, new Shape(t, t));
        for (int i = 0; i < architecture.textLayers(); i++) {
            x = block(x, "text." + i, causal);
        }
        NDArray end = last.batchMatMul(x).reshape(-1, width);
        return Linear.linear(norm(end, "text.final"), parameter("text.projection"))
                .singletonOrThrow();
    }

    NDArray head(NDArray x, String name) {
        return Linear.linear(x, parameter(name + ".weight"), parameter(name + ".bias"))
                .singletonOrThrow();
    }

    static NDArray normalize(NDArray x) {
        return x.div(x.square().sum(new int[] {1}, true).sqrt());
    }

    private NDArray embedding(NDArray ids, String table) {
        return Embedding.embedding(ids, parameter(table), SparseFormat.DENSE).singletonOrThrow();
    }

    private NDArray norm(NDArray x, String name) {
        return LayerNorm.layerNorm(x, new Shape(width), parameter(name + ".weight"), parameter(name + ".bias"), EPSILON)
                .singletonOrThrow();
    }

    private NDArray patchTokens(NDArray x) {
        NDArray tokens = x.split(new long[] {1}, 1).get(1);
        Shape shape = new Shape(width);
        return LayerNorm.layerNorm(tokens, shape, manager.ones(shape), manager.zeros(shape), EPSILON)
                .singletonOrThrow();
    }

    private NDArray block(NDArray x, String name, @Nullable NDArray mask) {
        NDArray attended = head(attention(head(norm(x, name + ".norm1"), name + ".qkv"), mask), name + ".out");
        NDArray y = x.add(attended);
        NDArray hidden = Activation.gelu(head(norm(y, name + ".norm2"), name + ".fc1"));
        return y.add(head(hidden, name + ".fc2"));
    }

    private NDArray attention(NDArray qkv, @Nullable NDArray mask) {
        long b = qkv.getShape().get(0);
        long t = qkv.getShape().get(1);
        int headWidth = width / architecture.heads();
        // (B, T, 3 · width) → three of (1, B, heads, T, head width)
        NDList parts = qkv.reshape(b, t, 3, architecture.heads(), headWidth)
                .transpose(2, 0, 3, 1, 4)
                .split(3, 0);
        NDArray root = manager.full(new Shape(1), (float) Math.pow(headWidth, -.5));
        NDArray weights = parts.get(0).mul(root).matMul(parts.get(1).swapAxes(3, 4));
        if (mask != null) {
            weights = weights.add(mask);
        }
        NDArray mixed = weights.softmax(-1).matMul(parts.get(2));
        return mixed.transpose(0, 1, 3, 2, 4).reshape(b, t, width);
    }
}
