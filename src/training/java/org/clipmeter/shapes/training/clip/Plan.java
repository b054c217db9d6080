package org.clipmeter.shapes.training.clip;

import java.util.List;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.weights.file.DType;

/**
 * How one of the bundled models is trained.
 *
 * @param name of the model
 * @param about what is special about the model, one sentence for its card
 * @param steps of the whole training
 * @param type of the numbers in the written file
 */
public record Plan(String name, String about, Architecture architecture, List<Phase> phases, int steps, DType type) {
    private static final Architecture FULL = new Architecture(128, 4, 5, 3);
    private static final Architecture HALF = new Architecture(64, 4, 4, 2);

    static final List<Plan> ALL = List.of(
            new Plan(
                    "shapes",
                    "The model that clipmeter takes if no other is named.",
                    FULL,
                    Phase.curriculum(),
                    10_000,
                    DType.F32),
            new Plan(
                    "shapes-small",
                    "A model of half the width, to compare with \"shapes\": it sees the same world less clearly.",
                    HALF,
                    Phase.curriculum(),
                    6000,
                    DType.F16),
            new Plan(
                    "shapes-bag",
                    "A model that was never shown two different things in one picture, to compare with \"shapes\": it"
                            + " reads a caption as a bag of words, and can't tell what is left of what.",
                    FULL,
                    Phase.withoutPairs(),
                    6000,
                    DType.F16));

    public Plan {
        phases = List.copyOf(phases);
    }

    public static Plan of(String name) {
        return ALL.stream()
                .filter(plan -> plan.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("there is no plan for a model named '" + name
                        + "'; expected one of "
                        + String.join(", ", ALL.stream().map(Plan::name).toList())));
    }

    /** This plan with another number of steps. */
    public Plan withSteps(int newSteps) {
        return new Plan(name, about, architecture, phases, newSteps, type);
    }
}
