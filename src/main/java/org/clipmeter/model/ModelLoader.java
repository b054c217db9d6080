package org.clipmeter.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.files.LocalFile;
import org.clipmeter.image.ClipImageProcessor;
import org.clipmeter.text.ClipTokenizer;
import org.clipmeter.weights.Weights;

/** Loads a model folder: the weights, the tokenizer and what runs on the engine are read and made side by side. */
final class ModelLoader {
    private final Path folder;
    private final ModelOptions options;
    private final Resources resources = new Resources();

    private ModelLoader(Path folder, ModelOptions options) {
        this.folder = folder;
        this.options = options;
    }

    static ClipModel load(Path folder, ModelOptions options) throws IOException {
        ModelLoader loader = new ModelLoader(folder, options);
        boolean loaded = false;
        try {
            ClipModel model = loader.load();
            loaded = true;
            return model;
        } finally {
            if (!loaded) {
                loader.resources.close();
            }
        }
    }

    private ClipModel load() throws IOException {
        ClipConfig config = ClipConfig.read(folder.resolve("config.json"));
        ClipImageProcessor processor = imageProcessor(config);
        ParameterShapes shapes = ParameterShapes.of(config);
        Opening<ClipTokenizer> tokenizer = tokenizer(config.text().maxPositionEmbeddings());
        Opening<Weights> opening = Opening.of("clipmeter-weights", () -> {
            Weights weights = Weights.open(folder);
            try {
                shapes.check(weights, folder);
            } catch (ModelException e) {
                weights.close();
                throw e;
            }
            return weights;
        });

        resources.onClose(() -> closeIfOpened(opening)); // last, since the arrays below are in the weights' memory

        TorchEngine engine = TorchEngine.start();
        NDManager manager = engine.newManager(engine.device(options.device()));
        resources.onClose(manager::close);
        Device device = manager.getDevice();
        Products products = products(options.precision(), device);
        resources.onClose(products::close);
        TransformerLayer visionLayer = layer(device, config.vision().transformer(), products, false);
        TransformerLayer textLayer = layer(device, config.text().transformer(), products, true);

        Weights weights = opening.opened();
        Parameters root = new Parameters(arrays(shapes, weights, manager, products), products, "");
        VisionTransformer vision = new VisionTransformer(config.vision(), root, visionLayer);
        TextTransformer text =
                new TextTransformer(config.text(), root, textLayer, weights.float32(ParameterShapes.TOKEN_EMBEDDING));
        return new ClipModel(
                config,
                shapes,
                weights,
                options.precision(),
                manager,
                vision,
                text,
                processor,
                tokenizer.opened(),
                resources);
    }

    private ClipImageProcessor imageProcessor(ClipConfig config) throws IOException {
        Path own = folder.resolve("preprocessor_config.json");
        Path joint = folder.resolve("processor_config.json"); // transformers 5 writes this one
        ClipImageProcessor processor =
                ClipImageProcessor.read(!LocalFile.exists(own) && LocalFile.exists(joint) ? joint : own);
        int imageSize = config.vision().imageSize();
        if (processor.height() != imageSize || processor.width() != imageSize) {
            throw new ModelException(folder + ": the image processor gives " + processor.height() + " x "
                    + processor.width() + " pixels, config.json expects " + imageSize + " x " + imageSize
                    + ". Take both files from the same checkpoint.");
        }
        return processor;
    }

    private Opening<ClipTokenizer> tokenizer(int maxLength) {
        Opening<ClipTokenizer> tokenizer =
                Opening.of("clipmeter-tokenizer", () -> ClipTokenizer.open(folder, maxLength));
        resources.onClose(() -> closeIfOpened(tokenizer));
        return tokenizer;
    }

    private static void closeIfOpened(Opening<? extends AutoCloseable> opening) {
        AutoCloseable opened;
        try {
            opened = opening.opened();
        } catch (IOException | RuntimeException | Error e) {
            return; // it never opened, which is reported where it is waited for
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

    static void requirePossible(ModelOptions.Precision precision, Device device) throws ModelException {
        if (precision == ModelOptions.Precision.FP16 && !device.isGpu()) {
            throw new ModelException("precision fp16 needs a CUDA device, and this model is to run on "
                    + TorchEngine.name(device) + ". Take fp32, or bf16 on a processor that has it.");
        }
    }

    private TransformerLayer layer(Device device, TransformerConfig config, Products products, boolean causal)
            throws IOException {
        TransformerLayer layer = TransformerLayer.on(device, config, products, causal);
        resources.onClose(layer::close);
        return layer;
    }

    /** All parameters that are computed with; those on the CPU that need no change stay where the weights have them. */
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
                    NDArray kept = products.kept(scope.create(values, shape, DataType.FLOAT32));
                    kept.attach(manager);
                    arrays.put(name, kept);
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
