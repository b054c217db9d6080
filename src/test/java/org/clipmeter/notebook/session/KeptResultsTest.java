package org.clipmeter.notebook.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.clipmeter.ScoreRun;
import org.clipmeter.ScoreRuns;
import org.clipmeter.pairs.PairingKey;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.ScoreRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeptResultsTest {
    private final KeptResults runs = new KeptResults();

    private static ScoreRun run(String images, String model) {
        ScoreResult result = Runs.of(model, List.of(Runs.prompt("a")), List.of(Runs.scored(20)));
        Pairs pairs = new Pairs(images, "test", PairingKey.ID, result.pairs().pairs(), List.of(), List.of(), List.of());
        return ScoreRuns.of(
                images,
                new ScoreResult(
                        pairs, result.rows(), result.model(), result.config(), result.seconds(), result.cached()));
    }

    @ParameterizedTest
    @CsvSource({
        "results/uce/images, uce",
        "results/uce/uce_clip_score_1/images/, uce_clip_score_1",
        "out\\esd\\images, esd",
        "results/sd/*.png, sd",
        "images, run",
        "/, run",
        "my pictures, my_pictures"
    })
    void aRunIsNamedAfterItsFolder(String place, String name) {
        assertEquals(name, runs.keep(run(place, "B/32"), null, null));
    }

    @Test
    void theSameImagesAndModelTakeTheirPlaceAgain() {
        runs.keep(run("uce", "B/32"), null, null);
        runs.keep(run("sd", "B/32"), null, null);
        runs.keep(run("uce", "B/32"), null, null);
        assertEquals(List.of("sd", "uce"), List.copyOf(runs.runs().keySet()));
    }

    @Test
    void anotherModelGetsANameOfItsOwn() {
        runs.keep(run("uce", "B/32"), null, null);
        assertEquals("uce_2", runs.keep(run("uce", "L/14"), null, null));
        assertEquals("uce_3", runs.keep(run("elsewhere/uce", "L/14"), null, null));
    }

    @Test
    void runsAreFoundByNameAndByPlace() {
        runs.keep(run("sd", "B/32"), null, null);
        runs.keep(run("uce", "B/32"), "mine", null);
        assertEquals("mine", runs.find("mine").name());
        assertEquals("sd", runs.find("1").name());
        assertEquals("mine", runs.find("2").name());
        String error = String.valueOf(assertThrows(IllegalArgumentException.class, () -> runs.find("3"))
                .getMessage());
        assertEquals("run 3: no run has this name or place; expected one of sd, mine", error);
    }

    @Test
    void withoutARunTheNextStepIsSaid() {
        String error = String.valueOf(assertThrows(IllegalArgumentException.class, () -> runs.find("uce"))
                .getMessage());
        assertTrue(error.endsWith("run %clip score first"), error);
    }

    @Test
    void theOldestAreLetGo() {
        ScoreRun one = run("a", "B/32");
        ScoreRow row = one.result().rows().get(0);
        List<ScoreRow> many = new ArrayList<>(Collections.nCopies(90_000, row));
        ScoreResult large = new ScoreResult(
                one.result().pairs(),
                many,
                one.result().model(),
                one.result().config(),
                1,
                one.result().cached());
        for (String name : List.of("first", "second", "third")) {
            runs.keep(ScoreRuns.of(name, large), name, null);
        }
        assertEquals(Set.of("second", "third"), runs.runs().keySet());
    }
}
