package org.clipmeter.shapes.training.field;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.field.Field;
import org.clipmeter.shapes.training.Course;
import org.clipmeter.shapes.training.LossCurve;
import org.clipmeter.shapes.training.TrainingState;
import org.clipmeter.weights.file.DType;

/** The training of the field. */
public final class FieldCourse implements Course<FieldBatch> {
    private static final int PICTURES = 64;
    private static final int POINTS = 256;

    private final int steps;

    /** The first step of the second part, in which points are close to things and the learning rate begins again. */
    private final int refining;

    private final FieldBatchMaker maker;
    private final FieldTrainer trainer;

    /** @param reader whose text tower reads the captions; the caller closes it */
    public FieldCourse(ClipModel reader, long seed, int steps) throws IOException {
        this.steps = steps;
        this.refining = steps * 5 / 7;
        this.maker = new FieldBatchMaker(seed, PICTURES, POINTS, refining);
        this.trainer = new FieldTrainer(reader, seed, refining, steps);
    }

    @Override
    public int steps() {
        return steps;
    }

    @Override
    public List<String> losses() {
        return FieldTrainer.LOSSES;
    }

    @Override
    public FieldBatch batch(int step) {
        return maker.make(step);
    }

    @Override
    public String section(FieldBatch batch) {
        return batch.close() ? "points close to things" : "points near things and anywhere";
    }

    @Override
    public float[] step(FieldBatch batch, int step) throws IOException {
        return trainer.step(batch, step);
    }

    @Override
    public int size() {
        return trainer.values().length;
    }

    @Override
    public TrainingState state(int done, double minutes, List<LossCurve.Point> curve) {
        return trainer.state(done, minutes, curve);
    }

    @Override
    public void restore(TrainingState state) {
        trainer.restore(state);
    }

    @Override
    public String save(Path folder) throws IOException {
        Field.write(folder.resolve("model.safetensors"), trainer.parameters(), trainer.values(), DType.F32);
        return "";
    }

    @Override
    public void close() {
        trainer.close();
    }
}
