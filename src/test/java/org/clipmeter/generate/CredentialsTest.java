package org.clipmeter.generate;

import static org.clipmeter.generate.StandInService.reply;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key goes to its service only, encrypted unless the way is short, and appears nowhere else. */
final class CredentialsTest {
    private static final Map<String, String> ENV =
            Map.of("OPENAI_API_KEY", Trial.KEY, "HF_TOKEN", Trial.KEY, "CLIPMETER_WEBUI_LOGIN", "me:" + Trial.KEY);

    @TempDir
    Path folder;

    @Test
    void aWebUiGetsUserAndPassword() throws IOException {
        try (StandInService service = StandInService.webUi()) {
            GenerateOptions options = Trial.options(service.base() + "/sdapi/v1/txt2img");
            Trial.run(Trial.prompts("a"), folder, options, Map.of("CLIPMETER_WEBUI_LOGIN", "user:pass"), () -> false);
            // The example of RFC 7617 has the same form: base64 of user, colon, password.
            assertEquals("Basic dXNlcjpwYXNz", service.received().get(0).header("Authorization"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://api.openai.com/v1/images/generations, OPENAI_API_KEY",
        "https://api.openai.com.evil.example/v1/images/generations,",
        "https://gateway.example/v1/images/generations,",
        "https://router.huggingface.co/hf-inference, HF_TOKEN",
        "https://huggingface.co.evil.example/images/generations,",
        "https://nothuggingface.co/images/generations,"
    })
    void theKeyOfACompanyIsUsedForItsOwnServersOnly(String address, String variable) throws IOException {
        Credentials key = Credentials.of(Trial.options(address), ENV);
        assertEquals(variable != null, key.authorization() != null);
        assertEquals(variable == null ? "none" : "Bearer from " + variable, key.described());
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, true",
        "127.0.0.1, true",
        "127.8.9.10, true",
        "[::1], true",
        "10.1.2.3, true",
        "172.16.0.9, true",
        "172.31.0.9, true",
        "192.168.1.5, true",
        "[fd00::1], true",
        "172.32.0.9, false",
        "11.1.2.3, false",
        "192.169.1.5, false",
        "169.254.169.254, false",
        "10.example.com, false",
        "127.0.0.1.example.com, false",
        "gpu-box, false",
        "[2001:db8::1], false",
        "8.8.8.8, false"
    })
    void aKeyGoesUnencryptedToThisMachineAndToPrivateAddressesOnly(String host, boolean allowed) throws IOException {
        GenerateOptions options = Trial.options("http://" + host + ":7860/sdapi/v1/txt2img");
        if (allowed) {
            assertTrue(
                    String.valueOf(Credentials.of(options, ENV).authorization()).startsWith("Basic "));
            return;
        }
        GenerateException refused = assertThrows(GenerateException.class, () -> Credentials.of(options, ENV));
        assertEquals(GenerateException.Reason.KEY_OVER_HTTP, refused.reason());
        assertTrue(refused.getMessage().startsWith("the key of CLIPMETER_WEBUI_LOGIN would go unencrypted to " + host));
        assertNull(Credentials.of(options, Map.of()).authorization(), "without a key there is nothing to protect");
        Credentials.of(options.withKeyOverHttp(true), ENV);
    }

    @Test
    void anAddressWithALoginOrAQueryIsRefusedWithoutRepeatingIt() {
        for (String address : List.of(
                "http://me:" + Trial.KEY + "@127.0.0.1/sdapi/v1/txt2img",
                "https://host.example/v1/images/generations?key=" + Trial.KEY,
                "https://host.example/v1/images/generations#" + Trial.KEY,
                "ftp://host.example/" + Trial.KEY,
                "https://host .example/" + Trial.KEY,
                Trial.KEY)) {
            IllegalArgumentException refused =
                    assertThrows(IllegalArgumentException.class, () -> Trial.options(address), address);
            assertFalse(trace(refused).contains(Trial.KEY), refused.getMessage());
        }
    }

    @Test
    void aVariableThatIsNamedMustHoldAKey() {
        GenerateOptions options = GenerateOptions.defaults().withKeyVariable("NO_SUCH");
        assertThrows(IllegalArgumentException.class, () -> Credentials.of(options, Map.of()));
        IllegalArgumentException refused = assertThrows(
                IllegalArgumentException.class,
                () -> Credentials.of(options, Map.of("NO_SUCH", Trial.KEY + "\nX-Other: 1")));
        assertFalse(trace(refused).contains(Trial.KEY), refused.getMessage());
    }

    @Test
    void aKeyThatTheServiceRepeatsIsHiddenEverywhere() throws IOException {
        try (StandInService service = StandInService.openAi();
                StandInService elsewhere = StandInService.openAi()) {
            GenerateOptions options =
                    Trial.options(service.base() + "/v1/images/generations").withKeyVariable("MY_KEY");
            Map<String, String> env = Map.of("MY_KEY", Trial.KEY);
            List<StandInService.Reply> replies = List.of(
                    reply(401, "{\"error\": {\"message\": \"Incorrect API key provided: " + Trial.KEY + "\"}}"),
                    reply(400, "{\"error\": {\"message\": \"bad " + Trial.KEY + "\"}}"),
                    reply(404, Trial.KEY, "Content-Type", "text/plain"),
                    reply(200, "{\"error\": \"" + Trial.KEY + "\"}"),
                    reply(200, "{\"" + Trial.KEY + "\": 1, \"" + Trial.KEY + "\": 2}"),
                    reply(307, "", "Location", elsewhere.base() + "/" + Trial.KEY),
                    reply(302, "", "Location", elsewhere.base() + "/v1"),
                    reply(
                            200,
                            "{\"echo\": {\"Bearer " + Trial.KEY + "\": [\"" + Trial.KEY + "\"]}, \"model\": \"m-"
                                    + Trial.KEY
                                    + "\", \"data\": [{\"revised_prompt\": \"" + Trial.KEY + "\", \"b64_json\": \""
                                    + StandInService.base64(StandInService.png("x", 8, 8)) + "\"}]}"));
            List<String> told = new ArrayList<>();
            for (StandInService.Reply reply : replies) {
                service.next(reply);
                try {
                    List<GeneratedImage> images = GenerationJob.of(
                                    Trial.prompts("a"), folder.resolve("" + told.size()), options, env)
                            .run((done, total, waiting) -> told.add(waiting), () -> false);
                    told.add(images.toString());
                } catch (GenerateException e) {
                    told.add(trace(e));
                }
            }
            assertFalse(told.toString().contains(Trial.KEY), told.toString());
            assertTrue(told.toString().contains("Incorrect API key provided: [key]"), told.toString());
            assertFalse(Trial.holds(folder, Trial.KEY));
            assertTrue(Trial.holds(folder, "m-[key]"));
            assertEquals(List.of(), elsewhere.received(), "a redirect to another server is not followed");
            assertTrue(told.toString().contains("the service redirects to " + elsewhere.base()), told.toString());
            assertTrue(service.received().stream()
                    .allMatch(one -> one.header("Authorization").endsWith(Trial.KEY)));
        }
    }

    @Test
    void theKeyFollowsARedirectOfTheSameServerWithTheBody() throws IOException {
        try (StandInService service = StandInService.openAi()) {
            service.next(reply(307, "", "Location", "/v2/images/generations"));
            GenerateOptions options =
                    Trial.options(service.base() + "/v1/images/generations").withKeyVariable("MY_KEY");
            Trial.run(Trial.prompts("a"), folder, options, Map.of("MY_KEY", Trial.KEY), () -> false)
                    .forEach(Trial::made);
            StandInService.Received second = service.received().get(1);
            assertEquals("POST /v2/images/generations", second.method() + " " + second.path());
            assertEquals("a", second.body().path("prompt").asText());
            assertEquals("Bearer " + Trial.KEY, second.header("Authorization"));
        }
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
