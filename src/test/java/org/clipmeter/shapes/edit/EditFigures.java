package org.clipmeter.shapes.edit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.field.Field;

/** Prints the figures of docs/shapes-field.md. */
final class EditFigures {
    public static void main(String[] arguments) throws IOException {
        TorchEngine.start();
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Field.load(Path.of(arguments[0]), reader)) {
            Concept concept = Concept.of(arguments[1]);
            Concept anchor = Concept.of(arguments[2]);
            EditJudge judge = new EditJudge(new ClipEncoder(reader), concept, Integer.getInteger("with", 100), Integer.getInteger("without", 200), 5);
            System.out.println("original " + judge.judge(field).text());
            for (int i = 3; i < arguments.length; i += 2) {
                EditMethod method = EditMethod.of(arguments[i]);
                double number = Double.parseDouble(arguments[i + 1]);
                EditOptions options = method == EditMethod.ABLATION
                        ? EditOptions.defaults().withSteps((int) number)
                        : EditOptions.defaults().withWeight(number);
                long start = System.nanoTime();
                EditedField edited = EditedField.erase(
                        field, concept, method == EditMethod.ESD ? null : anchor, method, options, step -> {}, () -> false);
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(Locale.ROOT, "%s %s %.1f s %s%n", method.id(), arguments[i + 1], seconds, judge.judge(edited.field()).text());
                System.out.println(edited.changes());
            }
        }
    }
}
