package org.clipmeter.shapes.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.clipmeter.weights.NamedTensor;
import org.clipmeter.weights.SafetensorsWriter;
import org.clipmeter.weights.Weights;
import org.clipmeter.weights.file.DType;
import org.clipmeter.weights.file.WeightsException;

/**
 * All that a training needs in order to go on after it was stopped.
 *
 * @param done the number of steps that were taken
 * @param minutes that they took
 * @param row the parameters
 * @param mean the optimizer's mean of the gradients
 * @param variance the optimizer's mean of their squares
 * @param curve the points of the curve so far
 */
@SuppressWarnings("ArrayRecordComponent")
public record TrainingState(
        int done, double minutes, float[] row, float[] mean, float[] variance, List<LossCurve.Point> curve) {

    /** Writes the state; an older one is replaced only when the new one is complete. */
    public void write(Path file) throws IOException {
        List<NamedTensor> tensors = new ArrayList<>(List.of(
                NamedTensor.of("progress", List.of(2L), new float[] {done, (float) minutes}), tensor("row", row)));
        tensors.add(tensor("mean", mean));
        tensors.add(tensor("variance", variance));
        int width = curve.isEmpty() ? 1 : 1 + curve.get(0).losses().length;
        float[] points = new float[curve.size() * width];
        for (int i = 0; i < curve.size(); i++) {
            points[i * width] = curve.get(i).step();
            System.arraycopy(curve.get(i).losses(), 0, points, i * width + 1, width - 1);
        }
        if (points.length > 0) {
            tensors.add(NamedTensor.of("curve", List.of((long) curve.size(), (long) width), points));
        }
        SafetensorsWriter.write(file, tensors, DType.F32);
    }

    private static NamedTensor tensor(String name, float[] values) {
        return NamedTensor.of(name, List.of((long) values.length), values);
    }

    /** Reads a state, which must be of as many parameters as the training has. */
    public static TrainingState read(Path folder, int parameters) throws WeightsException {
        try (Weights weights = Weights.open(folder)) {
            float[] progress = weights.floats("progress");
            float[] row = weights.floats("row");
            if (row.length != parameters) {
                throw new WeightsException(folder + ": the training's state has " + row.length
                        + " parameters, expected " + parameters + "; delete it to begin again");
            }
            List<LossCurve.Point> curve = new ArrayList<>();
            if (weights.names().contains("curve")) {
                int width = Math.toIntExact(weights.shape("curve").get(1));
                float[] points = weights.floats("curve");
                for (int at = 0; at < points.length; at += width) {
                    curve.add(new LossCurve.Point((int) points[at], Arrays.copyOfRange(points, at + 1, at + width)));
                }
            }
            return new TrainingState(
                    (int) progress[0], progress[1], row, weights.floats("mean"), weights.floats("variance"), curve);
        }
    }

    public static boolean existsIn(Path folder) {
        return Files.exists(folder.resolve("model.safetensors"));
    }
}
