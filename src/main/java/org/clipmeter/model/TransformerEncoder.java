package org.clipmeter.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack of pre-norm transformer layers that both towers share (transformers' CLIPEncoder).
 *
 * <p>A layer is one call of a TorchScript method, whose operators DJL's arrays lack: attention in one step, and changes
 * in place. The weights are its inputs, so that they stay where they are mapped.
 */
final class TransformerEncoder {
    private static final String LAYER = """
            def narrow(self, x: Tensor) -> Tensor:
              return $narrow
            def widen(self, x: Tensor) -> Tensor:
              return $widen
            def act(self, x: Tensor) -> Tensor:
              return $act
            def norm(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
              return (self).narrow(torch.layer_norm(x, [torch.size(w, 0)], w, b, $eps))
            def heads(self, x: Tensor) -> Tensor:
              split = torch.view((self).widen(x), [torch.size(x, 0), torch.size(x, 1), $heads, $headDim])
              return torch.transpose(split, 1, 2)  # (batch, heads, seq, headDim)
            def forward(self, x: Tensor,
                norm1_w: Tensor, norm1_b: Tensor,
                q_w: Tensor, q_b: Tensor, k_w: Tensor, k_b: Tensor, v_w: Tensor, v_b: Tensor,
                out_w: Tensor, out_b: Tensor,
                norm2_w: Tensor, norm2_b: Tensor,
                fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
              n = (self).norm(x, norm1_w, norm1_b)  # (batch, seq, hidden)
              q = (self).heads(torch.linear(n, q_w, q_b))
              k = (self).heads(torch.linear(n, k_w, k_b))
              v = (self).heads(torch.linear(n, v_w, v_b))
              mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., $causal)
              joined = torch.reshape(torch.transpose(mixed, 1, 2), torch.size(x))  # (batch, seq, hidden)
              y = torch.add_((self).widen(torch.linear((self).narrow(joined), out_w, out_b)), x)
              m = (self).norm(y, norm2_w, norm2_b)
              inner = (self).act(torch.linear(m, fc1_w, fc1_b))  # (batch, seq, intermediate)
              return torch.add_((self).widen(torch.linear(inner, fc2_w, fc2_b)), y)
            """;

    /** What {@code forward} takes after {@code x}, in its order: a weight and a bias of each. */
    private static final List<String> PARAMETERS = List.of(
            "layer_norm1",
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.out_proj",
            "layer_norm2",
            "mlp.fc1",
            "mlp.fc2");

    private final TransformerConfig config;
    private final Parameters layers;
    private final TorchScript layer;

    /** @param layer from {@link #layer}, closed by its owner */
    TransformerEncoder(TransformerConfig config, Parameters tower, TorchScript layer) {
        this.config = config;
        this.layers = tower.in("encoder").in("layers");
        this.layer = layer;
    }

    /**
     * The script of a layer, which needs no weights yet.
     *
     * @param causal whether a token sees only itself and those before it
     */
    static TorchScript layer(Device device, TransformerConfig config, Products products, boolean causal)
            throws IOException {
        return TorchScript.load(
                device,
                LAYER.replace("$narrow", products.narrowed())
                        .replace("$widen", products.widened())
                        .replace("$act", config.hiddenAct().script())
                        .replace("$eps", Float.toString(config.layerNormEps()))
                        .replace("$headDim", Integer.toString(config.headDim()))
                        .replace("$heads", Integer.toString(config.numAttentionHeads()))
                        .replace("$causal", causal ? "True" : "False"));
    }

    /**
     * Runs all layers; native memory of a layer is given back before the next starts.
     *
     * @param x (batch, seq, hidden); belongs to {@code manager}, and is consumed
     * @return (batch, seq, hidden), belongs to {@code manager}
     */
    NDArray forward(NDManager manager, NDArray x) {
        NDArray hidden = x;
        for (int i = 0; i < config.numHiddenLayers(); i++) {
            Parameters p = layers.in(Integer.toString(i));
            List<NDArray> inputs = new ArrayList<>();
            inputs.add(hidden);
            for (String name : PARAMETERS) {
                inputs.add(p.get(name + ".weight"));
                inputs.add(p.get(name + ".bias"));
            }
            NDArray next = layer.run(inputs.toArray(NDArray[]::new));
            hidden.close();
            hidden = next;
        }
        return hidden;
    }
}
