package org.clipmeter.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.clipmeter.files.FileException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each of the four interfaces is asked as its service documents it, and its answer becomes a file with a record. */
final class GeneratorTest {
    private static final String WORKFLOW = """
            {"3": {"class_type": "KSampler", "inputs": {"seed": 5, "steps": 20, "positive": ["6", 0], "negative": ["7", 0]}},
             "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 512, "batch_size": 1}},
             "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "here", "clip": ["4", 1]}},
             "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "bad", "clip": ["4", 1]}}}
            """;

    @TempDir
    Path folder;

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    @Test
    void theWebUiGetsItsRequestAndGivesBase64() throws IOException {
        try (StandInService service = StandInService.webUi()) {
            GenerateOptions options = Trial.options(service.base() + "/sdapi/v1/txt2img")
                    .withSize("64x64")
                    .withSeed(7L)
                    .withModel("sd15.safetensors")
                    .withParameters(Map.of("steps", "20", "sampler_name", "Euler a", "save_images", "null"));
            List<GeneratedImage> images = Trial.run(Trial.prompts("a red cube"), folder, options);
            StandInService.Received request = service.received().get(0);
            assertEquals("POST /sdapi/v1/txt2img", request.method() + " " + request.path());
            assertEquals("application/json", request.header("Content-Type"));
            assertEquals(
                    json("{'prompt': 'a red cube', 'seed': 7, 'batch_size': 1, 'n_iter': 1, 'width': 64, 'height': 64,"
                                    .replace('\'', '"')
                            + "\"send_images\": true, \"steps\": 20, \"sampler_name\": \"Euler a\","
                            + "\"override_settings\": {\"sd_model_checkpoint\": \"sd15.safetensors\"}}"),
                    request.body());
            GeneratedImage.Made made = Trial.made(images.get(0));
            assertEquals(folder.resolve("p0_0.png"), made.file());
            assertArrayEquals(StandInService.png("a red cube", 64, 64), Files.readAllBytes(made.file()));
            assertEquals("sd15 [cafe]", made.model());
            assertEquals(List.of(), made.flags());
            JsonNode record = Trial.record(folder, "p0_0");
            assertEquals(request.body(), record.path("request"));
            assertEquals(7, record.at("/response/info/seed").asInt());
            assertEquals("a red cube", record.path("prompt").asText());
            assertFalse(record.path("response").has("images"));
            assertEquals(
                    List.of("image,id,source,prompt", "p0_0.png,p0,own,a red cube"),
                    Files.readAllLines(folder.resolve("manifest.csv")));
        }
    }

    @Test
    void openAiGetsItsRequestAndMayReviseThePrompt() throws IOException {
        try (StandInService service = StandInService.openAi()) {
            GenerateOptions options = Trial.options(service.base() + "/v1/images/generations")
                    .withModel("dall-e-3")
                    .withSize("1024x1024")
                    .withKeyVariable("MY_KEY");
            List<GeneratedImage> images = Trial.run(
                    Trial.prompts("a violin", "a cat"), folder, options, Map.of("MY_KEY", Trial.KEY), () -> false);
            StandInService.Received request = service.received().get(0);
            assertEquals("POST /v1/images/generations", request.method() + " " + request.path());
            assertEquals("Bearer " + Trial.KEY, request.header("Authorization"));
            assertEquals(
                    json("{\"model\": \"dall-e-3\", \"prompt\": \"a violin\", \"n\": 1, \"size\": \"1024x1024\","
                            + " \"response_format\": \"b64_json\"}"),
                    request.body());
            GeneratedImage.Made violin = Trial.made(images.get(0));
            assertEquals("A detailed oil painting of a violin", violin.revisedPrompt());
            assertEquals(List.of("revised_prompt", "other_size"), violin.flags());
            assertEquals(List.of("other_size"), Trial.made(images.get(1)).flags());
            assertEquals(
                    "A detailed oil painting of a violin",
                    Trial.record(folder, "p0_0").path("revised_prompt").asText());
            assertEquals(
                    List.of("image,id,source,prompt", "p0_0.png,p0,own,a violin", "p1_0.png,p1,own,a cat"),
                    Files.readAllLines(folder.resolve("manifest.csv")),
                    "scores use the original prompt");
            assertEquals(
                    List.of(
                            "1 image drawn from a prompt that the service revised; scores use the original",
                            "2 images of another size than was asked for"),
                    ImageNotes.warnings(images));
        }
    }

