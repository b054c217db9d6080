package org.clipmeter.model.transformer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.engine.ReadAhead;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.clipmeter.model.ModelException;
import org.clipmeter.model.ModelOptions;
import org.clipmeter.preprocess.ImageProcessor;
import org.clipmeter.text.TextTokenizer;
import org.clipmeter.weights.Weights;

/** Loads a network: reads the weights and the tokenizer and starts the engine at the same time. */
public final class NetworkLoader<T extends TextTokenizer> {
    private final NetworkSource<T> source;
    private final ModelOptions options;
    private final Resources resources = new Resources();

    private NetworkLoader(NetworkSource<T> source, ModelOptions options) {
        this.source = source;
        this.options = options;
    }

    /** Makes a model of the opened parts. */
    @FunctionalInterface
    public interface Build<T extends TextTokenizer, M> {
        /**
         * The model, which closes the parts.
         *
         * @throws IOException in one line, if a weight can't be used
         */
        M of(NetworkParts<T> parts) throws IOException;
    }

    /**
     * Loads a model; the caller closes it. If it can't be built, everything is closed.
     *
     * @throws IOException in one line, if the files, the device or the set of tensors can't be used
     */
    public static <T extends TextTokenizer, M> M load(NetworkSource<T> source, ModelOptions options, Build<T, M> build)
            throws IOException {
        NetworkLoader<T> loader = new NetworkLoader<>(source, options);
        boolean loaded = false;
        try {
            M model = build.of(loader.parts());
            loaded = true;
            return model;
        } finally {
            if (!loaded) {
                loader.resources.close();
            }
        }
    }

    private NetworkParts<T> parts() throws IOException {
        ExpectedTensors expected = source.tensors();
        ImageProcessor processor = imageProcessor();
        BackgroundLoad<T> tokenizer = BackgroundLoad.of("clipmeter-tokenizer", source::tokenizer);
        resources.onClose(() -> closeIfOpened(tokenizer));
        BackgroundLoad<StoredTensors> opening = BackgroundLoad.of("clipmeter-weights", () -> {
            Weights weights = source.weights();
            try {
                return StoredTensors.match(weights, expected, source.name());
            } catch (IOException | RuntimeException e) {
                weights.close();
                throw e;
            }
        });

        resources.onClose(() -> closeIfOpened(opening)); // closed last, since the arrays below use the weights' memory

        TorchEngine engine = TorchEngine.start();
        NDManager manager = engine.newManager(engine.device(options.device()));
        resources.onClose(manager::close);
        Device device = manager.getDevice();
        Products products = products(options.precision(), device);
        resources.onClose(products::close);
        TransformerLayer visionLayer = layer(device, expected.vision(), products, false);
        TransformerLayer textLayer = layer(device, expected.text(), products, source.causalText());

        T words = tokenizer.opened(); // first, since errors in its small files are found at once
        StoredTensors weights = opening.opened();
        Parameters root = new Parameters(arrays(weights.shapes(), weights, manager, products), products, "");
        return new NetworkParts<>(
                manager,
                root,
                visionLayer,
                textLayer,
                weights,
                options.precision(),
                processor,
                words,
                warnings(weights, processor, words),
                resources);
    }

    private List<String> warnings(StoredTensors weights, ImageProcessor processor, T words) {
        List<String> warnings = new ArrayList<>(source.warnings());
        warnings.addAll(weights.warnings());
        warnings.addAll(processor.warnings());
        warnings.addAll(words.warnings());
        return warnings;
    }

    private ImageProcessor imageProcessor() throws IOException {
        ImageProcessor processor = source.imageProcessor(options.images());
        int imageSize = source.imageSize();
        if (processor.height() != imageSize || processor.width() != imageSize) {
            throw new ModelException(source.name() + ": the image processor gives " + processor.height() + " x "
                    + processor.width() + " pixels, but config.json expects " + imageSize + " x " + imageSize
                    + ". Take both files from the same checkpoint.");
        }
        return processor;
    }

    private static void closeIfOpened(BackgroundLoad<? extends AutoCloseable> opening) {
        AutoCloseable opened;
        try {
            opened = opening.opened();
        } catch (IOException | RuntimeException | Error e) {
            return; // it never opened; whoever waits for it gets the error
        }
        try {
            opened.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Products products(ModelOptions.Precision precision, Device device) throws IOException {
        requirePossible(precision, device);
        return switch (precision) {
            case FP32 -> Products.FLOAT32;
            case BF16 -> HalfProducts.on(device, HalfProducts.BFLOAT16);
            case FP16 -> HalfProducts.on(device, HalfProducts.FLOAT16);
        };
    }

    /** Refuses a precision that a device does not compute with. */
    static void requirePossible(ModelOptions.Precision precision, Device device) throws ModelException {
        if (precision == ModelOptions.Precision.FP16 && !device.isGpu()) {
            throw new ModelException(
                    Kind.ENVIRONMENT,
                    Section.PRECISION,
                    "precision fp16 needs a CUDA device, but this model would run on " + TorchEngine.name(device)
                            + ". Use fp32, or bf16 on a processor that computes with it.",
                    null);
        }
    }

    private TransformerLayer layer(Device device, TransformerConfig config, Products products, boolean causal)
            throws IOException {
        TransformerLayer layer = TransformerLayer.on(device, config, products, causal);
        resources.onClose(layer::close);
        return layer;
    }

    /**
     * All parameters for the computation. On the CPU, parameters that need no conversion stay in the weights' memory.
     */
    private Map<String, NDArray> arrays(ParameterShapes shapes, Weights weights, NDManager manager, Products products)
            throws IOException {
        Map<String, NDArray> arrays = new HashMap<>();
        List<ByteBuffer> inPlace = new ArrayList<>();
        for (Map.Entry<String, List<Long>> entry : shapes.shapes().entrySet()) {
            String name = entry.getKey();
            if (name.equals(ParameterShapes.TOKEN_EMBEDDING) || name.equals(ParameterShapes.LOGIT_SCALE)) {
                continue;
            }
            Shape shape = new Shape(entry.getValue());
            ByteBuffer values = weights.float32(name);
            if (ParameterShapes.isLinear(name) && products != Products.FLOAT32) {
                try (NDManager scope = manager.newSubManager()) {
                    NDArray cast = products.cast(scope.create(values, shape, DataType.FLOAT32));
                    cast.attach(manager);
                    arrays.put(name, cast);
                }
            } else {
                arrays.put(name, manager.create(values, shape, DataType.FLOAT32));
                inPlace.add(values);
            }
        }
        ReadAhead readAhead = new ReadAhead(manager.getDevice().isGpu() ? List.of() : inPlace);
        resources.onClose(readAhead::close);
        return arrays;
    }
}
