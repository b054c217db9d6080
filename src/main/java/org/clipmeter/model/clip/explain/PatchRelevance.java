package org.clipmeter.model.clip.explain;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.engine.TorchScript;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.model.transformer.Parameters;
import org.clipmeter.model.transformer.TransformerConfig;

/**
 * How much the patches of an image have to do with directions in the space of the embeddings, such as that of a text, by
 * two methods. Threads take turns in the model.
 *
 * <p>The gradients of {@link #legrad} stay within one layer each, so the chain rule is written out here. PyTorch's own
 * gradients are not used: nothing has to be kept beyond a layer, and no thread of PyTorch's is in the middle of a backward
 * pass when the process ends.
 */
public final class PatchRelevance implements AutoCloseable {
    /** The parameters of a layer, in the order in which the scripts take them: a weight and a bias each. */
    private static final List<String> LAYER = List.of(
            "layer_norm1",
            "self_attn.q_proj",
            "self_attn.k_proj",
            "self_attn.v_proj",
            "self_attn.out_proj",
            "layer_norm2",
            "mlp.fc1",
            "mlp.fc2");

    private static final String SHARED = """
            def norm(self, x: Tensor, w: Tensor, b: Tensor) -> Tensor:
              return torch.layer_norm(x, [torch.size(w, 0)], w, b, $eps)
            def heads(self, x: Tensor) -> Tensor:
              return torch.transpose(torch.view(x, [torch.size(x, 0), $heads, $headDim]), 0, 1)  # (heads, seq, headDim)
            """;

    private static final String ARGUMENTS = """
                norm_w: Tensor, norm_b: Tensor,
                q_w: Tensor, q_b: Tensor, k_w: Tensor, k_b: Tensor, v_w: Tensor, v_b: Tensor,
                out_w: Tensor, out_b: Tensor,
                norm2_w: Tensor, norm2_b: Tensor,
                fc1_w: Tensor, fc1_b: Tensor, fc2_w: Tensor, fc2_b: Tensor""";

    /** The layer, from {@code x}, (seq, hidden), to {@code z}, with attention's probabilities {@code a}. */
    private static final String BODY = """
              n = (self).norm(x, norm_w, norm_b)
              q = torch.mul((self).heads(torch.linear(n, q_w, q_b)), $scale)
              k = (self).heads(torch.linear(n, k_w, k_b))
              v = (self).heads(torch.linear(n, v_w, v_b))
              a = torch.softmax(torch.matmul(q, torch.transpose(k, 1, 2)), -1)  # (heads, seq, seq)
              mixed = torch.reshape(torch.transpose(torch.matmul(a, v), 0, 1), torch.size(x))
              y = torch.add(x, torch.linear(mixed, out_w, out_b))
              u = torch.linear((self).norm(y, norm2_w, norm2_b), fc1_w, fc1_b)  # (seq, intermediate)
              z = torch.add(y, torch.linear($act, fc2_w, fc2_b))
            """;

    private static final String FORWARD =
            SHARED + "def forward(self, x: Tensor,\n" + ARGUMENTS + ") -> Tensor:\n" + BODY + "  return z\n";

