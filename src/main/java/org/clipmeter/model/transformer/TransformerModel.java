package org.clipmeter.model.transformer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Stream;
import org.clipmeter.engine.CpuFeatures;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.LoadedModel;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.model.Similarity;
import org.clipmeter.model.TwoTower;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.text.TextTokenizer;
import org.clipmeter.text.TokenizedText;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.AvailableMemory;
import org.clipmeter.weights.file.FileHashes;

/**
 * A model of two transformers that is ready to encode, whatever its family: the family computes an embedding, and this
 * class runs batches and owns what they use.
 *
 * <p>In fp32 on the CPU, computations use the weights directly in the memory of {@link Weights}; for 16 bits, the
 * weights are converted once and stored. Several threads may use a model: their batches take turns. Embeddings are
 * returned as plain arrays; all native memory of a call is freed before it returns.
 *
 * @param <T> the family's tokenizer
 */
public abstract class TransformerModel<T extends TextTokenizer> implements LoadedModel {
    /**
     * The sizes that inputs and outputs are checked with.
     *
     * @param imageSize height and width of an image in pixels
     * @param vocabSize the number of token embeddings
     * @param positions the most tokens of a text
     * @param projectionDim width of the embeddings of both towers
     * @param multiplications of one image
     * @param bytesPerImage the most bytes that the activations of an image take
     */
    public record Sizes(
            int imageSize, int vocabSize, int positions, int projectionDim, long multiplications, long bytesPerImage) {}

    private final NetworkParts<T> parts;
    private final Sizes sizes;
    private final Device device;
    private final float logitScaleExp;
    /** Held while a batch is computed, and while the memory is freed that batches use. */
    private final ReentrantLock turn = new ReentrantLock();

    private volatile boolean closed;
    private boolean weightsAreFinite;

    /** @param parts closed with this model */
    protected TransformerModel(NetworkParts<T> parts, Sizes sizes) throws IOException {
        this.parts = parts;
        this.sizes = sizes;
        this.device = parts.manager().getDevice();
        this.logitScaleExp = (float)
                Math.exp(parts.weights().float32(ParameterShapes.LOGIT_SCALE).getFloat(0));
    }

    /**
     * Image embeddings before normalization.
     *
     * @param pixelValues (batch, 3, imageSize, imageSize), float32
     * @return (batch, projectionDim), on the manager of {@code pixelValues}
     */
    protected abstract NDArray images(NDArray pixelValues);

    /**
     * Text embeddings before normalization.
     *
     * @param scope the manager of the result
     * @param inputIds at least one text; lengths and ids are checked
     * @return (batch, projectionDim)
     */
    protected abstract NDArray texts(NDManager scope, List<long[]> inputIds);

    /** The tokens of a text, which is prepared as the program does whose files these are. */
    protected abstract TokenizedText tokens(String prompt);

    /** How embeddings are compared. */
    protected abstract Similarity similarity();

    @Override
    public TwoTower towers(ImageRules rules) throws IOException {
        return new TransformerTowers(this, imageProcessor().following(rules));
    }

    @Override
    public ImageRules imageRules() {
        return imageProcessor().rules();
    }

    @Override
    public int imageWidth() {
        return imageProcessor().width();
    }

    @Override
    public int tokenLimit() {
        return sizes.positions();
    }

    /** The preparation of images with the rules that the model was loaded with. */
    public ImageProcessor imageProcessor() {
        return parts.imageProcessor();
    }

    /** The tokenizer, which is closed with the model. */
    public T tokenizer() {
        return parts.tokenizer();
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
        int size = sizes.imageSize();
        int values = 3 * size * size;
        float[] batch = new float[Math.multiplyExact(pixelValues.size(), values)];
        for (int i = 0; i < pixelValues.size(); i++) {
            if (pixelValues.get(i).length != values) {
                throw new IllegalArgumentException("pixelValues " + i + " hold " + pixelValues.get(i).length
                        + " numbers, expected 3 x " + size + " x " + size);
            }
            System.arraycopy(pixelValues.get(i), 0, batch, i * values, values);
        }
        return inTurn(scope -> images(scope.create(batch, new Shape(pixelValues.size(), 3, size, size))));
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
        return inTurn(scope -> texts(scope, inputIds));
    }

