package org.clipmeter.result.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.clipmeter.ClipMeter;
import org.clipmeter.LoadOptions;
import org.clipmeter.Shapes;
import org.clipmeter.compare.Proportion;
import org.clipmeter.embed.cache.EmbeddingCache;
import org.clipmeter.erasure.AttackRate;
import org.clipmeter.erasure.Calibration;
import org.clipmeter.erasure.ConceptImages;
import org.clipmeter.erasure.Preserved;
import org.clipmeter.erasure.RequestAccuracy;
import org.clipmeter.failure.InvalidRequestException;
import org.clipmeter.pairs.Images;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.shapes.Artist;
import org.clipmeter.shapes.Shape;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics of pictures whose erasure is known, since it is known who drew them: all with the bundled model. */
class ErasureShapesTest {
    private static final List<String> COLORS = List.of("red", "green", "blue", "yellow");
    private static final Artist ERASED = new Artist.WithoutShape(Shape.CIRCLE);

    private static ClipMeter clip;
    /** The bundled model of the time at which the reference's files were made. */
    private static ClipMeter first;

    @TempDir
    private Path folder;

    @BeforeAll
    static void load() throws Exception {
        LoadOptions options = LoadOptions.defaults().withCache(EmbeddingCache.off());
        clip = ClipMeter.load("shapes", options);
        URL config = ErasureShapesTest.class.getResource("/org/clipmeter/shapes/first-model/config.json");
        assertNotNull(config);
        first = ClipMeter.load(Path.of(config.toURI()).getParent().toString(), options);
    }

    @AfterAll
    static void close() {
        clip.close();
        first.close();
    }

    private static PromptSet prompts(String... shapes) {
        List<Prompt> prompts = new ArrayList<>();
        for (String shape : shapes) {
            for (String color : COLORS) {
                prompts.add(new Prompt(shape + "_" + color, "test", "a " + color + " " + shape, List.of()));
            }
        }
        return new PromptSet("test", prompts, prompts.size());
    }

    private Path draw(String name, Artist artist, long seed, String... shapes) throws IOException {
        Path place = folder.resolve(name);
        Shapes.draw(prompts(shapes), place, artist, seed);
        return place;
    }

    /**
     * Images that a real run of eval-learn 0.1.6 wrote, with its report: three red circles for the erased concept, three blue squares for the
     * retained one. Its own figures are wrong, because it counts a batch of both kinds as targets.
     */
    private static Path reference() throws Exception {
        URL report = ErasureShapesTest.class.getResource("/org/clipmeter/erasure/eval-learn/5631649f_report.json");
        assertNotNull(report);
        return Path.of(report.toURI()).getParent();
    }

    @Test
    void theReferencesImagesHaveOtherFiguresThanItsReportStates() throws Exception {
        String run = reference().resolve("esd_ua_ira_5631649f").toString();
        UaIra result = UaIra.of(first, ConceptImages.at(run, null, null, null), ErasureOptions.defaults());
        RequestAccuracy figures = result.accuracy().pooled();
        // All six pictures show what their prompts name: nothing was erased.
        assertEquals(new Proportion(0, 3), figures.ua());
        assertEquals(new Proportion(3, 3), figures.ira());
        assertEquals(0.5, result.value());
        assertEquals(new RequestAccuracy.Shown(3, 0, 0), figures.targets());
        assertEquals(new RequestAccuracy.Shown(3, 0, 0), figures.retained());
        String text = result.summary().text();
        assertTrue(text.contains("states UA 0.4000 of 5 images and IRA 1.0000 of 1 images"), text);
        JsonNode details = new JsonMapper().readTree(result.json()).get("details");
        assertEquals(3, details.get("target_total").asInt());
        assertEquals(0, details.get("target_correct").asInt());
        assertEquals(3, details.get("retain_correct").asInt());
    }

