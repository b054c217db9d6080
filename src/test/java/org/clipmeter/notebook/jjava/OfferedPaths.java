package org.clipmeter.notebook.jjava;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

/** What Tab offers for paths in a real kernel, whose folder gets files of every kind. */
public final class OfferedPaths {
    private OfferedPaths() {}

    /** Checks what the kernel offers for images, prompts and models. */
    public static void check(Kernel kernel) throws IOException {
        kernel.run("""
                import java.nio.file.*;
                Files.createDirectories(Path.of("fit/tuned"));
                Files.createDirectories(Path.of("fit/pictures"));
                Files.writeString(Path.of("fit/tuned/config.json"), "{}");
                Files.writeString(Path.of("fit/pairs.csv"), "image,prompt\\na.png,a cat");
                Files.writeString(Path.of("fit/prompts.txt"), "a cat");
                Files.writeString(Path.of("fit/a.png"), "");""");
        assertEquals("[\"fit/pairs.csv\",\"fit/pictures/\",\"fit/tuned/\"]", offered(kernel, "%clip score fit/"));
        assertEquals(
                "[\"fit/pairs.csv\",\"fit/pictures/\",\"fit/prompts.txt\"]", offered(kernel, "%tifa --source fit/p"));
        assertEquals("[\"fit/tuned/\"]", offered(kernel, "%clip model fit/"));
    }

    private static String offered(Kernel kernel, String typed) throws IOException {
        return kernel.complete(typed).get("matches").toString();
    }
}
