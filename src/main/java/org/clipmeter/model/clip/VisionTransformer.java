package org.clipmeter.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import org.clipmeter.model.transformer.Parameters;
import org.clipmeter.model.transformer.TransformerEncoder;
import org.clipmeter.model.transformer.TransformerLayer;

/** CLIP's image tower (transformers' CLIPVisionTransformer and visual_projection). */
final class VisionTransformer {
    private final ClipConfig.VisionConfig config;
    private final Parameters root;
    private final Parameters tower;
    private final TransformerEncoder encoder;

    VisionTransformer(ClipConfig.VisionConfig config, Parameters root, TransformerLayer layer) {
        this.config = config;
        this.root = root;
        this.tower = root.in("vision_model");
        this.encoder = new TransformerEncoder(config.transformer(), tower, layer);
    }

    /**
     * Image embeddings before normalization.
     *
     * @param pixelValues (batch, 3, imageSize, imageSize), float32
     * @return (batch, projectionDim)
     */
    NDArray forward(NDArray pixelValues) {
        float eps = config.transformer().layerNormEps();
        NDArray pooled =
                encoder.forward(tokens(pixelValues), tokens -> tokens.get(":, 0")); // (batch, hidden): the class token
        return root.project(tower.layerNorm(pooled, "post_layernorm", eps), "visual_projection");
    }

    /** The tokens that enter the first layer: (batch, side² + 1, hidden), the class token first. */
    NDArray tokens(NDArray pixelValues) {
        float eps = config.transformer().layerNormEps();
        return tower.layerNorm(embeddings(pixelValues), "pre_layrnorm", eps); // transformers' spelling
    }

    private NDArray embeddings(NDArray pixelValues) {
        Parameters p = tower.in("embeddings");
        long batch = pixelValues.getShape().get(0);
        int hidden = config.transformer().hiddenSize();
        Shape stride = new Shape(config.patchSize(), config.patchSize());
        NDArray patches = Conv2d.conv2d(pixelValues, p.get("patch_embedding.weight"), null, stride)
                .singletonOrThrow() // (batch, hidden, side, side)
                .reshape(batch, hidden, -1)
                .transpose(0, 2, 1); // (batch, side², hidden)
        NDArray classToken =
                pixelValues.getManager().zeros(new Shape(batch, 1, hidden)).addi(p.get("class_embedding"));
        NDArray tokens = NDArrays.concat(new NDList(classToken, patches), 1); // (batch, side² + 1, hidden)
        return tokens.addi(p.get("position_embedding.weight"));
    }
}