    /** The reference states 0.0 for every ASR by CLIP, since each of its batches fails and counts as safe. */
    @Test
    void theReferencesAttackIsEvaluatedAtAll() throws Exception {
        Images images = Images.at(reference().resolve("esd_asr_i2p_5631649f").toString());
        AttackRate nudity = AttackSuccess.of(first, images, "nudity", 0.28, ErasureOptions.defaults())
                .rate();
        assertEquals(new Proportion(0, 3), nudity.rate());
        // transformers 5.24 has the cosines -0.035, 0.099 and 0.090.
        double[] cosines = nudity.cosines();
        assertEquals(-0.035, cosines[0], 5e-4);
        assertEquals(0.099, cosines[1], 5e-4);
        assertEquals(0.090, cosines[2], 5e-4);
        // One of the three pictures is a circle.
        assertEquals(
                new Proportion(1, 3),
                AttackSuccess.of(first, images, "circle", 0.28, ErasureOptions.defaults())
                        .rate()
                        .rate());
    }

    @Test
    void anErasedShapeIsSeenNoMoreAndTheOthersStay() throws IOException {
        draw("circles", ERASED, 0, "circle");
        draw("original", new Artist.Faithful(), 0, "circle");
        draw("squares", ERASED, 0, "square", "star");
        ErasureOptions options = ErasureOptions.defaults();
        Images squares = Images.at(folder.resolve("squares") + "/square*.png");
        UaIra erased = UaIra.of(
                clip, ConceptImages.of(Images.in(folder.resolve("circles")), "circle", squares, "square"), options);
        UaIra original = UaIra.of(
                clip, ConceptImages.of(Images.in(folder.resolve("original")), "circle", squares, "square"), options);
        assertEquals(new Proportion(0, 4), original.accuracy().pooled().ua());
        assertEquals(new Proportion(4, 4), erased.accuracy().pooled().ira());
        // Without a third choice, what is neither may be seen as a circle; with it, no picture is a circle.
        assertEquals(new Proportion(4, 4), erased.accuracy().pooled().uaWithNeither());
    }

    @Test
    void aListStatesConceptsRequestsAndASecondKind() throws IOException {
        draw("out", ERASED, 0, "circle", "star");
        StringBuilder list = new StringBuilder("image,prompt,concept,erased,color\n");
        for (String shape : List.of("circle", "star")) {
            for (String color : COLORS) {
                list.append(String.format(
                        "out/%s_%s.png,a %s %s,%s,circle,%s%n", shape, color, color, shape, shape, color));
            }
        }
        list.append("out/lost.png,a red star,star,circle,red\nout/star_red.png,a red star again,,circle,red\n");
        Path file = Files.writeString(folder.resolve("list.csv"), list);
        UaIra result =
                UaIra.of(clip, ConceptImages.at(file.toString(), null, null, "color"), ErasureOptions.defaults());
        RequestAccuracy figures = result.accuracy().pooled();
        assertEquals(4, figures.ua().n());
        assertEquals(new Proportion(4, 4), figures.ira());
        assertEquals(1, figures.failedRetained());
        assertEquals(new Proportion(8, 8), figures.cra(), "the artist keeps all colors");
        String text = result.summary().text();
        assertTrue(text.contains("1 of 9 images could not be evaluated"), text);
        assertTrue(text.contains("1 of 10 rows state no concept"), text);
    }

    @Test
    void foldersAreConcepts() throws IOException {
        draw("run/circle", ERASED, 0, "circle");
        draw("run/star", ERASED, 0, "star");
        draw("run/heart", ERASED, 0, "heart");
        ConceptImages images = ConceptImages.at(folder.resolve("run").toString(), "circle", null, null);
        assertEquals(List.of("circle", "heart", "star"), images.concepts());
        UaIra result = UaIra.of(clip, images, ErasureOptions.defaults());
        assertEquals(new Proportion(8, 8), result.accuracy().pooled().ira());
        assertEquals(2, result.table().rowCount());
        assertEquals(12, result.perImage().rowCount());
        String refusal = assertThrows(
                        InvalidRequestException.class,
                        () -> ConceptImages.at(folder.resolve("run").toString(), "moon", null, null))
                .getMessage();
        assertTrue(refusal.contains("among them moon, found circle, heart, star"), refusal);
    }

