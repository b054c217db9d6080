package org.clipmeter.agreement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.clipmeter.embed.Embedder;
import org.clipmeter.embed.FakePictures;
import org.clipmeter.embed.FakeTowers;
import org.clipmeter.model.ModelClosedException;
import org.clipmeter.pairs.Pairs;
import org.clipmeter.preprocess.ImageRules;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptTemplate;
import org.clipmeter.score.Outcome;
import org.clipmeter.score.RunConfig;
import org.clipmeter.score.Runs;
import org.clipmeter.score.ScoreOptions;
import org.clipmeter.score.ScoreProgress;
import org.clipmeter.score.ScoreResult;
import org.clipmeter.score.Scorer;
import org.junit.jupiter.api.Test;

class JointScoringTest {
    private static final RunConfig CONFIG = new RunConfig("fake", null, null, ImageRules.defaults());
    private final FakePictures pictures = new FakePictures();

    private static Pairs pairs(List<String> ids, List<String> texts) {
        List<Prompt> prompts = new ArrayList<>();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            prompts.add(new Prompt(ids.get(i), "own", texts.get(i), List.of()));
            outcomes.add(Runs.scored(1));
        }
        return Runs.of("any", prompts, outcomes).pairs();
    }

    private static Pairs many() {
        List<String> ids = IntStream.range(0, 40)
                .mapToObj(i -> i == 7 ? FakePictures.WEB_PAGE : "p" + i)
                .toList();
        List<String> texts =
                IntStream.range(0, 40).mapToObj(i -> "text " + i % 9).toList();
        return pairs(ids, texts);
    }

    private JointModel model(String name) {
        Embedder embedder = FakePictures.embedder(new FakeTowers(), 8, pictures);
        return new JointModel(name, embedder, Runs.MODEL, CONFIG);
    }

    private List<ModelScores> score(Pairs pairs, ScoreOptions options) throws IOException {
        return JointScoring.score(
                        "run",
                        pairs,
                        List.of(model("one"), model("two")),
                        options,
                        AgreementListener.none(),
                        () -> false)
                .scores();
    }

    @Test
    void eachModelHasTheRowsThatItHasAlone() throws IOException {
        ScoreOptions options = ScoreOptions.defaults().withTemplate(new PromptTemplate("a photo of {}"));
        List<ModelScores> scores = score(many(), options);
        assertEquals(40, pictures.decoded.get());
        ScoreResult alone = new Scorer(FakePictures.embedder(new FakeTowers(), 8, pictures), options)
                .score(many(), () -> Runs.MODEL, CONFIG, ScoreProgress.none(), () -> false);
        assertEquals(
                List.of("one", "two"), scores.stream().map(ModelScores::model).toList());
        for (ModelScores each : scores) {
            assertEquals(alone.rows(), each.result().rows());
            assertEquals("html", each.result().rows().get(7).outcome().status());
            assertEquals(39, each.retrieval().n());
            assertEquals(9, each.retrieval().captions());
        }
    }

    @Test
    void theListenerHearsTheModelsAndHowFarTheyAre() throws IOException {
        List<String> heard = new ArrayList<>();
        AgreementListener listener = new AgreementListener() {
            @Override
            public void texts(String run, String model, int done, int total) {
                heard.add(run + " texts " + model + " " + total);
            }

            @Override
            public void images(String run, List<String> models, int done, int total, int cached) {
                heard.add(run + " " + models + " " + done + " of " + total);
            }
        };
        JointScoring.score(
                "sd", many(), List.of(model("one"), model("two")), ScoreOptions.defaults(), listener, () -> false);
        assertTrue(heard.contains("sd texts two 9"), heard.toString());
        assertTrue(heard.contains("sd [one, two] 0 of 40"), heard.toString());
        assertEquals("sd [one, two] 40 of 40", heard.get(heard.size() - 1));
    }

    /** What a model may throw while it encodes: its weights can't be read, it was closed, or every image fails. */
    @Test
    void aModelThatFailsWhileItEncodesCostsItsOwnScoresOnly() throws IOException {
        List<Exception> faults = List.of(
                new IOException("the weights are gone"),
                new ModelClosedException(),
                new IllegalStateException("out of memory on the device"));
        List<String> messages = List.of(
                "the weights are gone",
                String.valueOf(new ModelClosedException().getMessage()),
                "every image failed; p0.png: IllegalStateException: out of memory on the device");
        for (int i = 0; i < faults.size(); i++) {
            Exception fault = faults.get(i);
            FakeTowers two = new FakeTowers();
            if (i == 2) {
                two.imageFault = () -> failing(fault);
            }
            AgreementListener later = new AgreementListener() {
                @Override
                public void images(String run, List<String> models, int done, int total, int cached) {
                    if (done > 0) {
                        two.imageFault = () -> failing(fault);
                    }
                }
            };
            JointScores joint = score(List.of(model("one"), model("two", two), model("three")), later);
            assertEquals(
                    List.of("one", "three"),
                    joint.scores().stream().map(ModelScores::model).toList());
            for (ModelScores each : joint.scores()) {
                assertEquals(39, each.result().evaluatedCount());
            }
            assertEquals(List.of("two"), List.copyOf(joint.failures().keySet()));
            Exception failure = joint.failures().get("two");
            assertTrue(failure != null && messages.get(i).equals(failure.getMessage()), String.valueOf(failure));
        }
        FakeTowers only = new FakeTowers();
        only.imageFault = () -> failing(faults.get(0));
        JointScores none = score(List.of(model("only", only)), AgreementListener.none());
        assertEquals(List.of(), none.scores());
        assertEquals(List.of("only"), List.copyOf(none.failures().keySet()));
    }

    @Test
    void aModelThatFailsWithSomeImagesKeepsItsScores() throws IOException {
        FakeTowers two = new FakeTowers();
        AtomicInteger calls = new AtomicInteger();
        two.imageFault = () -> {
            if (calls.incrementAndGet() == 2) { // the first batch, then the first image of it alone
                two.imageFault = null;
            }
            throw new IllegalStateException("once");
        };
        JointScores joint = score(List.of(model("one"), model("two", two)), AgreementListener.none());
        assertEquals(2, joint.scores().size());
        assertEquals(Map.of(), joint.failures());
        assertEquals(38, joint.scores().get(1).result().evaluatedCount());
    }

    private static float[][] failing(Exception fault) throws IOException {
        if (fault instanceof IOException e) {
            throw e;
        }
        throw (RuntimeException) fault;
    }

    private static JointScores score(List<JointModel> models, AgreementListener listener) throws IOException {
        return JointScoring.score("run", many(), models, ScoreOptions.defaults(), listener, () -> false);
    }

    private JointModel model(String name, FakeTowers towers) {
        return new JointModel(name, FakePictures.embedder(towers, 8, pictures), Runs.MODEL, CONFIG);
    }

    @Test
    void canBeCancelled() {
        assertThrows(
                CancellationException.class,
                () -> JointScoring.score(
                        "sd",
                        many(),
                        List.of(model("one")),
                        ScoreOptions.defaults(),
                        AgreementListener.none(),
                        () -> true));
    }
}
