package org.clipmeter.generate;

import static org.clipmeter.generate.StandInService.reply;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.clipmeter.failure.Kind;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run does if the service is busy, fails, or answers with something else, and how it goes on afterwards. */
final class GenerationJobTest {
    private static final PromptSet TWO = Trial.prompts("a red cube", "a blue ball");
    private static final String MODERATED =
            "{\"error\": {\"code\": \"content_policy_violation\", \"message\": \"Your request was rejected as a result of our"
                    + " safety system.\", \"type\": \"invalid_request_error\"}}";

    @TempDir
    Path folder;

    private StandInService service;
    private GenerateOptions options;

    @BeforeEach
    void start() throws IOException {
        service = StandInService.webUi();
        options = Trial.options(service.base() + "/sdapi/v1/txt2img").withSeed(1L);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private List<GeneratedImage> run() throws IOException {
        return Trial.run(TWO, folder, options);
    }

    @Test
    void aBusyServiceIsAskedAgainAfterTheTimeThatItNames() throws IOException {
        service.next(reply(429, "{\"error\": \"slow down\"}", "Retry-After", "1"));
        run().forEach(Trial::made);
        List<StandInService.Received> received = service.received();
        assertEquals(List.of("a red cube", "a red cube", "a blue ball"), service.prompts());
        assertTrue(
                received.get(1).at() - received.get(0).at()
                        >= Duration.ofSeconds(1).toNanos(),
                "the second attempt came before the service's time");
    }

    @Test
    void aModelThatIsLoadedIsWaitedFor() throws IOException {
        service.next(reply(503, "{\"error\": \"Model is currently loading\", \"estimated_time\": 0.5}"));
        run().forEach(Trial::made);
        List<StandInService.Received> received = service.received();
        assertTrue(received.get(1).at() - received.get(0).at()
                >= Duration.ofMillis(500).toNanos());
    }

    @Test
    void aPauseThatIsTooLongEndsTheRunAtOnce() {
        service.next(reply(429, "{\"error\": \"come back tomorrow\"}", "Retry-After", "86400"));
        GenerateException stopped = assertThrows(GenerateException.class, this::run);
        assertEquals(GenerateException.Reason.UNAVAILABLE, stopped.reason());
        assertTrue(stopped.getMessage().contains("come back tomorrow (HTTP 429)"), stopped.getMessage());
        assertEquals(1, service.received().size());
    }

    @Test
    void failuresThatPassAreTriedAgain() throws IOException {
        service.next(
                reply(500, "{\"error\": \"OutOfMemoryError\", \"detail\": \"\", \"errors\": \"CUDA\"}"),
                reply(502, "<html><title>Bad Gateway</title></html>", "Content-Type", "text/html"),
                StandInService.truncated("{\"images\": [\"iVBO"));
        List<String> waits = new ArrayList<>();
        List<GeneratedImage> images = GenerationJob.of(TWO, folder, options, Map.of(), Duration.ofMillis(2))
                .run((done, total, waiting) -> waits.add(waiting), () -> false);
        images.forEach(Trial::made);
        waits.removeIf(String::isEmpty);
        assertEquals(3, waits.size(), waits::toString);
        assertTrue(waits.get(0).startsWith("attempt 2 of 5 in 1 s: "), waits.get(0));
        assertTrue(waits.get(0).endsWith("OutOfMemoryError (HTTP 500)"), waits.get(0));
        assertTrue(waits.get(1).endsWith("an HTML page, Bad Gateway (HTTP 502)"), waits.get(1));
        assertTrue(waits.get(2).contains("the connection broke"), waits.get(2));
    }

    @Test
    void aServiceThatDoesNotAnswerEndsTheRun() {
        service.next(StandInService.late(3), StandInService.late(3));
        GenerateOptions hasty = options.withTimeout(Duration.ofSeconds(1)).withAttempts(2);
        GenerateException stopped = assertThrows(GenerateException.class, () -> Trial.run(TWO, folder, hasty));
        assertTrue(stopped.getMessage().contains("there was no answer within 1 s"), stopped.getMessage());
        assertEquals(Kind.UNAVAILABLE, stopped.kind());
    }

    @Test
    void aPromptThatIsRefusedIsRecordedAndTheRunGoesOn() throws IOException {
        service.next(reply(400, MODERATED), reply(400, MODERATED), reply(400, MODERATED), reply(400, MODERATED));
        PromptSet five = Trial.prompts("a", "b", "c", "d", "e");
        List<GeneratedImage> images = Trial.run(five, folder, options);
        for (int i = 0; i < 4; i++) {
            assertTrue(Trial.failed(images.get(i)).moderated());
        }
        assertEquals(
                "the service refuses to draw the prompt: Your request was rejected as a result of our safety system."
                        + " (HTTP 400)",
                Trial.failed(images.get(0)).reason());
        assertEquals(
                Trial.failed(images.get(0)).reason(),
                Trial.record(folder, "p0_0").path("failed").asText());
        Trial.made(images.get(4));
        assertEquals(
                List.of("image,id,source,prompt", "p4_0.png,p4,own,e"),
                Files.readAllLines(folder.resolve("manifest.csv")));
        assertEquals(
                "4 images refused because of the prompt's content, such as p0_0: "
                        + Trial.failed(images.get(0)).reason(),
                ImageNotes.warnings(images).get(0));
        Trial.run(five, folder, options).forEach(Trial::made);
        assertEquals(
                List.of("a", "b", "c", "d", "e", "a", "b", "c", "d"), service.prompts(), "tried again, the rest kept");
    }

    @Test
    void answersWithoutAUsableImageAreRecordedInOneLine() throws IOException {
        byte[] png = StandInService.png("x", 64, 64);
        byte[] half = Arrays.copyOf(png, png.length / 2);
        record Case(StandInService.Reply reply, String expected) {}
        List<Case> cases = List.of(
                new Case(reply(200, "<!DOCTYPE html><html></html>"), "is an HTML page, expected JSON"),
                new Case(
                        reply(200, "{\"images\": ["),
                        "is not JSON, expected JSON: is not valid JSON: it ends too early"),
                new Case(reply(200, "{\"detail\": \"nothing drawn\"}"), "lacks images[0]; it says: nothing drawn"),
                new Case(reply(200, "{\"images\": []}"), "the answer lacks images[0]"),
                new Case(reply(200, "{\"images\": [\"%%%\"]}"), "is not valid base64"),
                new Case(
                        StandInService.webUiImage("<html>".getBytes(StandardCharsets.UTF_8), "m"),
                        "an HTML page and not a picture"),
                new Case(StandInService.webUiImage(half, "m"), "the image in the answer: "),
                new Case(
                        reply(422, "{\"detail\": [{\"loc\": [\"body\"], \"msg\": \"field required\"}]}"),
                        "field required"));
        for (Case each : cases) {
            Path place = folder.resolve("case" + cases.indexOf(each));
            service.next(each.reply());
            List<GeneratedImage> images = Trial.run(TWO, place, options);
            String reason = Trial.failed(images.get(0)).reason();
            assertTrue(reason.contains(each.expected()), reason);
            assertFalse(reason.contains("\n"), reason);
            Trial.made(images.get(1));
            assertEquals(
                    List.of("manifest.csv", "p0_0.request.json", "p1_0.png", "p1_0.request.json"), Trial.files(place));
        }
    }

    @Test
    void threeFailuresInARowEndTheRun() throws IOException {
        StandInService.Reply wrong = reply(200, "{}");
        service.next(wrong, wrong, reply(400, MODERATED), wrong);
        PromptSet five = Trial.prompts("a", "b", "c", "d", "e");
        GenerateException stopped = assertThrows(GenerateException.class, () -> Trial.run(five, folder, options));
        assertEquals("stopped with 0 of 5 images in the folder: the answer lacks images[0]", stopped.getMessage());
        assertEquals(List.of("a", "b", "c", "d"), service.prompts());
    }

    @Test
    void aRefusedLoginAndAWrongAddressEndTheRun() {
        service.next(reply(401, "{\"detail\": \"Incorrect username or password\"}", "WWW-Authenticate", "Basic"));
        GenerateException login = assertThrows(GenerateException.class, this::run);
        assertEquals(GenerateException.Reason.UNAUTHORIZED, login.reason());
        assertTrue(
                login.getMessage()
                        .endsWith("Incorrect username or password (HTTP 401); set CLIPMETER_WEBUI_LOGIN, or name the"
                                + " environment variable that holds its key"),
                login.getMessage());
        service.next(reply(404, "{\"detail\": \"Sampler not found\"}"));
        GenerateException address = assertThrows(GenerateException.class, this::run);
        assertTrue(address.getMessage().contains("Sampler not found (HTTP 404)"), address.getMessage());
        service.next(reply(429, "{\"error\": {\"code\": \"insufficient_quota\", \"message\": \"You exceeded it\"}}"));
        GenerateException money = assertThrows(GenerateException.class, this::run);
        assertTrue(money.getMessage().contains("check the account"), money.getMessage());
        assertEquals(3, service.received().size(), "none is tried again");
    }

    @Test
    void aBlackImageIsKeptAndFlagged() throws IOException {
        service.next(StandInService.webUiImage(StandInService.png("", 64, 64), "sd15"));
        List<GeneratedImage> images = run();
        assertEquals(List.of("all_black"), Trial.made(images.get(0)).flags());
        assertEquals(List.of("1 image all black (from a safety filter?)"), ImageNotes.warnings(images));
        assertEquals(List.of("all_black"), Trial.made(run().get(0)).flags(), "also when it is kept");
    }

    @Test
    void imagesOfTwoModelsAreNamed() throws IOException {
        service.next(StandInService.webUiImage(StandInService.png("x", 8, 8), "other"));
        assertTrue(ImageNotes.warnings(run()).get(0).endsWith(": other [cafe], sd15 [cafe]"));
    }

    @Test
    void whatIsThereIsKept() throws IOException {
        run();
        byte[] manifest = Files.readAllBytes(folder.resolve("manifest.csv"));
        List<GeneratedImage> again = run();
        assertEquals(2, service.received().size());
        assertTrue(again.stream().allMatch(image -> Trial.made(image).kept()));
        assertEquals("sd15 [cafe]", Trial.made(again.get(0)).model());
        assertEquals(64, Trial.made(again.get(0)).width());
        assertEquals(new String(manifest, StandardCharsets.UTF_8), Files.readString(folder.resolve("manifest.csv")));
        Trial.run(Trial.prompts("a red cube", "a blue ball", "a cat"), folder, options);
        assertEquals(List.of("a red cube", "a blue ball", "a cat"), service.prompts(), "a longer list only adds");
    }

    @Test
    void imagesOfAnotherRequestAreRefusedWithWhatDiffers() throws IOException {
        run();
        List<String> before = Trial.files(folder);
        record Other(GenerateOptions options, PromptSet prompts, String expected) {}
        List<Other> others = List.of(
                new Other(options.withSeed(2L), TWO, "p0_0.png has seed 1, now 2"),
                new Other(options.withSize("8x8"), TWO, "p0_0.png has width nothing, now 8; height nothing, now 8"),
                new Other(
                        options.withModel("m"),
                        TWO,
                        "p0_0.png has override_settings.sd_model_checkpoint nothing, now m"),
                new Other(options, Trial.prompts("a red ball"), "p0_0.png has prompt a red cube, now a red ball"));
        for (Other other : others) {
            GenerateException refused =
                    assertThrows(GenerateException.class, () -> Trial.run(other.prompts(), folder, other.options()));
            assertEquals(GenerateException.Reason.OTHER_REQUEST, refused.reason());
            assertTrue(refused.getMessage().contains(other.expected() + "; choose another"), refused.getMessage());
        }
        try (StandInService elsewhere = StandInService.webUi()) {
            GenerateOptions other = options.withEndpoint(elsewhere.base() + "/sdapi/v1/txt2img");
            GenerateException refused = assertThrows(GenerateException.class, () -> Trial.run(TWO, folder, other));
            assertTrue(refused.getMessage().contains("p0_0.png has endpoint " + service.base()), refused.getMessage());
        }
        assertEquals(2, service.received().size());
        assertEquals(before, Trial.files(folder));
        Trial.run(TWO, folder, options.withSeed(2L).withExisting(GenerateOptions.Existing.REPLACED));
        assertEquals(4, service.received().size());
        assertEquals(2, Trial.record(folder, "p1_0").path("seed").asInt());
    }

    @Test
    void aDamagedOrHalfWrittenImageIsMadeAgain() throws IOException {
        run();
        Path image = folder.resolve("p0_0.png");
        byte[] whole = Files.readAllBytes(image);
        Files.write(image, Arrays.copyOf(whole, whole.length / 2));
        run();
        assertArrayEquals(whole, Files.readAllBytes(image));
        Files.delete(image);
        run();
        assertArrayEquals(whole, Files.readAllBytes(image));
        Files.writeString(folder.resolve("p0_0.request.json"), "{\"id\": ");
        run();
        assertEquals("a red cube", Trial.record(folder, "p0_0").path("prompt").asText());
        assertEquals(List.of("a red cube", "a blue ball", "a red cube", "a red cube", "a red cube"), service.prompts());
    }

    @Test
    void imagesFromElsewhereAreNeverOverwritten() throws IOException {
        Files.writeString(folder.resolve("p1_0.jpg"), "mine");
        GenerateException refused = assertThrows(GenerateException.class, this::run);
        assertEquals(GenerateException.Reason.UNKNOWN_IMAGES, refused.reason());
        assertTrue(refused.getMessage().contains("such as p1_0.jpg, without a record"), refused.getMessage());
        assertEquals(List.of("p1_0.jpg"), Trial.files(folder));
        assertEquals(List.of(), service.received());
    }

    @Test
    void anImageThatAReplacementLeavesBehindIsNotListedWithTheNewPrompt() throws IOException {
        run();
        service.next(reply(400, MODERATED));
        List<GeneratedImage> images = Trial.run(
                Trial.prompts("a red ball", "a blue ball"),
                folder,
                options.withExisting(GenerateOptions.Existing.REPLACED));
        Trial.failed(images.get(0));
        assertEquals(
                List.of("image,id,source,prompt", "p1_0.png,p1,own,a blue ball"),
                Files.readAllLines(folder.resolve("manifest.csv")));
        assertFalse(Trial.files(folder).contains("p0_0.png"));
    }

    @Test
    void aCancelledRunLeavesWhatIsCompleteAndGoesOn() throws IOException {
        PromptSet four = Trial.prompts("a", "b", "c", "d");
        CancellationException cancelled = assertThrows(
                CancellationException.class,
                () -> Trial.run(four, folder, options, Map.of(), () -> Files.exists(folder.resolve("p1_0.png"))));
        assertEquals("cancelled with 2 of 4 images in the folder", cancelled.getMessage());
        assertEquals(
                List.of("image,id,source,prompt", "p0_0.png,p0,own,a", "p1_0.png,p1,own,b"),
                Files.readAllLines(folder.resolve("manifest.csv")));
        Trial.run(four, folder, options).forEach(Trial::made);
        assertEquals(List.of("a", "b", "c", "d"), service.prompts());
    }

    @Test
    void aCancellationEndsAPauseAndARequest() throws IOException {
        for (StandInService.Reply reply : List.of(reply(503, "", "Retry-After", "300"), StandInService.late(60))) {
            AtomicBoolean asked = new AtomicBoolean();
            service.next((exchange, body) -> {
                asked.set(true);
                reply.to(exchange, body);
            });
            assertThrows(CancellationException.class, () -> Trial.run(TWO, folder, options, Map.of(), asked::get));
        }
        assertEquals(2, service.received().size());
    }

    @Test
    void aServiceOfThisMachineIsReachedWithoutAProxy() throws IOException {
        Map<String, String> env = Map.of("HTTP_PROXY", "http://127.0.0.1:9", "http_proxy", "http://127.0.0.1:9");
        Trial.run(TWO, folder, options, env, () -> false).forEach(Trial::made);
    }

    @Test
    void anAnswerThatIsTooLongForARecordIsNotRecorded() throws IOException {
        String image = StandInService.base64(StandInService.png("x", 8, 8));
        service.next(
                reply(200, "{\"images\": [\"" + image + "\"], \"more\": \"" + "m".repeat(1_000_001) + "\"}"),
                reply(200, "{\"images\": [\"" + image + "\"], \"more\": \"" + "m".repeat(Service.MOST_BYTES) + "\"}"));
        List<GeneratedImage> images = run();
        Trial.made(images.get(0));
        assertTrue(Trial.record(folder, "p0_0").at("/response/omitted").asText().endsWith(" characters"));
        assertEquals(
                "the answer has more than 64 MB, and was not read to its end",
                Trial.failed(images.get(1)).reason());
    }

    @Test
    void aFileInPlaceOfAFailedImageIsNotOverwritten() throws IOException {
        service.next(reply(400, MODERATED));
        run();
        Files.write(folder.resolve("p0_0.png"), StandInService.png("drawn by hand", 8, 8));
        GenerateException refused = assertThrows(GenerateException.class, this::run);
        assertEquals(GenerateException.Reason.UNKNOWN_IMAGES, refused.reason());
    }

    @Test
    void aPromptsOwnSeedIsThatOfItsFirstImageUnlessAnotherIsAskedFor() throws IOException {
        PromptSet cases = new PromptSet(
                "cases",
                List.of(
                        new Prompt("7", "cases", "a red cube", List.of(), 41L),
                        new Prompt("8", "cases", "a blue ball", List.of())),
                2);
        GenerateOptions unseeded =
                Trial.options(service.base() + "/sdapi/v1/txt2img").withImagesPerPrompt(2);
        Trial.run(cases, folder.resolve("own"), unseeded);
        assertEquals(List.of(41L, 42L, 0L, 1L), seeds());
        Trial.run(cases, folder.resolve("asked"), unseeded.withSeed(5L));
        assertEquals(List.of(41L, 42L, 0L, 1L, 5L, 6L, 5L, 6L), seeds());
    }

    private List<Long> seeds() {
        return service.received().stream()
                .map(request -> request.body().path("seed").asLong())
                .toList();
    }

    @Test
    void promptsWhoseImagesWouldHaveOneNameAreRefused() {
        for (List<String> ids : List.of(List.of("a", "a"), List.of("a", "A"), List.of("a/b", "c"))) {
            List<Prompt> prompts = ids.stream()
                    .map(id -> new Prompt(id, "own", "text of " + id, List.of()))
                    .toList();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Trial.run(new PromptSet("own", prompts, 2), folder, options),
                    ids.toString());
        }
        assertEquals(List.of(), service.received());
    }

    @Test
    void aPreviewSendsAndWritesNothing() throws IOException {
        Path place = folder.resolve("new");
        GenerationPreview preview = GenerationJob.of(
                        TWO, place, options, Map.of("CLIPMETER_WEBUI_LOGIN", "me:" + Trial.KEY))
                .preview();
        assertEquals(2, preview.toMake());
        assertTrue(
                preview.firstRequest()
                        .startsWith("POST " + service.base() + "/sdapi/v1/txt2img\nContent-Type: application/json\n"
                                + "Authorization: Basic from CLIPMETER_WEBUI_LOGIN\n\n{\n"),
                preview.firstRequest());
        assertTrue(preview.firstRequest().contains("\"prompt\" : \"a red cube\""), preview.firstRequest());
        assertFalse(preview.toString().contains(Trial.KEY));
        assertFalse(Files.exists(place));
        assertEquals(List.of(), service.received());
    }
}
