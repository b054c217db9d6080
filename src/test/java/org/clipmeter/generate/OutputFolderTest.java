package org.clipmeter.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.clipmeter.failure.Kind;
import org.clipmeter.prompts.PromptSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One run at a time makes images into a folder. */
final class OutputFolderTest {
    private static final PromptSet TWO = Trial.prompts("a red cube", "a blue ball");

    @TempDir
    private Path folder;

    @Test
    void aRunOfThisProcessKeepsAnotherOut() throws IOException {
        try (StandInService service = StandInService.webUi()) {
            GenerateOptions options = Trial.options(service.base() + "/sdapi/v1/txt2img");
            List<GenerateException> second = new ArrayList<>();
            service.next((exchange, body) -> {
                second.add(assertThrows(GenerateException.class, () -> Trial.run(TWO, folder, options)));
                StandInService.webUiImage(StandInService.png("x", 8, 8), "sd15").to(exchange, body);
            });
            Trial.run(TWO, folder, options).forEach(Trial::made);
            assertEquals(GenerateException.Reason.IN_USE, second.get(0).reason());
            assertEquals(Kind.INVALID_REQUEST, second.get(0).kind());
            assertEquals(
                    folder + " is in use: another run makes images into it; wait for its end, or choose another folder",
                    second.get(0).getMessage());
            assertEquals(List.of("a red cube", "a blue ball"), service.prompts());
            assertTrue(Trial.files(folder).stream().noneMatch(name -> name.contains("lock")), "nothing is left behind");
            Trial.run(TWO, folder, options)
                    .forEach(image -> assertTrue(Trial.made(image).kept()));
        }
    }
}
