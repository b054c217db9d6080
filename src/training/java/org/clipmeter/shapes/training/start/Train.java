package org.clipmeter.shapes.training.start;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.training.TrainingRun;
import org.clipmeter.shapes.training.clip.ClipCourse;
import org.clipmeter.shapes.training.clip.ModelCard;
import org.clipmeter.shapes.training.clip.Plan;
import org.clipmeter.shapes.training.field.FieldCard;
import org.clipmeter.shapes.training.field.FieldCourse;

/**
 * Trains a bundled model: {@code Train [model [folder [seed [steps]]]]}; the model is the name of a {@link Plan}, or
 * {@code shapes-field}. The same command goes on where it was stopped.
 */
public final class Train {
    private static final String FIELD = "shapes-field";
    private static final long SEED = 2026;
    private static final int FIELD_STEPS = 3500;

    private Train() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String model = arguments.length > 0 ? arguments[0] : "shapes";
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : SEED;
        Path folder = Path.of(arguments.length > 1 ? arguments[1] : "target/shapes-training/" + model + "-seed" + seed);
        // One thread adds in a fixed order, so that a seed gives the same CLIP on the same machine; another thread draws. The
        // field computes with two: its steps are larger.
        System.setProperty("ai.djl.pytorch.num_threads", model.equals(FIELD) ? "2" : "1");
        TorchEngine.start();
        String about = model + ", seed " + seed;
        if (model.equals(FIELD)) {
            int steps = arguments.length > 3 ? Integer.parseInt(arguments[3]) : FIELD_STEPS;
            try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                    FieldCourse course = new FieldCourse(reader, seed, steps)) {
                new TrainingRun<>(course, about, folder).run();
                System.out.print(FieldCard.write(folder, reader));
            }
            return;
        }
        Plan plan = Plan.of(model);
        if (arguments.length > 3) {
            plan = plan.withSteps(Integer.parseInt(arguments[3]));
        }
        try (ClipCourse course = new ClipCourse(plan, seed)) {
            new TrainingRun<>(course, about, folder).run();
        }
        System.out.print(ModelCard.write(plan, List.of(folder)));
    }
}
