package org.clipmeter.model.siglip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import java.io.IOException;
import java.util.List;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.transformer.NetworkParts;
import org.clipmeter.model.transformer.ParameterShapes;
import org.clipmeter.model.transformer.Parameters;
import org.clipmeter.model.transformer.TokenEmbeddings;
import org.clipmeter.model.transformer.TransformerEncoder;
import org.clipmeter.model.transformer.TransformerModel;
import org.clipmeter.text.TextTokenizer;
import org.clipmeter.text.TokenizedText;

/** A SigLIP that is ready to encode: transformers' SiglipModel with its image processor and tokenizer. */
final class SiglipModel extends TransformerModel<TextTokenizer> {
    private final SiglipConfig config;
    private final SiglipVision vision;
    private final Parameters text;
    private final TransformerEncoder textEncoder;
    private final TokenEmbeddings tokenEmbeddings;
    private final float bias;

    SiglipModel(SiglipSource source, NetworkParts<TextTokenizer> parts) throws IOException {
        super(parts, sizes(source.config()));
        this.config = source.config();
        this.vision = SiglipVision.of(config, parts);
        this.text = parts.root().in("text_model");
        this.textEncoder = new TransformerEncoder(config.text(), text, parts.textLayer());
        this.tokenEmbeddings = TokenEmbeddings.of(
                parts.weights().float32(ParameterShapes.TOKEN_EMBEDDING),
                config.text().hiddenSize());
        this.bias = parts.weights().float32(SiglipConfig.LOGIT_BIAS).getFloat(0);
        if (!Float.isFinite(bias)) {
            throw new ModelException(source.name() + ": logit_bias is " + bias
                    + ", which every score would be added to. Trained models have about -15. Use another checkpoint.");
        }
    }

    private static Sizes sizes(SiglipConfig config) {
        return new Sizes(
                config.imageSize(),
                config.vocabSize(),
                config.positions(),
                config.projectionDim(),
                config.multiplications(),
                config.bytesPerImage());
    }

    @Override
    public String family() {
        return SiglipFamily.MODEL_TYPE;
    }

    @Override
    public String architecture() {
        return config.toString();
    }

    @Override
    protected TokenizedText tokens(String prompt) {
        return tokenizer().encode(prompt);
    }

    @Override
    protected Similarity similarity() {
        return new Similarity(logitScaleExp(), bias, Similarity.SIGLIP_LOGIT);
    }

    @Override
    protected NDArray images(NDArray pixelValues) {
        return vision.forward(pixelValues);
    }

    /** The last token stands for the text, even if it is padding: all texts are padded to the same length. */
    @Override
    protected NDArray texts(NDManager scope, List<long[]> inputIds) {
        int length = config.positions();
        for (long[] ids : inputIds) {
            if (ids.length != length) {
                throw new IllegalArgumentException(ids.length + " tokens, expected " + length + ", padding included");
            }
        }
        Shape shape = new Shape(inputIds.size(), length, config.text().hiddenSize());
        NDArray x = scope.create(tokenEmbeddings.rows(inputIds, length), shape);
        x.addi(text.get("embeddings.position_embedding.weight"));
        NDArray last = textEncoder.forward(x, tokens -> tokens.get(":, -1")); // (batch, hidden)
        NDArray normed = text.layerNorm(last, "final_layer_norm", config.text().layerNormEps());
        return Linear.linear(normed, text.get("head.weight"), text.get("head.bias"))
                .singletonOrThrow();
    }
}
