package org.clipmeter.shapes.edit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.clipmeter.engine.TorchEngine;
import org.clipmeter.model.clip.ClipModel;
import org.clipmeter.shapes.Level;
import org.clipmeter.shapes.ShapesModel;
import org.clipmeter.shapes.erase.Concept;
import org.clipmeter.shapes.evaluation.ClipEncoder;
import org.clipmeter.shapes.field.Field;
import org.junit.jupiter.api.Test;

/**
 * Prints the figures of docs/shapes-field.md: {@code -Dtest.field.figures=FILE} names the trained field. {@code
 * -Dtest.field.tables=strength,concepts,turn,near,leak} chooses some of the tables, and {@code -Dtest.field.pictures=N}
 * the number of pictures with the concept; there are twice as many without it.
 */
class FieldFiguresIT {
    private static final int WITH = Integer.getInteger("test.field.pictures", 100);
    private static final Set<String> TABLES =
            Set.of(System.getProperty("test.field.tables", "strength,concepts,turn,near,leak")
                    .split(",", -1));

    @Test
    void printsTheFigures() throws IOException {
        String file = System.getProperty("test.field.figures");
        assumeTrue(file != null, "prints figures of a trained field, which -Dtest.field.figures=FILE names");
        TorchEngine.start();
        try (ClipModel reader = ClipModel.load(ShapesModel.folder(), "cpu");
                Field field = Field.load(Path.of(String.valueOf(file)), reader)) {
            ClipEncoder eye = new ClipEncoder(reader);
            System.out.println("field " + field.fingerprint());
            if (TABLES.contains("strength")) {
                strength(field, judge(eye, "circle"));
            }
            if (TABLES.contains("concepts")) {
                for (List<String> pair : List.of(
                        List.of("red", "blue"),
                        List.of("striped", "dotted"),
                        List.of("striped", "solid"),
                        List.of("two", "three"))) {
                    EditJudge judge = judge(eye, pair.get(0));
                    print(pair.get(0) + ": not edited", judge.judge(field));
                    erased(field, judge, pair, EditMethod.UCE, EditOptions.defaults());
                    erased(field, judge, pair, EditMethod.ABLATION, EditOptions.defaults());
                }
            }
            if (TABLES.contains("turn")) {
                inTurn(field, eye);
            }
            if (TABLES.contains("near")) {
                for (String anchor : List.of("hexagon", "diamond", "square", "star", "arrow")) {
                    erased(
                            field,
                            judge(eye, "circle"),
                            List.of("circle", anchor),
                            EditMethod.UCE,
                            EditOptions.defaults());
                }
            }
            if (TABLES.contains("leak")) {
                leak(field, eye);
            }
        }
    }

    private static EditJudge judge(ClipEncoder eye, String concept) {
        return new EditJudge(eye, Concept.of(concept), WITH, 2 * WITH);
    }

    private static void strength(Field field, EditJudge judge) throws IOException {
        List<String> pair = List.of("circle", "square");
        print("circle: not edited", judge.judge(field));
        EditOptions options = EditOptions.defaults();
        for (double weight : new double[] {.1, 1, 10}) {
            erased(field, judge, pair, EditMethod.UCE, options.withWeight(weight));
        }
        for (int steps : new int[] {30, 100, 300}) {
            erased(field, judge, pair, EditMethod.ABLATION, options.withSteps(steps));
        }
        for (double guidance : new double[] {.1, 1}) {
            erased(field, judge, List.of("circle"), EditMethod.ESD, options.withWeight(guidance));
        }
    }

    private static void inTurn(Field field, ClipEncoder eye) throws IOException {
        for (EditMethod method : List.of(EditMethod.UCE, EditMethod.ABLATION)) {
            try (Field once = edit(field, List.of("circle", "square"), method, EditOptions.defaults())
                            .field();
                    Field twice = edit(once, List.of("red", "blue"), method, EditOptions.defaults())
                            .field()) {
                print(method.id() + ", then red: circle", judge(eye, "circle").judge(twice));
                print(method.id() + ", then red: red", judge(eye, "red").judge(twice));
            }
        }
    }

    private static void leak(Field field, ClipEncoder eye) throws IOException {
        Concept circle = Concept.of("circle");
        EditJudge single = new EditJudge(eye, circle, WITH, 0);
        EditJudge several = new EditJudge(eye, circle, WITH, 0, Level.WORLD.withMix(0, 1, 0));
        for (boolean plurals : new boolean[] {true, false}) {
            for (EditMethod method : List.of(EditMethod.UCE, EditMethod.ABLATION)) {
                try (Field edited = edit(
                                field,
                                List.of("circle", "square"),
                                method,
                                EditOptions.defaults().withPlurals(plurals))
                        .field()) {
                    String name = method.id() + (plurals ? "" : " without plurals") + ", ";
                    print(name + "circle", single.judge(edited));
                    print(name + "circles", several.judge(edited));
                    for (String synonym : List.of("disc", "ball", "round shape")) {
                        print(name + synonym, single.judge(edited, instead("circle", synonym)));
                    }
                }
            }
        }
    }

    private static UnaryOperator<String> instead(String word, String other) {
        return caption -> caption.replace(word, other);
    }

    private static EditedField edit(Field field, List<String> pair, EditMethod method, EditOptions options)
            throws IOException {
        Concept anchor = pair.size() == 1 ? null : Concept.of(pair.get(1));
        return EditedField.erase(field, Concept.of(pair.get(0)), anchor, method, options, step -> {}, () -> false);
    }

    private static void erased(Field field, EditJudge judge, List<String> pair, EditMethod method, EditOptions options)
            throws IOException {
        long start = System.nanoTime();
        EditedField edited = edit(field, pair, method, options);
        double seconds = (System.nanoTime() - start) / 1e9;
        try (Field after = edited.field()) {
            double change = edited.changes().stream()
                    .mapToDouble(MatrixChange::relative)
                    .max()
                    .orElseThrow();
            String name = String.format(
                    Locale.ROOT,
                    "%s, %.1f s, largest change %.3f",
                    edited.edit().title(),
                    seconds,
                    change);
            print(name, judge.judge(after));
        }
    }

    private static void print(String name, EditJudge.Verdict verdict) {
        System.out.println(name + ": " + verdict.text());
    }
}
