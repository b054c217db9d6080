package org.clipmeter.model.clip;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clipmeter.engine.CpuFeatures;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.CheckpointFolder;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.text.TokenizedText;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.AvailableMemory;
import org.clipmeter.weights.file.FileHashes;
import org.jspecify.annotations.Nullable;

/**
 * A CLIP model that is ready to encode: transformers' CLIPModel with its image processor and tokenizer.
 *
 * <p>In fp32 on the CPU, computations use the weights directly in the memory of {@link Weights}; for 16 bits, the
 * weights are converted once and stored. Several threads may use a model: their batches take turns. Embeddings are
 * returned as plain arrays; all native memory of a call is freed before it returns.
 */
public final class ClipModel implements LoadedModel {
    private final ClipSource source;
    private final ClipConfig config;
    private final ParameterShapes shapes;
    private final Weights weights;
    private final ModelOptions.Precision precision;
    private final Device device;
    private final NDManager manager;
    private final VisionTransformer vision;
    private final TextTransformer text;
    private final ImageProcessor imageProcessor;
    private final ClipTokenizer tokenizer;
    private final float logitScaleExp;
    private final List<String> loadingWarnings;
    private final Resources resources;
    /** Held while a batch is computed, and while the memory is freed that batches use. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean closed;
    private boolean weightsAreFinite;

    ClipModel(
            ClipSource source,
            ClipConfig config,
            ParameterShapes shapes,
            Weights weights,
            ModelOptions.Precision precision,
            NDManager manager,
            VisionTransformer vision,
            TextTransformer text,
            ImageProcessor imageProcessor,
            ClipTokenizer tokenizer,
            List<String> loadingWarnings,
            Resources resources)
            throws IOException {
        this.source = source;
        this.config = config;
        this.shapes = shapes;
        this.weights = weights;
        this.precision = precision;
        this.manager = manager;
        this.device = manager.getDevice();
        this.vision = vision;
        this.text = text;
        this.imageProcessor = imageProcessor;
        this.tokenizer = tokenizer;
        this.loadingWarnings = List.copyOf(loadingWarnings);
        this.resources = resources;
        this.logitScaleExp =
                (float) Math.exp(weights.float32(ParameterShapes.LOGIT_SCALE).getFloat(0));
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
        return ClipLoader.load(source, options);
    }

    /**
     * Loads a model folder in fp32 on a device; null means CUDA if there is a GPU, else CPU. The caller closes the
     * model.
     */
    public static ClipModel load(Path folder, @Nullable String device) throws IOException {
        return load(folder, ModelOptions.defaults().withDevice(device));
    }

    public ClipConfig config() {
        return config;
    }

    @Override
    public TwoTower towers(ImageRules rules) throws IOException {
        return new ClipTowers(this, imageProcessor.following(rules));
    }

    @Override
    public String family() {
        return ClipFamily.MODEL_TYPE;
    }

    @Override
    public ImageRules imageRules() {
        return imageProcessor.rules();
    }

    @Override
    public int imageWidth() {
        return imageProcessor.width();
    }

    @Override
    public int tokenLimit() {
        return config.text().maxPositionEmbeddings();
    }

    @Override
    public String architecture() {
        return config.toString();
    }

    public ImageProcessor imageProcessor() {
        return imageProcessor;
    }

    public ClipTokenizer tokenizer() {
        return tokenizer;
    }

    /** The tokens of a text, which is prepared as the program does whose files these are. */
    TokenizedText tokens(String prompt) {
        return tokenizer.encode(source.prepared(prompt));
    }

    /** How embeddings are compared. */
    Similarity similarity() {
        return source.similarity(logitScaleExp);
    }

    /**
     * Unit-length image embeddings.
     *
     * @param pixelValues one array of shape (3, height, width) per image, from the image processor
     * @return embeddings of shape (batch, projectionDim)
     * @throws ArithmeticException if one of these inputs gives NaN or infinity although all weights are finite
     * @throws ModelException if the weights contain NaN or infinity
     * @throws ModelClosedException if the model is closed
     */
    public float[][] imageEmbeds(List<float[]> pixelValues) throws IOException {
        if (pixelValues.isEmpty()) {
            return new float[0][];
        }
        int size = config.vision().imageSize();
        int values = 3 * size * size;
        float[] batch = new float[Math.multiplyExact(pixelValues.size(), values)];
        for (int i = 0; i < pixelValues.size(); i++) {
            if (pixelValues.get(i).length != values) {
                throw new IllegalArgumentException("pixelValues " + i + " hold " + pixelValues.get(i).length
                        + " numbers, expected 3 x " + size + " x " + size);
            }
            System.arraycopy(pixelValues.get(i), 0, batch, i * values, values);
        }
        return inTurn(scope -> vision.forward(scope.create(batch, new Shape(pixelValues.size(), 3, size, size))));
    }