    /**
     * The similarity of the mean of a layer's tokens with each direction, {@code s = d · e / |e|}, and its gradient with
     * respect to {@code a}. The gradients are named after their variables: {@code gz} has one row a direction, since it is
     * the same for all tokens.
     */
    private static final String LEGRAD = SHARED + """
            def back(self, g: Tensor, x: Tensor, w: Tensor) -> Tensor:
              c = torch.sub(x, torch.mean(x, [-1], True))
              r = torch.rsqrt(torch.add(torch.mean(torch.mul(c, c), [-1], True), $eps))
              h = torch.mul(c, r)
              p = torch.mul(g, w)
              m = torch.add(torch.mean(p, [-1], True), torch.mul(h, torch.mean(torch.mul(p, h), [-1], True)))
              return torch.mul(torch.sub(p, m), r)
            def forward(self, x: Tensor,
            """ + ARGUMENTS + """
            ,
                post_w: Tensor, post_b: Tensor, projection: Tensor, d: Tensor) -> Tensor:
            """ + BODY + """
              mean = torch.mean(z, [0])  # (hidden)
              e = torch.matmul(projection, (self).norm(mean, post_w, post_b))  # (projectionDim)
              length = torch.sqrt(torch.sum(torch.mul(e, e)))
              unit = torch.div(e, length)
              s = torch.unsqueeze(torch.matmul(d, unit), 1)  # (directions, 1)
              ge = torch.div(torch.sub(d, torch.mul(s, unit)), length)  # (directions, projectionDim)
              gz = torch.div((self).back(torch.matmul(ge, projection), mean, post_w), torch.size(x, 0))
              gu = torch.mul(torch.unsqueeze(torch.matmul(gz, fc2_w), 1), $derivative)  # (directions, seq, intermediate)
              gy = torch.add((self).back(torch.matmul(gu, fc1_w), y, norm2_w), torch.unsqueeze(gz, 1))
              split = [torch.size(d, 0), torch.size(x, 0), $heads, $headDim]
              gm = torch.transpose(torch.view(torch.matmul(gy, out_w), split), 1, 2)  # (directions, heads, seq, headDim)
              ga = torch.matmul(gm, torch.transpose(v, 1, 2))  # (directions, heads, seq, seq)
              relevance = torch.mean(torch.relu(ga), [1, 2])  # (directions, seq)
              return torch.cat([torch.reshape(z, [-1]), torch.reshape(relevance, [-1])])
            """;

    private static final String VALUE = SHARED + """
            def forward(self, x: Tensor,
                norm_w: Tensor, norm_b: Tensor, v_w: Tensor, v_b: Tensor, out_w: Tensor, out_b: Tensor,
                post_w: Tensor, post_b: Tensor, projection: Tensor, d: Tensor) -> Tensor:
              v = torch.linear((self).norm(x, norm_w, norm_b), v_w, v_b)
              o = torch.linear(v, out_w, out_b)
              e = torch.linear((self).norm(o, post_w, post_b), projection)  # (seq, projectionDim)
              unit = torch.div(e, torch.sqrt(torch.sum(torch.mul(e, e), [-1], True)))
              return torch.transpose(torch.matmul(unit, torch.transpose(d, 0, 1)), 0, 1)  # (directions, seq)
            """;

    private final ClipModel model;
    private final TransformerConfig config;
    private final int patches;
    private final List<TorchScript> open = new ArrayList<>();
    private final TorchScript forward;
    private final TorchScript legrad;
    private final TorchScript value;

    private PatchRelevance(ClipModel model, Device device) throws IOException {
        this.model = model;
        this.config = model.config().vision().transformer();
        int side = model.config().vision().patchesPerSide();
        this.patches = side * side;
        ActivationScript activation = ActivationScript.of(config.hiddenAct());
        UnaryOperator<String> filled = script -> script.replace("$act", activation.value())
                .replace("$derivative", activation.derivative())
                .replace("$scale", Double.toString(1 / Math.sqrt(config.headDim())))
                .replace("$eps", Float.toString(config.layerNormEps()))
                .replace("$headDim", Integer.toString(config.headDim()))
                .replace("$heads", Integer.toString(config.numAttentionHeads()));
        this.forward = load(device, filled.apply(FORWARD));
        this.legrad = load(device, filled.apply(LEGRAD));
        this.value = load(device, filled.apply(VALUE));
    }

    private TorchScript load(Device device, String script) throws IOException {
        TorchScript loaded = TorchScript.load(device, script);
        open.add(loaded);
        return loaded;
    }

    /**
     * Prepares both methods; the caller closes the object, and the model after it.
     *
     * @throws InvalidRequestException if the model does not compute in float32
     * @throws IOException in one line, if PyTorch does not know an operator
     */
    public static PatchRelevance of(ClipModel model) throws IOException {
        if (!model.precision().equals("fp32")) {
            throw new InvalidRequestException(
                    "explain: the methods value and legrad need a model in fp32, but this one is in "
                            + model.precision() + "; load it in fp32, or use the method occlusion");
        }
        return new PatchRelevance(model, TorchEngine.start().device(model.device()));
    }

