package org.clipmeter.result.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.ScoreRun;
import org.clipmeter.Shapes;
import org.clipmeter.SiblingModels;
import org.clipmeter.agreement.AgreementListener;
import org.clipmeter.agreement.ModelScores;
import org.clipmeter.agreement.RunAgreement;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.pairs.Images;
import org.clipmeter.pairs.PairingException;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.result.export.Export;
import org.clipmeter.score.ScoreOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs under several models, some of which fail, and runs whose images are gone. */
class AgreementTest {
    private static final LoadOptions LOADING =
            LoadOptions.defaults().withDevice("cpu").withCache(EmbeddingCache.off());
    private static final PromptSet PROMPTS = new PromptSet(
            "own",
            List.of(
                    new Prompt("a", "own", "a red circle", List.of()),
                    new Prompt("b", "own", "a blue square", List.of()),
                    new Prompt("c", "own", "two green stars", List.of())),
            3);

    @TempDir
    private Path scratch;

    private final Map<String, Pairs> runs = new LinkedHashMap<>();
    private List<String> models = List.of();

    @BeforeEach
    void prepare() throws IOException {
        for (String run : List.of("sd", "uce")) {
            Shapes.draw(PROMPTS, scratch.resolve(run));
            runs.put(run, Pairs.of(Images.in(scratch.resolve(run)), PROMPTS));
        }
        models = List.of(
                "shapes", SiblingModels.write(scratch.resolve("sibling"), 3).toString());
    }

    /** Models that are closed before the images of a run, by the places of the models. */
    private Agreement closing(String run, List<Integer> closed) throws IOException {
        List<ClipMeter> loaded = new ArrayList<>();
        ModelLoader loader = new ModelLoader() {
            @Override
            public ClipMeter load(String name) throws IOException {
                ClipMeter model = ClipMeter.load(name, LOADING);
                loaded.add(model);
                return model;
            }

            @Override
            public void release(ClipMeter model) {
                model.close();
            }
        };
        AgreementListener listener = new AgreementListener() {
            @Override
            public void images(String now, List<String> names, int done, int total, int cached) {
                if (now.equals(run) && done == 0) {
                    closed.forEach(place -> loaded.get(place).close());
                }
            }
        };
        return Agreement.of(runs, models, loader, ScoreOptions.defaults(), listener, () -> false);
    }

    @Test
    void aModelThatFailsInOneRunIsLeftOutOfAllWithAWarning() throws IOException {
        Agreement agreement = closing("uce", List.of(1));
        assertEquals(List.of("shapes"), agreement.models());
        for (RunAgreement run : agreement.runs()) {
            assertEquals(
                    List.of("shapes"),
                    run.byModel().stream().map(ModelScores::model).toList());
            assertEquals(3, run.byModel().get(0).result().evaluatedCount());
        }
        String closed = String.valueOf(new ModelClosedException().getMessage());
        assertTrue(
                agreement.warnings().contains("without sibling: " + closed),
                agreement.warnings().toString());
        assertTrue(
                agreement.summary().text().contains("without sibling: "),
                agreement.summary().text());
    }

    @Test
    void ifNoModelCanBeUsedTheFirstFailureIsReported() {
        assertThrows(ModelClosedException.class, () -> closing("sd", List.of(0, 1)));
    }

    @Test
    void aRunThatWasReadFromAFileIsScoredAgainWhileItsImagesAreThere() throws IOException {
        Path file = scratch.resolve("sd.json");
        try (ClipMeter clip = ClipMeter.load("shapes", LOADING)) {
            ScoreRun run = clip.score(Images.in(scratch.resolve("sd")), PROMPTS).named("sd");
            Export.write(run, file);
        }
        Map<String, Pairs> read = Agreement.pairs(List.of(ScoreRun.read(file)));
        ModelLoader loader = ModelLoader.with(LOADING);
        Agreement agreement = Agreement.of(
                read, List.of("shapes"), loader, ScoreOptions.defaults(), AgreementListener.none(), () -> false);
        assertEquals(
                ScoreRun.read(file).value(),
                agreement.runs().get(0).byModel().get(0).result().value());
        try (var images = Files.list(scratch.resolve("sd"))) {
            for (Path image : images.toList()) {
                Files.delete(image);
            }
        }
        String message = String.valueOf(assertThrows(
                        PairingException.class,
                        () -> Agreement.of(
                                read,
                                List.of("shapes"),
                                loader,
                                ScoreOptions.defaults(),
                                AgreementListener.none(),
                                () -> false))
                .getMessage());
        assertTrue(
                message.startsWith("models: none of the images of sd is there any longer, the first was at "
                        + scratch.resolve("sd").resolve("a.png")),
                message);
    }
}
