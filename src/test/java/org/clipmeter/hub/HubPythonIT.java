package org.clipmeter.hub;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipmeter.ReferencePython;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Shares one cache with Python's huggingface_hub; {@code -Dtest.python=…} names another interpreter that has it. */
class HubPythonIT {
    private static final String DOWNLOAD = """
            import sys
            from huggingface_hub import hf_hub_download
            for name in sys.argv[2:]:
                print(hf_hub_download(sys.argv[1], name))
            """;
    private static final List<String> FILES =
            List.of("config.json", "preprocessor_config.json", "tokenizer.json", "pytorch_model.bin");

    @TempDir
    private Path scratch;

    @RegisterExtension
    private final ServedHub served = new ServedHub();

    @Test
    void pythonFindsOfflineWhatWeDownloaded() throws Exception {
        HubSnapshot model = HubFixture.client(served.hub().endpoint(), served.cache())
                .model(HubFixture.B32, null, DownloadListener.none());
        served.hub().forget();

        List<String> paths = python("1", HubFixture.B32, FILES);

        assertEquals(List.of(), served.hub().requests());
        for (int i = 0; i < FILES.size(); i++) {
            assertEquals(model.folder().resolve(FILES.get(i)), Path.of(paths.get(i)));
            assertSame(FILES.get(i), Path.of(paths.get(i)));
        }
    }

    @Test
    void weFindOfflineWhatPythonDownloaded() throws Exception {
        python("0", HubFixture.B32, FILES);
        served.hub().forget();

        HubClient offline = HubFixture.client(served.hub().endpoint(), served.cache(), "HF_HUB_OFFLINE", "1");
        assertTrue(offline.isCached(HubFixture.B32));
        HubSnapshot model = offline.model(HubFixture.B32, null, DownloadListener.none());

        assertEquals(List.of(), served.hub().requests());
        for (String file : FILES) {
            assertSame(file, model.folder().resolve(file));
        }
    }

    @Test
    void pythonDownloadsNothingAgainWhenOnline() throws Exception {
        HubFixture.client(served.hub().endpoint(), served.cache()).model(HubFixture.B32, null, DownloadListener.none());
        served.hub().forget();
        python("0", HubFixture.B32, FILES);
        assertTrue(
                served.hub().requests().stream().noneMatch(r -> r.method().equals("GET")),
                () -> served.hub().requests().toString());
        assertTrue(served.hub().requests().size() >= FILES.size());
    }

    @Test
    void pythonAndWeFetchAtOnceAndMakeOneValidBlob() throws Exception {
        served.hub().fault("GET", "/cdn/", 1000, Fault.slow(5));
        Process python = startPython("0", HubFixture.B32, FILES);
        HubSnapshot model = HubFixture.client(served.hub().endpoint(), served.cache())
                .model(HubFixture.B32, null, DownloadListener.none());
        String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, python.waitFor(), output);
        assertSame("pytorch_model.bin", model.folder().resolve("pytorch_model.bin"));
        assertEquals(List.of(), HubFixture.damaged(served.cache()));
    }

    private void assertSame(String name, Path found) throws IOException {
        assertArrayEquals(
                Files.readAllBytes(served.root().resolve(HubFixture.B32).resolve(name)),
                Files.readAllBytes(found),
                name);
    }

    private List<String> python(String offline, String id, List<String> files) throws Exception {
        Process process = startPython(offline, id, files);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return Arrays.stream(output.split("\\R"))
                .filter(line -> line.startsWith(served.cache().toString()))
                .toList();
    }

    private Process startPython(String offline, String id, List<String> files) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(ReferencePython.interpreter().toString(), "-c", DOWNLOAD, id));
        command.addAll(files);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> env = builder.environment();
        env.keySet().removeIf(name -> name.toUpperCase(Locale.ROOT).endsWith("_PROXY") || name.startsWith("HF_"));
        env.putAll(Map.of(
                "HF_ENDPOINT",
                served.hub().endpoint(),
                "HF_HUB_CACHE",
                served.cache().toString(),
                "HF_HOME",
                scratch.resolve("hf-home").toString(),
                "HF_HUB_OFFLINE",
                offline,
                "HF_HUB_DISABLE_XET",
                "1",
                "HF_HUB_DISABLE_PROGRESS_BARS",
                "1",
                "HF_HUB_DISABLE_TELEMETRY",
                "1"));
        return builder.start();
    }
}
