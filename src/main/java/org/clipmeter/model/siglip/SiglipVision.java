package org.clipmeter.model.siglip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.engine.TorchScript;
import org.clipmeter.model.transformer.NetworkParts;
import org.clipmeter.model.transformer.Parameters;
import org.clipmeter.model.transformer.TransformerConfig;
import org.clipmeter.model.transformer.TransformerEncoder;

/**
 * SigLIP's image tower (transformers' SiglipVisionTransformer): its patches have no class token; one learned query attends
 * to all of them, in float32 whatever the precision.
 */
final class SiglipVision {
    /** Transformers' SiglipMultiheadAttentionPoolingHead. */
    private static final String POOL = """
            def heads(self, x: Tensor) -> Tensor:
              split = torch.view(x, [torch.size(x, 0), torch.size(x, 1), $heads, $headDim])
              return torch.transpose(split, 1, 2)  # (batch, heads, seq, headDim)
            def act(self, x: Tensor) -> Tensor:
              return $act
            def forward(self, x: Tensor, probe: Tensor, in_w: Tensor, in_b: Tensor,
                out_w: Tensor, out_b: Tensor, norm_w: Tensor, norm_b: Tensor,
                fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
              w = torch.reshape(in_w, [3, $width, $width])
              b = torch.reshape(in_b, [3, $width])
              query = torch.linear(probe, torch.select(w, 0, 0), torch.select(b, 0, 0))  # (1, 1, width)
              q = (self).heads(torch.reshape(torch.expand(query, [torch.size(x, 0), 1, $width]), [-1, 1, $width]))
              k = (self).heads(torch.linear(x, torch.select(w, 0, 1), torch.select(b, 0, 1)))
              v = (self).heads(torch.linear(x, torch.select(w, 0, 2), torch.select(b, 0, 2)))
              mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., False)  # (batch, heads, 1, headDim)
              y = torch.linear(torch.reshape(torch.transpose(mixed, 1, 2), [-1, $width]), out_w, out_b)
              n = torch.layer_norm(y, [$width], norm_w, norm_b, $eps)
              inner = (self).act(torch.mul(torch.linear(n, fc1_w, fc1_b), $scale))
              return torch.add(y, torch.linear(torch.mul(inner, $unscale), fc2_w, fc2_b))
            """;

    /** The parameters that {@link #POOL} takes after {@code x}, in its order. */
    private static final List<String> POOL_PARAMETERS = List.of(
            "probe",
            "attention.in_proj_weight",
            "attention.in_proj_bias",
            "attention.out_proj.weight",
            "attention.out_proj.bias",
            "layernorm.weight",
            "layernorm.bias",
            "mlp.fc1.weight",
            "mlp.fc1.bias",
            "mlp.fc2.weight",
            "mlp.fc2.bias");

    private final SiglipConfig config;
    private final Parameters tower;
    private final TransformerEncoder encoder;
    private final TorchScript pool;

    private SiglipVision(SiglipConfig config, Parameters tower, TransformerEncoder encoder, TorchScript pool) {
        this.config = config;
        this.tower = tower;
        this.encoder = encoder;
        this.pool = pool;
    }

    /** @param parts closed by the caller, and this with them */
    static SiglipVision of(SiglipConfig config, NetworkParts<?> parts) throws IOException {
        TorchScript pool = pool(parts.manager().getDevice(), config.vision());
        parts.resources().onClose(pool::close);
        Parameters tower = parts.root().in("vision_model");
        return new SiglipVision(
                config, tower, new TransformerEncoder(config.vision(), tower, parts.visionLayer()), pool);
    }

    private static TorchScript pool(Device device, TransformerConfig config) throws IOException {
        double scale = config.hiddenAct().scale();
        return TorchScript.load(
                device,
                POOL.replace("$act", config.hiddenAct().script())
                        .replace("$scale", Double.toString(scale))
                        .replace("$unscale", Double.toString(1 / scale))
                        .replace("$eps", Float.toString(config.layerNormEps()))
                        .replace("$headDim", Integer.toString(config.headDim()))
                        .replace("$heads", Integer.toString(config.numAttentionHeads()))
                        .replace("$width", Integer.toString(config.hiddenSize())));
    }

    /**
     * Image embeddings before normalization.
     *
     * @param pixelValues (batch, 3, imageSize, imageSize), float32
     * @return (batch, width)
     */
    NDArray forward(NDArray pixelValues) {
        NDArray tokens = encoder.forward(embeddings(pixelValues), NDArray::duplicate); // (batch, patches, width)
        NDArray normed =
                tower.layerNorm(tokens, "post_layernorm", config.vision().layerNormEps());
        Parameters head = tower.in("head");
        List<NDArray> inputs = new ArrayList<>(List.of(normed));
        for (String name : POOL_PARAMETERS) {
            inputs.add(head.get(name));
        }
        return pool.run(inputs.toArray(NDArray[]::new));
    }

    private NDArray embeddings(NDArray pixelValues) {
        Parameters p = tower.in("embeddings");
        Shape stride = new Shape(config.patchSize(), config.patchSize());
        NDArray patches = Conv2d.conv2d(
                        pixelValues, p.get("patch_embedding.weight"), p.get("patch_embedding.bias"), stride)
                .singletonOrThrow() // (batch, width, side, side)
                .reshape(pixelValues.getShape().get(0), config.vision().hiddenSize(), -1)
                .transpose(0, 2, 1); // (batch, patches, width)
        return patches.add(p.get("position_embedding.weight"));
    }
}
