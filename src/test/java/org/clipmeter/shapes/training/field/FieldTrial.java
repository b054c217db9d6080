package org.clipmeter.shapes.training.field;

import java.io.IOException;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ShapesModel;

/** The program that {@link FieldTrainerTest} runs in a separate Java process, with one thread as in training. */
final class FieldTrial {
    private FieldTrial() {}

    /** Prints the losses of one batch before and after 24 steps on it. */
    public static void main(String[] arguments) throws IOException {
        TorchEngine.start();
        FieldBatch batch = new FieldBatchMaker(1, 8, 64, 100).make(0);
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                FieldTrainer trainer = new FieldTrainer(reader, 1, 100, 140)) {
            float[] last = trainer.step(batch, 0);
            System.out.println(last[0] + " " + last[1]);
            for (int step = 1; step < 25; step++) {
                last = trainer.step(batch, step);
            }
            System.out.println(last[0] + " " + last[1]);
        }
    }
}
