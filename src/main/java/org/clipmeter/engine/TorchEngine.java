package org.clipmeter.engine;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipmeter.failure.Kind;
import org.clipmeter.failure.Section;
import org.jspecify.annotations.Nullable;

/** DJL's PyTorch engine: its start, and the choice of a device. */
public final class TorchEngine {
    private static final String NATIVES = "native/lib/pytorch.properties";
    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /**
     * The first attempt's outcome. Later attempts after a failure fail with less and less detail, so the first failure
     * is stored.
     */
    private static final FutureTask<Engine> LOADING = new FutureTask<>(TorchEngine::load);

    private final Engine engine;

    private TorchEngine(Engine engine) {
        this.engine = engine;
    }

    /**
     * Starts the engine from the natives on the classpath (or a libtorch that {@code PYTORCH_LIBRARY_PATH} names);
     * nothing is downloaded. Loads once in a process; a caller waits while another thread loads.
     *
     * @throws EngineException if there are no natives for this system, or they do not load
     */
    public static TorchEngine start() throws IOException {
        EngineSettings.apply();
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        if (TorchEngine.class.getClassLoader().getResource(NATIVES) == null && ownLibrary() == null) {
            throw new EngineException(
                    Section.NO_NATIVES,
                    "no PyTorch natives for " + system
                            + " on the classpath; clipmeter can be built with those for Linux"
                            + " x86_64 and aarch64, macOS aarch64, and Windows x86_64. Build clipmeter on this system, or"
                            + " set PYTORCH_LIBRARY_PATH to the lib folder of a libtorch 2.7.1.",
                    null);
        }
        LOADING.run(); // the first caller loads, later callers wait
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return new TorchEngine(LOADING.get());
                } catch (InterruptedException e) {
                    interrupted = true; // keep waiting: loading a library can't be abandoned halfway
                }
            }
        } catch (ExecutionException e) {
            throw new EngineException(
                    Section.NO_NATIVES,
                    "the PyTorch natives did not load on " + system + ": " + rootMessage(e)
                            + ". If PYTORCH_LIBRARY_PATH is set, check that it names a libtorch 2.7.1. Otherwise check that"
                            + " the disk of your cache folder has 500 MB free.",
                    e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Engine load() {
        SpinCount.shorten();
        Engine engine = EngineSettings.underOwnLoader(() -> Engine.getEngine("PyTorch"));
        int processors = Runtime.getRuntime().availableProcessors(); // torch would ignore the limit of a container
        if (JniUtils.getNumThreads() > processors && System.getenv("OMP_NUM_THREADS") == null) {
            JniUtils.setNumThreads(processors);
        }
        return engine;
    }

    /** Computes something small, so that torch's threads and tables exist before they are needed. */
    public void warmUp() {
        try (NDManager manager = newManager(Device.cpu())) {
            NDArray ones = manager.ones(new Shape(256, 256));
            Activation.sigmoid(ones.matMul(ones)).softmax(-1).toFloatArray();
        }
    }

    /**
     * Resolves a device name.
     *
     * @param name {@code cpu}, {@code cuda}, {@code cuda:1}; null means CUDA if the engine sees a GPU, else CPU
     */
    public Device device(@Nullable String name) throws EngineException {
        return choose(name, engine.getGpuCount());
    }

    static Device choose(@Nullable String name, int gpuCount) throws EngineException {
        if (name == null) {
            return gpuCount > 0 ? Device.gpu(0) : Device.cpu();
        }
        String wanted = name.strip().toLowerCase(Locale.ROOT);
        if (wanted.equals("cpu")) {
            return Device.cpu();
        }
        Matcher cuda = CUDA.matcher(wanted);
        if (!cuda.matches()) {
            throw new EngineException(
                    Kind.INVALID_REQUEST,
                    Section.CUDA,
                    "device '" + name
                            + "' is unknown; expected cpu, cuda or cuda:N. Without a device, CUDA is used if this"
                            + " PyTorch sees a CUDA device, and otherwise the CPU.",
                    null);
        }
        int index = cuda.group(1) == null ? 0 : Integer.parseInt(cuda.group(1));
        if (index >= gpuCount) {
            throw new EngineException(
                    Section.CUDA,
                    "device " + wanted + " is not available: this PyTorch sees " + gpuCount
                            + " CUDA devices. Use the device cpu, or install torch 2.7.1 for CUDA 12.8 with pip and set"
                            + " PYTORCH_LIBRARY_PATH to its lib folder, PYTORCH_VERSION=2.7.1 and PYTORCH_FLAVOR=cu128"
                            + " before Java starts.",
                    null);
        }
        return Device.gpu(index);
    }

    public NDManager newManager(Device device) {
        return engine.newBaseManager(device);
    }

    /** {@code cpu} or {@code cuda:N}. */
    public static String name(Device device) {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }

    private static @Nullable String ownLibrary() {
        String property = System.getProperty("PYTORCH_LIBRARY_PATH");
        return property == null ? System.getenv("PYTORCH_LIBRARY_PATH") : property;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