    private float[][] inTurn(Function<NDManager, NDArray> tower) throws IOException {
        return inTurn(tower, this::normalised);
    }

    /** What is made of a tower's output. */
    protected interface Reading {
        /** The rows of an output, which is on the CPU or copied from a GPU. */
        float[][] read(NDArray output) throws IOException;
    }

    /** Computes while no other thread computes with the model or closes it. */
    protected final float[][] inTurn(Function<NDManager, NDArray> tower, Reading reading) throws IOException {
        requireOpen(); // before waiting, and again after the wait
        turn.lock();
        try {
            requireOpen();
            parts.weights().checkUnchanged();
            try (NDManager scope = parts.manager().newSubManager()) {
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

    /** Refuses ids that the network has no embedding or position for. */
    protected final void checkIds(long[] ids) {
        int most = sizes.positions();
        if (ids.length == 0 || ids.length > most) {
            throw new IllegalArgumentException(ids.length + " tokens, expected 1 to " + most);
        }
        for (long id : ids) {
            if (id < 0 || id >= sizes.vocabSize()) {
                throw new IllegalArgumentException("token id " + id + ", expected 0 to " + (sizes.vocabSize() - 1)
                        + ": the tokenizer belongs to another model");
            }
        }
    }

    /** Divides rows by their Euclidean norms. */
    private float[][] normalised(NDArray embeds) throws IOException {
        int width = sizes.projectionDim();
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
        for (String name : parts.weights().shapes().shapes().keySet()) {
            OptionalDouble value = parts.weights().firstNotFinite(name);
            if (value.isPresent()) {
                throw new ModelException("the weights hold " + value.getAsDouble() + " in " + name
                        + ", so its embeddings are not numbers. Download or convert the checkpoint again.");
            }
        }
        weightsAreFinite = true;
    }

    /** exp(logit_scale), the factor from a cosine to a logit; about 100 for OpenAI's models. */
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
        return parts.precision().toString();
    }

    /**
     * How many images to encode at once, calculated from the architecture only: as many as two ordinary cores encode in
     * one to two seconds, at most 64. For large models it is up to 4, which take a few seconds, since single images use
     * the processor badly.
     */
    public int suggestedBatch() {
        return BatchLimits.suggested(sizes.multiplications());
    }

    /**
     * The most images to encode at once, at least 1: their activations may take half of the memory that is available
     * now. There is no limit on a GPU, which only refuses what it can't hold, whereas a lack of main memory may end the
     * process.
     */
    int largestBatch() {
        OptionalLong available = device.isGpu() ? OptionalLong.empty() : AvailableMemory.bytes();
        return available.isPresent()
                ? BatchLimits.largest(sizes.bytesPerImage(), available.getAsLong())
                : Integer.MAX_VALUE;
    }

    /** What the user should know about the model's files and about this device and precision, one line each. */
    @Override
    public List<String> warnings() {
        return Stream.concat(
                        parts.warnings().stream(),
                        warnings(parts.precision(), device, CpuFeatures.lackBfloat16()).stream())
                .toList();
    }

    static List<String> warnings(ModelOptions.Precision precision, Device device, boolean lackBfloat16) {
        boolean slow = precision == ModelOptions.Precision.BF16 && !device.isGpu() && lackBfloat16;
        return slow
                ? List.of("bf16 is much slower than fp32 here, because this processor shows no fast instructions for it"
                        + " (AVX512-BF16, AMX). The scores are the same as on other processors.")
                : List.of();
    }

    /** The number of the model's parameters. */
    @Override
    public long parameterCount() {
        return parts.weights().shapes().count();
    }

    /** The hash of the weights, see {@link Weights#fingerprint(FileHashes)}. */
    @Override
    public String fingerprint(FileHashes remembered) throws IOException {
        return parts.weights().fingerprint(remembered);
    }

    /**
     * Frees the model's memory, once. Waits for a batch that another thread is computing; that thread's next use of the
     * model fails with a {@link ModelClosedException}.
     */
    @Override
    public void close() {
        closed = true;
        turn.lock();
        try {
            parts.resources().close();
        } finally {
            turn.unlock();
        }
    }
}
