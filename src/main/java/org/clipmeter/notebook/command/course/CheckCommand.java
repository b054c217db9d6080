package org.clipmeter.notebook.command.course;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clipmeter.ClipMeter;
import org.clipmeter.course.Exercise;
import org.clipmeter.course.Exercises;
import org.clipmeter.course.Material;
import org.clipmeter.course.Verdict;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.model.catalogue.ModelSource;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.clipmeter.notebook.view.Output;
import org.clipmeter.notebook.view.ProgressBar;
import org.clipmeter.preprocess.ImageRules;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code %clip check}: checks an answer to an exercise of the course. */
@Command(
        name = "check",
        description = {
            "Checks your answer to an exercise of the course: right, or not yet with a hint. The expected answer is computed from "
                    + "the exercise's definition, from the runs of the notebook, or with the model shapes. Without an answer, the "
                    + "exercise is shown; without an exercise, all are listed.",
            "A number may be rounded, may have a comma in place of the point, and may be a percentage such as 25%%. {name} is the "
                    + "value of the Java variable name."
        },
        footer = {
            "",
            "Examples:",
            "  %%clip check 1.2 0.5",
            "  %%clip check 1.4 \"a green circle\"",
            "  %%clip check 3.1 {n}"
        })
public final class CheckCommand implements Callable<@Nullable Object> {
    /** The words before a verdict, which the grading of a class reads too. */
    private static final String RIGHT = "right";

    private static final String NOT_YET = "not yet";
    private static final String OPEN = "open";

    private final Session session;
    private final Cell cell;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "EXERCISE",
            completionCandidates = Ids.class,
            description = "the exercise, such as 1.2")
    private @Nullable String id;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ANSWER",
            description = "your answer; quotes may be left out")
    private List<String> answer = new ArrayList<>();

    /** The command in one cell. */
    public CheckCommand(Session session, Cell cell) {
        this.session = session;
        this.cell = cell;
    }

    /** The names of all exercises, for completion. */
    static final class Ids implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Exercises.all().stream().map(Exercise::id).iterator();
        }
    }

    @Override
    public @Nullable Object call() throws Exception {
        if (id == null) {
            String list = Exercises.all().stream()
                    .map(exercise -> exercise.id() + "  " + exercise.task())
                    .collect(Collectors.joining("\n"));
            cell.show(Output.message("%clip check EXERCISE ANSWER, with one of these exercises:\n" + list));
            return null;
        }
        Exercise exercise = Exercises.of(id);
        if (answer.stream().allMatch(String::isBlank)) {
            say(
                    exercise,
                    OPEN,
                    exercise.task() + " Answer with " + exercise.form() + ": %clip check " + exercise.id() + " …");
            return null;
        }
        Verdict verdict = check(exercise);
        say(exercise, verdict.isRight() ? RIGHT : NOT_YET, verdict.line());
        return null;
    }

    private void say(Exercise exercise, String state, String line) {
        cell.show(Output.message("Exercise " + exercise.id() + " " + state + ": " + line));
    }

    /** Checks the answer. One that can't be read, or that asks for runs which do not exist yet, is not accepted yet. */
    private Verdict check(Exercise exercise) throws Exception {
        try {
            return session.job().of("%clip check", "").run(new ProgressBar(cell), cancelled -> withModel(exercise));
        } catch (InvalidRequestException e) {
            return new Verdict(false, e.getMessage());
        }
    }

    private Verdict withModel(Exercise exercise) throws IOException {
        ClipMeter loaded = session.loaded();
        if (loaded != null
                && loaded.name().equals(ModelSource.SHAPES)
                && loaded.model().precision().equals("fp32")
                && loaded.model().imageRules().equals(ImageRules.defaults())) {
            return exercise.check().of(answer, new Material(session::run, loaded));
        }
        try (ClipMeter shapes = ClipMeter.load(ModelSource.SHAPES)) {
            return exercise.check().of(answer, new Material(session::run, shapes));
        }
    }
}
