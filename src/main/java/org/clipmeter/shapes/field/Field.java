package org.clipmeter.shapes.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Layout;
import org.clipmeter.weights.NamedTensor;
import org.clipmeter.weights.SafetensorsWriter;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;

/**
 * A text-to-image model of the shapes world: a neural field, which gives the color of each point of a picture from a
 * caption and a {@link Latent}. Safe for use by several threads, which take turns.
 */
public final class Field implements AutoCloseable {
    private static final int SMALLEST = 16;
    private static final int LARGEST = 1024;

    /** How many points are computed at once; the memory that they need grows with it. */
    private static final int POINTS_AT_ONCE = 16_384;

    /** No thing reaches farther than this from its place, in units, if other things are in the picture. */
    private static final double REACH = 19;

    private final ClipModel reader;
    private final FieldNetwork network;
    private final NDManager manager;
    private final Map<String, float[]> values;
    private final List<NDArray> parameters = new ArrayList<>();

    private Field(ClipModel reader, Map<String, float[]> values) throws IOException {
        this.reader = reader;
        this.values = values;
        this.network = new FieldNetwork(Device.cpu());
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        for (FieldParameters.Parameter parameter : FieldParameters.all(stateWidth(reader))) {
            long[] shape = parameter.shape().stream().mapToLong(size -> size).toArray();
            parameters.add(manager.create(values.get(parameter.name()), new Shape(shape)));
        }
    }

    private static int stateWidth(ClipModel reader) {
        return reader.config().text().width();
    }

    /**
     * Loads a field.
     *
     * @param folder with the field's {@code model.safetensors}
     * @param reader whose text tower reads the captions, the one with which the field was trained; the caller closes it,
     *     after the field
     * @throws WeightsException if a parameter is missing or has another shape
     */
    public static Field load(Path folder, ClipModel reader) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        try (Weights weights = Weights.open(folder)) {
            for (FieldParameters.Parameter parameter : FieldParameters.all(stateWidth(reader))) {
                if (!weights.names().contains(parameter.name())
                        || !weights.shape(parameter.name()).equals(parameter.shape())) {
                    throw new WeightsException(folder + ": expected a field with the parameter " + parameter.name()
                            + " of shape " + parameter.shape());
                }
                values.put(parameter.name(), weights.floats(parameter.name()));
            }
        }
        return new Field(reader, values);
    }

    /** The number of its parameters. */
    public int size() {
        return values.values().stream().mapToInt(array -> array.length).sum();
    }

    /** The values of all parameters, in the order of {@link FieldParameters#all}; not to be changed. */
    Map<String, float[]> values() {
        return values;
    }

    /** Writes a field's parameters, so that {@link #load} reads them from the folder of the file. */
    public static void write(Path file, List<FieldParameters.Parameter> parameters, float[] row, DType type)
            throws IOException {
        List<NamedTensor> tensors = new ArrayList<>();
        int at = 0;
        for (FieldParameters.Parameter parameter : parameters) {
            tensors.add(new NamedTensor(
                    parameter.name(),
                    parameter.shape(),
                    FloatBuffer.wrap(row, at, parameter.size()).slice()));
            at += parameter.size();
        }
        SafetensorsWriter.write(file, tensors, type);
    }

    /**
     * Draws a picture.
     *
     * @param caption any text; the field knows the words of the shapes world only
     * @param pixels width and height, 16 to 1024
     * @throws IOException if the text tower can't read the caption
     */
    public RgbImage draw(String caption, Latent latent, int pixels) throws IOException {
        return draw(TextStates.of(reader, List.of(caption)), latent, pixels);
    }

    /** Draws a picture from the states of one caption. */
    public synchronized RgbImage draw(TextStates states, Latent latent, int pixels) {
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw new InvalidRequestException(
                    "expected pictures of " + SMALLEST + " to " + LARGEST + " pixels, got " + pixels);
        }
        int[] points = points(latent, pixels);
        float[] best = new float[pixels * pixels];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        byte[] rgb = new byte[3 * pixels * pixels];
        double unit = (double) Layout.UNITS / pixels;
        try (NDManager scratch = manager.newSubManager()) {
            NDArray text = states.values(scratch);
            NDArray mask = states.mask(scratch);
            for (int from = 0; from < points.length; from += POINTS_AT_ONCE) {
                int count = Math.min(POINTS_AT_ONCE, points.length - from);
                FieldPoints inputs = new FieldPoints(1, count);
                for (int i = 0; i < count; i++) {
                    int pixel = points[from + i] / Latent.SLOTS;
                    double x = (pixel % pixels + .5) * unit;
                    double y = (Math.floorDiv(pixel, pixels) + .5) * unit;
                    inputs.set(0, i, latent, points[from + i] % Latent.SLOTS, x, y);
                }
                NDArray array = scratch.create(inputs.inputs(), new Shape(1, count, FieldInputs.COUNT));
                NDArray output = network.forward(array, text, mask, parameters);
                float[] drawn = output.toFloatArray();
                for (int i = 0; i < count; i++) {
                    int pixel = points[from + i] / Latent.SLOTS;
                    float cover = drawn[FieldParameters.OUTPUTS * i + 3];
                    if (cover > best[pixel]) {
                        best[pixel] = cover;
                        for (int c = 0; c < 3; c++) {
                            float value = drawn[FieldParameters.OUTPUTS * i + c];
                            rgb[3 * pixel + c] = (byte) (Math.min(1, Math.max(0, value)) * 255 + .5f);
                        }
                    }
                }
                array.close();
                output.close();
            }
        }
        return new RgbImage(pixels, pixels, rgb, false);
    }

    /** The points to compute, as pixel · {@link Latent#SLOTS} + slot: all pixels for the first slot, near ones for others. */
    private static int[] points(Latent latent, int pixels) {
        double unit = (double) Layout.UNITS / pixels;
        int[] points = new int[pixels * pixels * latent.slots().size()];
        int count = 0;
        for (int slot = 0; slot < latent.slots().size(); slot++) {
            Latent.Slot place = latent.slots().get(slot);
            for (int pixel = 0; pixel < pixels * pixels; pixel++) {
                double dx = (pixel % pixels + .5) * unit - place.x();
                double dy = (Math.floorDiv(pixel, pixels) + .5) * unit - place.y();
                if (slot == 0 || dx * dx + dy * dy < REACH * REACH) {
                    points[count++] = pixel * Latent.SLOTS + slot;
                }
            }
        }
        return Arrays.copyOf(points, count);
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