    @Test
    void openAiGetsASeedAndAnAddressOnlyAsTheyAreAllowed() throws IOException {
        GenerateOptions options = GenerateOptions.defaults()
                .withEndpoint("https://host.example/v1")
                .withApi(ImageApi.OPENAI);
        assertEquals(
                "https://host.example/v1/images/generations",
                Generator.of(options).address().toString());
        assertFalse(Generator.of(options).takesSeed());
        Generator seeded = Generator.of(options.withSeed(3L).withModel("gpt-image-1"));
        assertEquals(
                "{\"model\":\"gpt-image-1\",\"prompt\":\"x\",\"n\":1,\"seed\":3}",
                seeded.request("x", 3L).toString());
    }

    @Test
    void anImageAtAnAddressIsFetchedWithoutTheKey() throws IOException {
        try (StandInService service = StandInService.openAi();
                StandInService other = StandInService.openAi()) {
            byte[] png = StandInService.png("x", 8, 8);
            service.next(
                    StandInService.reply(
                            200, "{\"data\": [{\"url\": \"" + service.base() + "/files/a.png?sig=s3cret\"}]}"),
                    StandInService.bytes("image/png", png),
                    StandInService.reply(200, "{\"data\": [{\"url\": \"" + other.base() + "/a.png\"}]}"));
            GenerateOptions options =
                    Trial.options(service.base() + "/v1/images/generations").withKeyVariable("MY_KEY");
            List<GeneratedImage> images =
                    Trial.run(Trial.prompts("a", "b"), folder, options, Map.of("MY_KEY", Trial.KEY), () -> false);
            assertArrayEquals(png, Files.readAllBytes(Trial.made(images.get(0)).file()));
            assertEquals("null", service.received().get(1).header("Authorization"));
            assertFalse(Trial.holds(folder, "s3cret"), "the address of an image has a signature");
            assertTrue(Trial.failed(images.get(1)).reason().contains("neither encrypted nor the service's own"));
            assertEquals(List.of(), other.received());
        }
    }

    private GenerateOptions comfy(String address) throws IOException {
        Path file = folder.resolve("workflow.json");
        Files.writeString(file, WORKFLOW);
        return Trial.options(address).withWorkflow(new ComfyWorkflow(file, "6", "3", null));
    }

    @Test
    void comfyUiRunsTheWorkflowWithPromptAndSeedInTheirPlaces() throws IOException {
        try (StandInService service = StandInService.comfyUi("6")) {
            GenerateOptions options = comfy(service.base()).withSeed(11L).withParameters(Map.of("5.width", "64"));
            List<GeneratedImage> images =
                    Trial.run(Trial.prompts("a red cube", "a blue ball"), folder.resolve("out"), options);
            JsonNode expected = json(WORKFLOW.replace("\"here\"", "\"a red cube\"")
                    .replace("\"seed\": 5", "\"seed\": 11")
                    .replace("\"width\": 512", "\"width\": 64"));
            assertEquals(expected, service.received().get(0).body().path("prompt"));
            assertEquals(
                    List.of(
                            "/prompt",
                            "/history/1-2",
                            "/history/1-2",
                            "/history/1-2",
                            "/view?filename=a%20b_00001_.png&subfolder=x%2Fy&type=output"),
                    service.received().stream()
                            .map(StandInService.Received::path)
                            .limit(5)
                            .toList());
            assertArrayEquals(
                    StandInService.png("a blue ball", 64, 64),
                    Files.readAllBytes(Trial.made(images.get(1)).file()));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "66     | 3    | has no node 66; it has 3 (KSampler), 5 (EmptyLatentImage), 6 (CLIPTextEncode), 7 (CLIPTextEncode)",
                "6.txt  | 3    | has no input txt in node 6 (CLIPTextEncode); it has text, clip",
                "3.positive | 3 | has a connection from node 6 at 3.positive; name the node in which the value is written",
                "5.width | 3   | has 512 at 5.width, expected a text",
                "6      | 6.text | has here at 6.text, expected a whole number",
                "6      | 3.noise_seed | has no input noise_seed in node 3 (KSampler); it has seed, steps, positive, negative"
            })
    void aPlaceThatTheWorkflowLacksIsNeverGuessed(String prompt, String seed, String expected) throws IOException {
        Path file = Files.writeString(folder.resolve("workflow.json"), WORKFLOW);
        GenerateOptions options =
                Trial.options("http://127.0.0.1:1").withWorkflow(new ComfyWorkflow(file, prompt, seed, null));
        FileException refused = assertThrows(FileException.class, () -> Generator.of(options));
        assertTrue(refused.getMessage().endsWith("workflow.json " + expected), refused.getMessage());
    }

