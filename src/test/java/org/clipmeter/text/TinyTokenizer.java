package org.clipmeter.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A tokenizer of eight tokens, in the two files that CLIP's first tokenizers have. */
final class TinyTokenizer {
    static final String VOCABULARY =
            "{\"a\":0,\"b\":1,\"a</w>\":2,\"b</w>\":3,\"ab\":4,\"ab</w>\":5,\"<|startoftext|>\":6,\"<|endoftext|>\":7}";
    static final String MERGES = "#version: 0.2\na b\na b</w>\n";

    private TinyTokenizer() {}

    static void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("vocab.json"), VOCABULARY);
        Files.writeString(folder.resolve("merges.txt"), MERGES);
    }
}
