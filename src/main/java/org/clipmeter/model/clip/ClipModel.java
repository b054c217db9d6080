package org.clipmeter.model.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.transformer.NetworkLoader;
import org.clipmeter.model.transformer.NetworkParts;
import org.clipmeter.model.transformer.ParameterShapes;
import org.clipmeter.model.transformer.Parameters;
import org.clipmeter.model.transformer.TransformerModel;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.text.TokenizedText;
import org.jspecify.annotations.Nullable;

/** A CLIP model that is ready to encode: transformers' CLIPModel with its image processor and tokenizer. */
public final class ClipModel extends TransformerModel<ClipTokenizer> {
    private final ClipSource source;
    private final ClipConfig config;
    private final Parameters root;
    private final VisionTransformer vision;
    private final TextTransformer text;

    private ClipModel(ClipSource source, NetworkParts<ClipTokenizer> parts) throws IOException {
        super(parts, sizes(source.config()));
        this.source = source;
        this.config = source.config();
        this.root = parts.root();
        this.vision = new VisionTransformer(config.vision(), parts.root(), parts.visionLayer());
        this.text = new TextTransformer(
                config.text(),
                parts.root(),
                parts.textLayer(),
                parts.weights().float32(ParameterShapes.TOKEN_EMBEDDING));
    }

    private static Sizes sizes(ClipConfig config) {
        ClipConfig.VisionConfig vision = config.vision();
        ClipConfig.TextConfig text = config.text();
        return new Sizes(
                vision.imageSize(),
                text.vocabSize(),
                text.maxPositionEmbeddings(),
                config.projectionDim(),
                vision.multiplications(),
                vision.bytesPerImage());
    }

    /**
     * Loads a model folder in Hugging Face format: {@code config.json}, {@code preprocessor_config.json} (or
     * {@code processor_config.json}), a tokenizer and weights. The caller closes the model.
     *
     * @throws ModelException if the configuration, the device or the set of tensors can't be used
     */
    static ClipModel load(Path folder, ModelOptions options) throws IOException {
        return load(TransformersFolder.open(CheckpointFolder.open(folder)), options);
    }

    /**
     * Loads a model from files of any form. The caller closes the model.
     *
     * @throws IOException in one line, if the configuration, the device or the set of tensors can't be used
     */
    public static ClipModel load(ClipSource source, ModelOptions options) throws IOException {
        return NetworkLoader.load(source, options, parts -> new ClipModel(source, parts));
    }

    /**
     * Loads a model folder in fp32 on a device; null means CUDA if there is a GPU, else CPU. The caller closes the
     * model.
     */
    public static ClipModel load(Path folder, @Nullable String device) throws IOException {
        return load(folder, ModelOptions.defaults().withDevice(device));
    }

    /** The architecture. */
    public ClipConfig config() {
        return config;
    }

    @Override
    public String family() {
        return ClipFamily.MODEL_TYPE;
    }

    @Override
    public String architecture() {
        return config.toString();
    }

    @Override
    protected TokenizedText tokens(String prompt) {
        return tokenizer().encode(source.prepared(prompt));
    }

    @Override
    protected Similarity similarity() {
        return source.similarity(logitScaleExp());
    }

    @Override
    protected NDArray images(NDArray pixelValues) {
        return vision.forward(pixelValues);
    }

    @Override
    protected NDArray texts(NDManager scope, List<long[]> inputIds) {
        return text.forward(scope, inputIds);
    }

    /**
     * The last hidden states of the tokens of texts, on which a text-to-image model is conditioned.
     *
     * @param inputIds as for {@link #textEmbeds}, at least one text
     * @return for each text an array of its tokens' states, row-major, (tokens, width of the text tower)
     * @throws IOException as {@link #textEmbeds}
     */
    public float[][] textStates(List<long[]> inputIds) throws IOException {
        for (long[] ids : inputIds) {
            checkIds(ids);
        }
        return inTurn(scope -> text.states(scope, inputIds), states -> {
            int width = config.text().transformer().hiddenSize();
            float[] flat = states.toFloatArray();
            int length = flat.length / inputIds.size();
            float[][] rows = new float[inputIds.size()][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = Arrays.copyOfRange(flat, i * length, i * length + inputIds.get(i).length * width);
            }
            return rows;
        });
    }

    /** A computation of its own over the tokens of one image. */
    @FunctionalInterface
    public interface TokenComputation {
        /**
         * The result, on the manager of {@code tokens}.
         *
         * @param tokens of the class and of the patches, row by row, as they enter the first layer: (1, 1 + patches,
         *     width), float32
         * @param parameters of the whole model; the weights of products are in the model's precision
         */
        NDArray of(NDArray tokens, Parameters parameters);
    }

    /**
     * Computes something else than an embedding from one image, while no other thread computes with the model or closes
     * it.
     *
     * @param pixelValues (3, imageSize, imageSize)
     * @return the result's values, row-major
     * @throws IOException as {@link #imageEmbeds}
     */
    public float[] ofTokens(float[] pixelValues, TokenComputation computation) throws IOException {
        int size = config.vision().imageSize();
        return inTurn(
                scope -> computation.of(vision.tokens(scope.create(pixelValues, new Shape(1, 3, size, size))), root),
                output -> new float[][] {output.toFloatArray()})[0];
    }
}