    @Test
    void aWorkflowOfTheEditorIsRefusedWithTheWayToExportIt() throws IOException {
        Path file = Files.writeString(folder.resolve("w.json"), "{\"last_node_id\": 9, \"nodes\": [], \"links\": []}");
        GenerateOptions options =
                Trial.options("http://127.0.0.1:1").withWorkflow(new ComfyWorkflow(file, "6", "3", null));
        FileException refused = assertThrows(FileException.class, () -> Generator.of(options));
        assertTrue(refused.getMessage().contains("Export (API)"), refused.getMessage());
    }

    @Test
    void aSeedNeedsItsNode() throws IOException {
        GenerateOptions options = comfy("http://127.0.0.1:1");
        GenerateOptions without =
                options.withWorkflow(new ComfyWorkflow(folder.resolve("workflow.json"), "6", null, null));
        assertFalse(Generator.of(without).takesSeed());
        for (GenerateOptions each : List.of(without.withSeed(1L), without.withImagesPerPrompt(2))) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Generator.of(each));
            assertTrue(refused.getMessage().startsWith("name the node of the seed"), refused.getMessage());
        }
    }

    @Test
    void whatComfyUiSaysAgainstAWorkflowIsTheReason() throws IOException {
        try (StandInService service = StandInService.comfyUi("6")) {
            service.next(
                    StandInService.reply(
                            400,
                            "{\"error\": {\"type\": \"prompt_outputs_failed_validation\", \"message\": \"Prompt outputs failed"
                                    + " validation\", \"details\": \"\"}, \"node_errors\": {\"4\": {\"errors\": [{\"message\":"
                                    + " \"Value not in list\", \"details\": \"ckpt_name: 'x'\"}], \"class_type\": \"C\"}}}"),
                    StandInService.reply(200, "{\"prompt_id\": \"1-2\"}"),
                    StandInService.reply(
                            200,
                            "{\"1-2\": {\"outputs\": {}, \"status\": {\"status_str\": \"error\", \"messages\":"
                                    + " [[\"execution_error\", {\"node_id\": \"3\", \"node_type\": \"KSampler\","
                                    + " \"exception_message\": \"out of memory\"}]]}}}"));
            List<GeneratedImage> images =
                    Trial.run(Trial.prompts("a", "b"), folder.resolve("out"), comfy(service.base()));
            assertEquals(
                    "the service refuses the request: Prompt outputs failed validation; node 4: Value not in list,"
                            + " ckpt_name: 'x' (HTTP 400)",
                    Trial.failed(images.get(0)).reason());
            assertEquals(
                    "ComfyUI could not run the workflow: node 3 (KSampler): out of memory",
                    Trial.failed(images.get(1)).reason());
        }
    }

    @Test
    void severalImagesOfAWorkflowAreRefusedUnlessTheNodeIsNamed() throws IOException {
        String two =
                "{\"1-2\": {\"outputs\": {\"9\": {\"images\": [{\"filename\": \"a.png\", \"subfolder\": \"\", \"type\":"
                        + " \"output\"}]}, \"7\": {\"images\": [{\"filename\": \"b.png\", \"subfolder\": \"\", \"type\": \"output\"}]}}}}";
        try (StandInService service = StandInService.comfyUi("6")) {
            service.next(StandInService.reply(200, "{\"prompt_id\": \"1-2\"}"), StandInService.reply(200, two));
            GenerateOptions options = comfy(service.base());
            GeneratedImage refused = Trial.run(Trial.prompts("a"), folder.resolve("out"), options)
                    .get(0);
            assertTrue(Trial.failed(refused).reason().startsWith("the workflow gave 2 images, expected one"));
            service.next(StandInService.reply(200, "{\"prompt_id\": \"1-2\"}"), StandInService.reply(200, two));
            Path file = folder.resolve("workflow.json");
            Trial.run(
                    Trial.prompts("a"),
                    folder.resolve("out"),
                    options.withWorkflow(new ComfyWorkflow(file, "6", "3", "7")));
            List<StandInService.Received> all = service.received();
            assertEquals(
                    "/view?filename=b.png&subfolder=&type=output",
                    all.get(all.size() - 1).path());
        }
    }

    @Test
    void huggingFaceGetsItsRequestAndGivesTheFile() throws IOException {
        try (StandInService service = StandInService.huggingFace()) {
            GenerateOptions options = Trial.options(service.base() + "/hf-inference")
                    .withApi(ImageApi.HUGGING_FACE)
                    .withModel("owner/a-model")
                    .withSize("64x64")
                    .withKeyVariable("HF_TOKEN")
                    .withParameters(Map.of("guidance_scale", "3.5"));
            List<GeneratedImage> images =
                    Trial.run(Trial.prompts("a cat"), folder, options, Map.of("HF_TOKEN", Trial.KEY), () -> false);
            StandInService.Received request = service.received().get(0);
            assertEquals("/hf-inference/models/owner/a-model", request.path());
            assertEquals("Bearer " + Trial.KEY, request.header("Authorization"));
            assertEquals(
                    json("{\"inputs\": \"a cat\", \"parameters\": {\"seed\": 0, \"width\": 64, \"height\": 64,"
                            + " \"guidance_scale\": 3.5}}"),
                    request.body());
            assertEquals(folder.resolve("p0_0.jpg"), Trial.made(images.get(0)).file());
            assertArrayEquals(
                    StandInService.image("a cat", 64, 64, "jpg"), Files.readAllBytes(folder.resolve("p0_0.jpg")));
        }
    }

    @Test
    void severalImagesOfAPromptHaveSeedsThatCountUp() throws IOException {
        try (StandInService service = StandInService.webUi()) {
            GenerateOptions options = Trial.options(service.base() + "/sdapi/v1/txt2img")
                    .withSeed(5L)
                    .withImagesPerPrompt(3);
            Trial.run(Trial.prompts("a", "b"), folder, options);
            assertEquals(
                    List.of(5, 6, 7, 5, 6, 7),
                    service.received().stream()
                            .map(one -> one.body().path("seed").asInt())
                            .toList());
            assertTrue(Trial.files(folder).containsAll(List.of("p0_0.png", "p0_2.png", "p1_1.png")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:7860/sdapi/v1/txt2img, webui",
        "https://api.openai.com/v1/images/generations, openai",
        "https://gateway.example/openai/images/generations, openai",
        "http://127.0.0.1:8188/prompt, comfyui",
        "https://router.huggingface.co/hf-inference/models/a/b, huggingface",
        "https://x1.us-east-1.aws.endpoints.huggingface.cloud, huggingface"
    })
    void anAddressShowsItsInterface(String address, String expected) {
        assertEquals(expected, Trial.options(address).apiInUse().id());
    }

    @Test
    void anAddressThatShowsNoInterfaceIsNotGuessed() {
        GenerateOptions options = Trial.options("http://127.0.0.1:7860");
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, options::apiInUse);
        assertTrue(refused.getMessage().endsWith("name it: webui, openai, comfyui, huggingface"), refused.getMessage());
        assertEquals(ImageApi.WEB_UI, options.withApi(ImageApi.of("WebUI")).apiInUse());
    }

    @Test
    void optionsOutOfTheirRangeAreRefused() {
        GenerateOptions options = GenerateOptions.defaults();
        assertThrows(IllegalArgumentException.class, () -> options.withSeed(-1L));
        assertThrows(IllegalArgumentException.class, () -> options.withSize("512"));
        assertThrows(IllegalArgumentException.class, () -> options.withImagesPerPrompt(0));
        assertThrows(IllegalArgumentException.class, () -> options.withAttempts(0));
        assertThrows(IllegalArgumentException.class, () -> options.withTimeout(Duration.ZERO));
    }

    @Test
    void aParameterThatFollowsFromThePromptCanNotBeSet() {
        for (String name : List.of("prompt", "seed", "batch_size")) {
            GenerateOptions options = GenerateOptions.defaults().withParameters(Map.of(name, "1"));
            assertThrows(IllegalArgumentException.class, () -> Generator.of(options), name);
        }
    }
}
