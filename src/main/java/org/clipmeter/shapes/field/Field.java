package org.clipmeter.shapes.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.failure.OneLine;
import org.clipmeter.files.ExportFile;
import org.clipmeter.files.Hash;
import org.clipmeter.image.RgbImage;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Layout;
import org.clipmeter.text.TokenizedText;
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

    /** How many points are given to the network at once; the memory that they need grows with it. */
    private static final int POINTS_AT_ONCE = 16_384;

    /** No thing reaches farther than this from its place, in units, if other things are in the picture. */
    private static final double REACH = 19;

    private static final String ENDING = ".safetensors";

    /** The names of the recipes in a file's metadata begin with this and end with 1, 2, ... */
    private static final String EDIT = "edit_";

    /** The name of {@link #fingerprint} in a file's metadata. */
    private static final String FINGERPRINT = "fingerprint";

    private final ClipModel reader;
    private final CaptionNetwork network;
    private final NDManager manager;
    private final Map<String, float[]> values;
    private final List<FieldEdit> edits;
    private final List<NDArray> parameters = new ArrayList<>();
    private boolean closed;

    private Field(ClipModel reader, Map<String, float[]> values, List<FieldEdit> edits) throws IOException {
        this.reader = reader;
        this.values = values;
        this.edits = List.copyOf(edits);
        this.network = new CaptionNetwork(Device.cpu());
        this.manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
        for (FieldParameters.Parameter parameter : parameters()) {
            long[] shape = parameter.shape().stream().mapToLong(size -> size).toArray();
            parameters.add(manager.create(values.get(parameter.name()), new Shape(shape)));
        }
    }

    private static int stateWidth(ClipModel reader) {
        return reader.config().text().width();
    }

    /**
     * Loads a field, with the recipes of its edits if it has some.
     *
     * @param place a file whose name ends in {@code .safetensors}, or a folder with a {@code model.safetensors}
     * @param reader whose text tower reads the captions, the one with which the field was trained; the caller closes it,
     *     after the field
     * @throws WeightsException if a parameter is missing, has another shape or is not finite, if a recipe can't be read, or if
     *     the parameters are not those that were written
     */
    public static Field load(Path place, ClipModel reader) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        List<FieldEdit> edits = new ArrayList<>();
        try (Weights weights = Files.isDirectory(place) ? Weights.open(place) : Weights.openForeign(place)) {
            for (FieldParameters.Parameter parameter : FieldParameters.all(stateWidth(reader))) {
                String name = parameter.name();
                if (!weights.names().contains(name) || !weights.shape(name).equals(parameter.shape())) {
                    throw new WeightsException(
                            place + ": expected a field with the parameter " + name + " of shape " + parameter.shape());
                }
                if (weights.firstNotFinite(name).isPresent()) {
                    throw new WeightsException(place + ": expected finite numbers, got "
                            + weights.firstNotFinite(name).getAsDouble() + " in the parameter " + name);
                }
                values.put(name, weights.floats(name));
            }
            Map<String, String> metadata = weights.metadata();
            for (int i = 1; metadata.containsKey(EDIT + i); i++) {
                edits.add(FieldEdit.parse(place.toString(), metadata.getOrDefault(EDIT + i, "")));
            }
            String stated = metadata.get(FINGERPRINT);
            if (stated != null && !stated.equals(fingerprint(values))) {
                throw new WeightsException(place
                        + ": its parameters were changed after it was written: their fingerprint is "
                        + fingerprint(values) + ", expected " + OneLine.name(stated, 64) + "; write the field again");
            }
        }
        return new Field(reader, values, edits);
    }

    /** Whose text tower reads the captions; it is not to be closed before this field. */
    public ClipModel reader() {
        return reader;
    }

    /** The number of its parameters. */
    public int size() {
        return values.values().stream().mapToInt(array -> array.length).sum();
    }

    /**
     * Writes this field as safetensors with the recipes of its edits, so that {@link #load} reads it again.
     *
     * @param file its name ends in {@code .safetensors}; its folder exists
     * @throws IOException in one line, if it can't be written
     */
    public void write(Path file) throws IOException {
        check(file);
        List<NamedTensor> tensors = new ArrayList<>();
        for (FieldParameters.Parameter parameter : parameters()) {
            tensors.add(
                    new NamedTensor(parameter.name(), parameter.shape(), FloatBuffer.wrap(value(parameter.name()))));
        }
        Map<String, String> metadata = new LinkedHashMap<>(Map.of(FINGERPRINT, fingerprint()));
        int number = 1;
        for (FieldEdit edit : edits) {
            metadata.put(EDIT + number++, edit.json());
        }
        SafetensorsWriter.write(file, tensors, DType.F32, metadata);
    }

    /**
     * Checks where a field is to be written, before any work is done.
     *
     * @throws IOException in one line, if the name does not end in {@code .safetensors} or its folder does not exist
     */
    public static void check(Path file) throws IOException {
        ExportFile.ending(file, List.of(ENDING));
    }

    /** The edits that made this field of the trained one, in their order; empty for the trained one. */
    public List<FieldEdit> edits() {
        return edits;
    }

    /** Identifies the parameters: the SHA-256 of their names and of their values as little-endian float32, in their order. */
    public String fingerprint() {
        return fingerprint(values);
    }

    private static String fingerprint(Map<String, float[]> values) {
        Hash hash = Hash.sha256();
        values.forEach((name, numbers) -> {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(numbers);
            hash.add(name).add(bytes);
        });
        return hash.hex();
    }

    /** A copy of the values of a parameter, row-major. */
    public float[] values(FieldParameters.Parameter parameter) {
        return value(parameter.name()).clone();
    }

    private float[] value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    /** The parameters of this field's network, in their order. */
    public List<FieldParameters.Parameter> parameters() {
        return FieldParameters.all(stateWidth(reader));
    }

    /**
     * Checks that a caption fits into the text tower, which would read no word behind its last token.
     *
     * @throws InvalidRequestException in one line, if it does not
     */
    void requireWhole(String caption) {
        TokenizedText tokens = reader.tokenizer().encode(caption);
        if (tokens.truncated()) {
            throw new InvalidRequestException("the caption has " + tokens.untruncatedLength()
                    + " tokens, and the field reads at most " + tokens.inputIds().length + "; shorten "
                    + OneLine.name(caption, 60));
        }
    }

    /** The states of captions' tokens in this field's text tower. */
    public TextStates read(List<String> captions) throws IOException {
        return TextStates.of(reader, captions);
    }

    /**
     * A new field with other values of some parameters, and one more edit; this one stays as it is. The caller closes it,
     * before the reader that both share.
     *
     * @param changed values by the parameter's name, row-major
     */
    public Field edited(Map<String, float[]> changed, FieldEdit edit) throws IOException {
        Map<String, float[]> next = new LinkedHashMap<>(values);
        changed.forEach((name, numbers) -> {
            if (numbers.length != value(name).length) {
                throw new IllegalStateException(
                        name + ": expected " + value(name).length + " values, got " + numbers.length);
            }
            next.put(name, numbers.clone());
        });
        List<FieldEdit> all = new ArrayList<>(edits);
        all.add(edit);
        return new Field(reader, next, all);
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
     * @throws WeightsException if a color is not a finite number
     * @throws IOException if the text tower can't read the caption
     * @throws IllegalStateException if this field is closed
     */
    public synchronized RgbImage draw(String caption, Latent latent, int pixels) throws IOException {
        requireOpen();
        return draw(TextStates.of(reader, List.of(caption)), latent, pixels);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the field is closed");
        }
    }

    /** Draws a picture from the states of one caption; see the other method. */
    public synchronized RgbImage draw(TextStates states, Latent latent, int pixels) throws WeightsException {
        requireOpen();
        if (pixels < SMALLEST || pixels > LARGEST) {
            throw new InvalidRequestException(
                    "expected pictures of " + SMALLEST + " to " + LARGEST + " pixels, got " + pixels);
        }
        if (states.rows().size() != 1) {
            throw new IllegalStateException(
                    "expected the states of one caption, got " + states.rows().size());
        }
        int[] points = points(latent, pixels);
        float[] best = new float[pixels * pixels];
        Arrays.fill(best, Float.NEGATIVE_INFINITY);
        byte[] rgb = new byte[3 * pixels * pixels];
        double unit = (double) Layout.UNITS / pixels;
        for (int from = 0; from < points.length; from += POINTS_AT_ONCE) {
            int count = Math.min(POINTS_AT_ONCE, points.length - from);
            FieldPoints inputs = new FieldPoints(1, count);
            for (int i = 0; i < count; i++) {
                int pixel = points[from + i] / Latent.SLOTS;
                double x = (pixel % pixels + .5) * unit;
                double y = (Math.floorDiv(pixel, pixels) + .5) * unit;
                inputs.set(0, i, latent, points[from + i] % Latent.SLOTS, x, y);
            }
            float[] drawn = computed(inputs, states);
            requireFinite(drawn);
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
        }
        return new RgbImage(pixels, pixels, rgb, false);
    }

    /** What the network gives for points of one picture, row-major, (points, 4). */
    private float[] computed(FieldPoints inputs, TextStates states) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray points = scratch.create(inputs.inputs(), new Shape(inputs.points(), FieldInputs.COUNT));
            NDArray text = states.values(scratch).get(0);
            return network.forward(points, text, parameters).toFloatArray();
        }
    }

    /** Parameters that are finite, but far too large, give colors that are not. */
    private static void requireFinite(float[] drawn) throws WeightsException {
        for (float value : drawn) {
            if (!Float.isFinite(value)) {
                throw new WeightsException("the field draws " + value
                        + " where a color is expected, since its parameters are too large; erase with a smaller weight or"
                        + " fewer steps, or load another file");
            }
        }
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

    /** Waits for a picture that another thread draws. */
    @Override
    public synchronized void close() {
        closed = true;
        network.close();
        manager.close();
    }
}
