package org.clipmeter.shapes.field;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Computes chosen points of pictures with the parameters of a field, also for gradients. For one thread at a time. */
public final class PointPass implements AutoCloseable {
    /** Red, green, blue, and how far the slot's thing covers the point. */
    public static final int OUTPUTS = FieldParameters.OUTPUTS;

    private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    private final FieldNetwork network;
    private final List<NDArray> parameters = new ArrayList<>();

    /** Copies the field's parameters. */
    public PointPass(Field field) throws IOException {
        this.network = new FieldNetwork(Device.cpu());
        for (FieldParameters.Parameter parameter : field.parameters()) {
            long[] shape = parameter.shape().stream().mapToLong(size -> size).toArray();
            parameters.add(manager.create(field.values(parameter), new Shape(shape)));
        }
    }

    /** A manager for arrays of one pass; the caller closes it. */
    public NDManager scratch() {
        return manager.newSubManager();
    }

    /** The parameters, in the order of {@link FieldParameters#all}; they are closed with this. */
    public List<NDArray> parameters() {
        return List.copyOf(parameters);
    }

    /**
     * Computes points.
     *
     * @param states (pictures, tokens, width)
     * @param mask as {@link TextStates#mask}
     * @param with in place of this field's parameters, in their order
     * @return red, green, blue and the covered share of each point, 0 to 1 about, (pictures, points, 4)
     */
    public NDArray forward(NDManager scratch, FieldPoints points, NDArray states, NDArray mask, List<NDArray> with) {
        Shape shape = new Shape(points.pictures(), points.points(), FieldInputs.COUNT);
        NDArray output = network.forward(scratch.create(points.inputs(), shape), states, mask, with);
        // (B, P, 3), (B, P, 1)
        NDList parts = output.split(new long[] {OUTPUTS - 1}, 2);
        return parts.get(0).concat(Activation.sigmoid(parts.get(1)), 2);
    }

    /** What the field draws at points, as {@link #forward} gives it, row-major. */
    public float[] drawn(FieldPoints points, TextStates states) {
        try (NDManager scratch = scratch()) {
            return forward(scratch, points, states.values(scratch), states.mask(scratch), parameters)
                    .toFloatArray();
        }
    }

    @Override
    public void close() {
        network.close();
        manager.close();
    }
}