    /**
     * Unit-length text embeddings.
     *
     * @param inputIds one array per text, from the tokenizer, of any lengths up to the model's
     * @return embeddings of shape (batch, projectionDim)
     * @throws ArithmeticException if one of these inputs gives NaN or infinity although all weights are finite
     * @throws ModelException if the weights contain NaN or infinity
     * @throws ModelClosedException if the model is closed
     */
    public float[][] textEmbeds(List<long[]> inputIds) throws IOException {
        if (inputIds.isEmpty()) {
            return new float[0][];
        }
        for (long[] ids : inputIds) {
            checkIds(ids);
        }
        return inTurn(scope -> text.forward(scope, inputIds));
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

    private float[][] inTurn(Function<NDManager, NDArray> tower) throws IOException {
        return inTurn(tower, this::normalised);
    }

    /** What is made of a tower's output. */
    private interface Reading {
        float[][] read(NDArray output) throws IOException;
    }

    /** Computes while no other thread computes with the model or closes it. */
    private float[][] inTurn(Function<NDManager, NDArray> tower, Reading reading) throws IOException {
        requireOpen(); // before waiting, and again after the wait
        turn.lock();
        try {
            requireOpen();
            weights.checkUnchanged();
            try (NDManager scope = manager.newSubManager()) {
                return reading.read(tower.apply(scope));
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Does nothing as long as the model can be used.
     *
     * @throws ModelClosedException if the model is closed
     */
    @Override
    public void requireOpen() {
        if (closed) {
            throw new ModelClosedException();
        }
    }

    private void checkIds(long[] ids) {
        int most = config.text().maxPositionEmbeddings();
        if (ids.length == 0 || ids.length > most) {
            throw new IllegalArgumentException(ids.length + " tokens, expected 1 to " + most);
        }
        for (long id : ids) {
            if (id < 0 || id >= config.text().vocabSize()) {
                throw new IllegalArgumentException("token id " + id + ", expected 0 to "
                        + (config.text().vocabSize() - 1) + ": the tokenizer belongs to another model");
            }
        }
    }

    /** Divides rows by their Euclidean norms. */
    private float[][] normalised(NDArray embeds) throws IOException {
        int width = config.projectionDim();
        float[] flat = embeds.toFloatArray();
        float[][] rows = new float[flat.length / width][width];
        for (int r = 0; r < rows.length; r++) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                double v = flat[r * width + i];
                squares += v * v;
            }
            double norm = Math.sqrt(squares);
            if (!Double.isFinite(norm) || norm == 0) {
                requireFiniteWeights();
                throw new ArithmeticException("the network gave an embedding of norm " + norm);
            }
            for (int i = 0; i < width; i++) {
                rows[r][i] = (float) (flat[r * width + i] / norm);
            }
        }
        return rows;
    }

    /** Searches the weights for NaN and infinity, once; called only when an output is not finite. */
    private void requireFiniteWeights() throws IOException {
        if (weightsAreFinite) {
            return;
        }
        for (String name : shapes.shapes().keySet()) {
            OptionalDouble value = weights.firstNotFinite(name);
            if (value.isPresent()) {
                throw new ModelException("the weights hold " + value.getAsDouble() + " in " + name
                        + ", so its embeddings are not numbers. Download or convert the checkpoint again.");
            }
        }
        weightsAreFinite = true;
    }

    /** exp(logit_scale), the factor from a cosine to logits_per_image; about 100 for OpenAI's models. */
    public float logitScaleExp() {
        return logitScaleExp;
    }

    /** The device in use: {@code cpu}, {@code cuda:0}. */
    @Override
    public String device() {
        return TorchEngine.name(device);
    }

    /** The precision in use: {@code fp32}, {@code bf16}, {@code fp16}. */
    @Override
    public String precision() {
        return precision.toString();
    }

    /**
     * How many images to encode at once, calculated from the architecture only: as many as two ordinary cores encode in
     * one to two seconds, at most 64. For large models it is up to 4, which take a few seconds, since single images use
     * the processor badly.
     */
    public int suggestedBatch() {
        return BatchLimits.suggested(config.vision());
    }

    /**
     * The most images to encode at once, at least 1: their activations may take half of the memory that is available
     * now. There is no limit on a GPU, which only refuses what it can't hold, whereas a lack of main memory may end the
     * process.
     */
    int largestBatch() {
        OptionalLong available = device.isGpu() ? OptionalLong.empty() : AvailableMemory.bytes();
        return available.isPresent() ? BatchLimits.largest(config.vision(), available.getAsLong()) : Integer.MAX_VALUE;
    }

    /** What the user should know about the model's files and about this device and precision, one line each. */
    @Override
    public List<String> warnings() {
        return Stream.concat(loadingWarnings.stream(), warnings(precision, device, CpuFeatures.lackBfloat16()).stream())
                .toList();
    }

    static List<String> warnings(ModelOptions.Precision precision, Device device, boolean lackBfloat16) {
        boolean slow = precision == ModelOptions.Precision.BF16 && !device.isGpu() && lackBfloat16;
        return slow
                ? List.of("bf16 is much slower than fp32 here, because this processor shows no fast instructions for it"
                        + " (AVX512-BF16, AMX). The scores are the same as on other processors.")
                : List.of();
    }

    @Override
    public long parameterCount() {
        return shapes.count();
    }

    @Override
    public String fingerprint(FileHashes remembered) throws IOException {
        return weights.fingerprint(remembered);
    }

    @Override
    public void close() {
        closed = true;
        turn.lock();
        try {
            resources.close();
        } finally {
            turn.unlock();
        }
    }
}