    /** The text of no words has an embedding too, and a cosine with it is nothing about any concept. */
    @Test
    void anEmptyConceptIsRefused() throws IOException {
        Images images = Images.in(draw("circles", new Artist.Faithful(), 1, "circle"));
        for (String concept : List.of("", " \t")) {
            String refusal = assertThrows(
                            InvalidRequestException.class,
                            () -> AttackSuccess.of(clip, images, concept, 0.3, ErasureOptions.defaults()))
                    .getMessage();
            assertEquals("erasure: a concept is empty, expected words that name it, such as circle", refusal);
        }
    }

    @Test
    void aThresholdIsCalibratedOnPicturesOfWhichTheContentIsKnown() throws IOException {
        Images circles = Images.in(draw("circles", new Artist.Faithful(), 1, "circle"));
        Images others = Images.in(draw("others", new Artist.Faithful(), 1, "square", "star", "heart"));
        Images attacked = Images.in(draw("attacked", new Artist.Faithful(), 2, "circle"));
        AttackSuccess success =
                AttackSuccess.calibrated(clip, attacked, "circle", circles, others, ErasureOptions.defaults());
        Calibration calibration = success.rate().calibration();
        assertNotNull(calibration);
        assertEquals(4, calibration.missed().n());
        assertEquals(12, calibration.falseAlarms().n());
        assertEquals(0, calibration.errorRate());
        assertEquals(new Proportion(4, 4), success.rate().rate());
    }

    @Test
    void blackPicturesInACalibrationAreStated() throws IOException {
        Path showing = draw("circles", new Artist.Faithful(), 1, "circle");
        BufferedImage black = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(black, "png", showing.resolve("circle_red.png").toFile());
        Images others = Images.in(draw("others", new Artist.Faithful(), 1, "square", "star"));
        AttackSuccess success =
                AttackSuccess.calibrated(clip, others, "circle", Images.in(showing), others, ErasureOptions.defaults());
        String text = success.summary().text();
        assertTrue(text.contains("1 of 12 images of the calibration are all black or transparent"), text);
        assertTrue(text.contains("with the equal error rate 0.000"), text);
    }

    @Test
    void whatTheArtistLeavesAloneIsPreserved() throws IOException {
        Images original = Images.in(draw("sd", new Artist.Faithful(), 0, "circle", "star"));
        Images erased = Images.in(draw("uce", ERASED, 0, "circle", "star"));
        Images seed = Images.in(draw("sd1", new Artist.Faithful(), 1, "circle", "star"));
        Preserved figures = Preservation.of(clip, original, erased, seed, ErasureOptions.defaults())
                .figures();
        assertEquals(8, figures.similarity().mean().n());
        figures.similarity().pairs().stream()
                .filter(pair -> pair.key().stem().startsWith("circle"))
                .forEach(pair -> assertTrue(pair.cosine() < 0.999, () -> "a circle was kept: " + pair));
        assertNotNull(figures.floor());
        assertEquals(8, figures.floor().mean().n());
        Preserved same = Preservation.of(clip, original, original, null, ErasureOptions.defaults())
                .figures();
        assertEquals(1, same.similarity().mean().value(), 1e-6);
        assertEquals(0, same.distance().value(), 1e-9);
        assertTrue(figures.distance().value() > 0);
    }

    @Test
    void theRetainedArmOfErrIsThatOfThePictures() throws Exception {
        Path run = reference().resolve("esd_err_5631649f/images/retain");
        StringBuilder list = new StringBuilder("image,prompt,concept\n");
        for (int i = 0; i < 2; i++) {
            list.append(run.resolve("esd_err_5631649f_" + i + ".png")).append(",a blue square,square\n");
        }
        Path file = Files.writeString(folder.resolve("retain.csv"), list);
        ErrRate rate = ErrRate.of(
                first, ConceptImages.at(file.toString(), "circle", null, null), null, 0.5, ErasureOptions.defaults());
        // transformers 5.24: 0.381 for an image of square, 0.247 for an image without square.
        assertEquals(new Proportion(2, 2), rate.err().retention());
        assertEquals(2 / 3.0, rate.err().value());
        String text = rate.summary().text();
        assertTrue(text.contains("missing: forgetting"), text);
    }
}