    /**
     * The value path of the last layer (MaskCLIP): each patch's own value goes where attention's mixture would go. Then
     * come the output projection of attention, the last norm and the projection, without the residual and the MLP.
     *
     * @param pixelValues (3, imageSize, imageSize)
     * @param directions at least one, each of the width of the embeddings
     * @return for each direction its product with each patch's unit vector, row by row; for a direction of unit length a
     *     cosine
     * @throws IOException as {@link ClipModel#imageEmbeds}
     */
    public float[][] value(float[] pixelValues, float[][] directions) throws IOException {
        float[] all = model.ofTokens(pixelValues, (tokens, parameters) -> {
            NDArray x = tokens.squeeze(0);
            Parameters tower = parameters.in("vision_model");
            int last = config.numHiddenLayers() - 1;
            for (int i = 0; i < last; i++) {
                x = replaced(x, forward.run(inputs(x, layer(tower, i), LAYER).toArray(NDArray[]::new)));
            }
            List<NDArray> inputs = inputs(x, layer(tower, last), List.of(LAYER.get(0), LAYER.get(3), LAYER.get(4)));
            inputs.addAll(outputs(x, tower, parameters, directions));
            return value.run(inputs.toArray(NDArray[]::new));
        });
        return rows(all, directions.length);
    }

    /**
     * LeGrad (Bousselham et al. 2025) over all layers: the gradient of the mean token's similarity with respect to the
     * layer's attention, its positive part averaged over heads and tokens, summed over the layers and not normalized.
     *
     * @param pixelValues (3, imageSize, imageSize)
     * @param directions at least one, each of the width of the embeddings
     * @return for each direction the relevance of each patch, row by row; none is negative
     * @throws IOException as {@link ClipModel#imageEmbeds}
     */
    public float[][] legrad(float[] pixelValues, float[][] directions) throws IOException {
        float[] all = model.ofTokens(pixelValues, (tokens, parameters) -> {
            NDArray x = tokens.squeeze(0);
            Parameters tower = parameters.in("vision_model");
            long size = x.size();
            NDArray sum = x.getManager().zeros(new Shape((long) directions.length * (patches + 1)));
            for (int i = 0; i < config.numHiddenLayers(); i++) {
                List<NDArray> inputs = inputs(x, layer(tower, i), LAYER);
                inputs.addAll(outputs(x, tower, parameters, directions));
                try (NDArray both = legrad.run(inputs.toArray(NDArray[]::new));
                        NDArray relevance = both.get(size + ":")) {
                    sum.addi(relevance);
                    x = replaced(x, both.get(":" + size).reshape(x.getShape()).duplicate());
                }
            }
            return sum;
        });
        return rows(all, directions.length);
    }

    private static NDArray replaced(NDArray old, NDArray next) {
        old.close();
        return next;
    }

    private static Parameters layer(Parameters tower, int index) {
        return tower.in("encoder").in("layers").in(Integer.toString(index));
    }

    private static List<NDArray> inputs(NDArray x, Parameters layer, List<String> names) {
        List<NDArray> inputs = new ArrayList<>(List.of(x));
        for (String name : names) {
            inputs.add(layer.get(name + ".weight"));
            inputs.add(layer.get(name + ".bias"));
        }
        return inputs;
    }

    private static List<NDArray> outputs(NDArray x, Parameters tower, Parameters root, float[][] directions) {
        return List.of(
                tower.get("post_layernorm.weight"),
                tower.get("post_layernorm.bias"),
                root.get("visual_projection.weight"),
                x.getManager().create(directions));
    }

    /** The rows of (directions, 1 + patches) without the class token. */
    private float[][] rows(float[] all, int count) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            int start = i * (patches + 1) + 1;
            rows[i] = Arrays.copyOfRange(all, start, start + patches);
        }
        return rows;
    }

    @Override
    public void close() {
        open.forEach(TorchScript::close);
    }
}
