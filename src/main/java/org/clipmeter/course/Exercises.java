package org.clipmeter.course;

import java.util.List;
import java.util.stream.Stream;
import org.clipmeter.failure.InvalidRequestException;

/** All exercises of the course, in the order of its lessons. */
public final class Exercises {
    private static final List<Exercise> ALL = Stream.of(
                    ScoreLesson.EXERCISES,
                    ErasureLesson.EXERCISES,
                    ComparisonLesson.EXERCISES,
                    ModelsLesson.EXERCISES,
                    PitfallsLesson.EXERCISES,
                    ExplainingLesson.EXERCISES)
            .flatMap(List::stream)
            .toList();

    private Exercises() {}

    /** All exercises. */
    public static List<Exercise> all() {
        return ALL;
    }

    /**
     * The exercise of this name.
     *
     * @param id such as {@code 3.2}
     * @throws InvalidRequestException if there is no such exercise; the message names all
     */
    public static Exercise of(String id) {
        return ALL.stream()
                .filter(exercise -> exercise.id().equals(id.strip()))
                .findFirst()
                .orElseThrow(() -> new InvalidRequestException("there is no exercise " + id + "; expected one of "
                        + String.join(", ", ALL.stream().map(Exercise::id).toList())));
    }
}
