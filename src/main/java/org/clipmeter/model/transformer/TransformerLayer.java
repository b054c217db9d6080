package org.clipmeter.model.transformer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.clipmeter.engine.TorchScript;

/**
 * The computation of a pre-norm transformer layer (transformers' CLIPEncoderLayer), for given weights.
 *
 * <p>Its two halves are TorchScript methods, because DJL's arrays lack their operators: attention in one step, and
 * changes in place. The weights are passed as inputs, so that they stay where they are mapped. No input is changed, and
 * no result shares an input's memory, since that may be Java's memory, which is freed with the input.
 */
public final class TransformerLayer implements AutoCloseable {
    private static final String SHARED = """
            def cast(self, x: Tensor) -> Tensor:
              return $cast
            def norm(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
              return (self).cast(torch.layer_norm(x, [torch.size(w, 0)], w, b, $eps))
            """;

    private static final String ATTENTION = """
            def float32(self, x: Tensor) -> Tensor:
              return $float32
            def heads(self, x: Tensor) -> Tensor:
              split = torch.view((self).float32(x), [torch.size(x, 0), torch.size(x, 1), $heads, $headDim])
              return torch.transpose(split, 1, 2)  # (batch, heads, seq, headDim)
            def forward(self, x: Tensor,
                norm_w: Tensor, norm_b: Tensor,
                q_w: Tensor, q_b: Tensor, k_w: Tensor, k_b: Tensor, v_w: Tensor, v_b: Tensor) -> Tensor:
              n = (self).norm(x, norm_w, norm_b)  # (batch, seq, hidden)
              q = (self).heads(torch.linear(n, q_w, q_b))
              k = (self).heads(torch.linear(n, k_w, k_b))
              v = (self).heads(torch.linear(n, v_w, v_b))
              mixed = torch.scaled_dot_product_attention(q, k, v, None, 0., $causal)
              return torch.reshape(torch.transpose(mixed, 1, 2), torch.size(x))
            """;

    /** The parameters that {@link #ATTENTION} takes after {@code x}, in its order: a weight and a bias each. */
    private static final List<String> ATTENTION_PARAMETERS =
            List.of("layer_norm1", "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");

    private static final String FEED_FORWARD = """
            def add_projection(self, y: Tensor, x: Tensor, w: Tensor, b: Tensor, alpha: float) -> Tensor:
              return $addProjection
            def act(self, x: Tensor) -> Tensor:
              return $act
            def forward(self, x: Tensor, mixed: Tensor,
                out_w: Tensor, out_b: Tensor,
                norm_w: Tensor, norm_b: Tensor,
                fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor) -> Tensor:
              rows = [-1, torch.size(out_w, 0)]
              y = (self).add_projection(torch.reshape(x, rows), (self).cast(torch.reshape(mixed, rows)), out_w, out_b, 1.)
              n = (self).norm(y, norm_w, norm_b)  # (rows, hidden)
              inner = (self).act(torch.addmm(fc1_b, n, torch.t(fc1_w), beta=$scale, alpha=$scale))
              z = (self).add_projection(y, inner, fc2_w, fc2_b, $unscale)  # inner: (rows, intermediate)
              return torch.view(z, torch.size(x))
            """;

    /**
     * The parameters that {@link #FEED_FORWARD} takes after {@code x} and {@code mixed}, in its order: a weight and a
     * bias each.
     */
    private static final List<String> FEED_FORWARD_PARAMETERS =
            List.of("self_attn.out_proj", "layer_norm2", "mlp.fc1", "mlp.fc2");

    private final TorchScript attention;
    private final TorchScript feedForward;

    private TransformerLayer(TorchScript attention, TorchScript feedForward) {
        this.attention = attention;
        this.feedForward = feedForward;
    }

    /** @param causal whether a token sees only itself and earlier tokens */
    static TransformerLayer on(Device device, TransformerConfig config, Products products, boolean causal)
            throws IOException {
        double scale = config.hiddenAct().scale();
        UnaryOperator<String> filled = methods -> (SHARED + methods)
                .replace("$cast", products.castExpression())
                .replace("$float32", products.float32Expression())
                .replace("$addProjection", products.addProjectionExpression())
                .replace("$act", config.hiddenAct().script())
                .replace("$scale", Double.toString(scale))
                .replace("$unscale", Double.toString(1 / scale))
                .replace("$eps", Float.toString(config.layerNormEps()))
                .replace("$headDim", Integer.toString(config.headDim()))
                .replace("$heads", Integer.toString(config.numAttentionHeads()))
                .replace("$causal", causal ? "True" : "False");
        TorchScript attention = TorchScript.load(device, filled.apply(ATTENTION));
        try {
            return new TransformerLayer(attention, TorchScript.load(device, filled.apply(FEED_FORWARD)));
        } catch (IOException | RuntimeException e) {
            attention.close();
            throw e;
        }
    }

    /**
     * Attention: what each token takes from the tokens that it sees, before {@link #feedForward} adds it to {@code x}.
     *
     * @param x (batch, seq, hidden)
     * @return (batch, seq, hidden)
     */
    NDArray attention(Parameters weights, NDArray x) {
        return run(attention, weights, ATTENTION_PARAMETERS, x);
    }

    /**
     * The rest of the layer, which computes each token independently.
     *
     * @param x (..., hidden), the input of the layer
     * @param mixed (..., hidden), the result of {@link #attention}
     * @return (..., hidden)
     */
    NDArray feedForward(Parameters weights, NDArray x, NDArray mixed) {
        return run(feedForward, weights, FEED_FORWARD_PARAMETERS, x, mixed);
    }

    private static NDArray run(TorchScript script, Parameters weights, List<String> names, NDArray... inputs) {
        List<NDArray> all = new ArrayList<>(List.of(inputs));
        for (String name : names) {
            all.add(weights.get(name + ".weight"));
            all.add(weights.get(name + ".bias"));
        }
        return script.run(all.toArray(NDArray[]::new));
    }

    @Override
    public void close() {
        attention.close();
        feedForward.close();
    }
}
